"""The payments of one company, in the order of days, and the truth about each.

Classes come in exact shares, shuffled; where nobody fits a class, another is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from acquit.bench.cash.accounts import Account
from acquit.bench.cash.chance import seeded
from acquit.bench.cash.companies import FIRST_DAY, LARGE_PLACE, LAST_DAY, ROLES
from acquit.bench.cash.folding import holds, signs
from acquit.bench.cash.lines import Line, Truth
from acquit.bench.cash.mixes import MAKERS
from acquit.bench.cash.scenes import Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from random import Random

    from acquit.bench.cash.companies import Company
    from acquit.bench.cash.ledgers import Item
    from acquit.bench.cash.lines import Draft, Fitted

_PER_LINE = 5  # documents of the customers who pay, for each line
_INSTEAD = ("number_exact", "name_amount", "interest")
_ONLY_WITH = {
    "ogm": "ogm",
    "rf": "rf",
}  # the first part of a class: the references it needs


@dataclass(frozen=True, slots=True)
class Payment:
    """A line, and what is true of it."""

    line: Line
    truth: Truth


class Payments:
    """The payments of a company. later: filled while they are made."""

    def __init__(
        self,
        company: Company,
        lines: int,
        shares: Mapping[str, int],
        fit: Callable[[Line], Fitted],
    ) -> None:
        self._company = company
        self._fit = fit
        chance = seeded(company.seed, company.family, company.key, "payments")
        self._kinds = _deck(_possible(company, shares), lines, chance)
        days = _working_days()
        self._days = sorted(chance.choices(days, k=lines))
        self._payers_of: dict[str, set[str]] = {}
        self._scene = Scene(company, _payers(company, lines, chance), chance)

    @property
    def later(self) -> list[Item]:
        """Invoices that were paid before they are issued, after the last statement."""
        return self._scene.later

    def __iter__(self) -> Iterator[Payment]:
        for place, (day, kind) in enumerate(zip(self._days, self._kinds, strict=True)):
            self._scene.day = day
            made, draft = self._made(kind)
            line = self._line(place, draft, day)
            truth = self._truth(made, draft, line)
            yield Payment(line, truth)
            if truth.postable and line.iban:
                self._payers_of.setdefault(line.iban, set()).update(draft.customers)
            for code in draft.customers:
                account = self._scene.of_code(code)
                if account is not None and draft.answers:
                    account.book(draft.answers[0])

    def _made(self, kind: str) -> tuple[str, Draft]:
        """The class and its draft; another class where nobody fits."""
        for one in (kind, kind, *_INSTEAD):
            if draft := MAKERS[one](self._scene):
                return one, draft
        raise AssertionError("interest can always be paid")

    def _line(self, place: int, draft: Draft, day: date) -> Line:
        company = self._company
        return Line(
            bank_reference=f"{company.country}{company.key}Z{place + 1:08}",
            booked_on=day,
            minor=draft.minor,
            name=draft.name,
            iban=draft.iban,
            text=draft.text,
            structured=draft.structured,
            end_to_end_id=draft.end_to_end_id,
        )

    def _truth(self, kind: str, draft: Draft, line: Line) -> Truth:
        company = self._company
        fitted = self._fit(line)
        remembered = self._payers_of.get(line.iban) == set(draft.customers)
        postable = _postable(draft, line, fitted, knows_iban=draft.knows_iban)
        return Truth(
            bank_reference=line.bank_reference,
            company=company.code,
            account=company.iban,
            booked_on=line.booked_on,
            minor=line.minor,
            currency=company.currency,
            kind=kind,
            postable=postable,
            learnable=not postable
            and _postable(draft, line, fitted, knows_iban=remembered),
            nobody=not draft.customers,
            customers=draft.customers,
            answers=draft.answers,
            name=line.name,
            message=line.text,
        )


def _postable(draft: Draft, line: Line, fitted: Fitted, *, knows_iban: bool) -> bool:
    """Whether what is left of the line in its format still says enough."""
    if draft.never or not draft.answers:
        return False
    said = f"{fitted.text} {line.structured} {fitted.end_to_end_id}"
    kept = _kept(fitted.text, said, draft.evidence)
    known = (knows_iban and bool(fitted.iban)) or (
        bool(draft.core) and holds(f"{fitted.name} {fitted.text}", draft.core)
    )
    known = known or any(mark and holds(fitted.text, mark) for mark in draft.marks)
    return (kept and draft.alone) or (
        known and (draft.bare or (kept and bool(draft.evidence)))
    )


def _kept(text: str, said: str, evidence: Sequence[str]) -> bool:
    """Whether all of it is still there; the last number of a list may be cut where the text
    ends, to its half at least.
    """
    *rest, last = evidence or ("",)
    whole = holds(said, last)
    cut = any(
        signs(text).endswith(signs(last)[:length])
        for length in range((len(signs(last)) + 1) // 2, len(signs(last)))
    )
    return all(holds(said, words) for words in rest) and (whole or (bool(rest) and cut))


def _possible(company: Company, shares: Mapping[str, int]) -> dict[str, int]:
    """Without the classes that need references which the company does not use."""
    return {
        kind: share
        for kind, share in shares.items()
        if _ONLY_WITH.get(kind.partition("_")[0], company.references) == company.references
    }


def _deck(shares: Mapping[str, int], lines: int, chance: Random) -> list[str]:
    """As many of each class as its share, by largest remainder, shuffled."""
    whole = sum(shares.values())
    counts = {kind: lines * share // whole for kind, share in shares.items()}
    rests = sorted(shares, key=lambda kind: (-(lines * shares[kind] % whole), kind))
    for kind in rests[: lines - sum(counts.values())]:
        counts[kind] += 1
    deck = [kind for kind, count in counts.items() for _ in range(count)]
    chance.shuffle(deck)
    return deck


def _working_days() -> list[date]:
    days = (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))
    return [day for day in days if day.weekday() < 5]


def _payers(company: Company, lines: int, chance: Random) -> list[Account]:
    """Those who pay: all customers, or whole blocks until they have documents enough."""
    needed = lines * _PER_LINE
    block = len(ROLES)
    heads = list(range(0, company.customer_count, block))
    if company.documents > needed:
        first, rest = heads[: LARGE_PLACE // block + 1], heads[LARGE_PLACE // block + 1 :]
        chance.shuffle(rest)
        heads = [*first, *rest]
    accounts: list[Account] = []
    documents = 0
    for head in heads:
        if documents > needed:
            break
        for index in range(head, min(head + block, company.customer_count)):
            customer = company.customer(index)
            documents += len(customer.items)
            accounts.append(Account(customer, chance.randrange(10**6)))
    return accounts
