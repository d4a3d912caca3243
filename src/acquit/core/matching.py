"""Which receivables a payment settles, at the first level: hard references with the amount.

Stages, each with evidence that a person can check: the accounting's own word, a structured
reference (Belgian OGM or ISO 11649 RF), an invoice number that stands in the text exactly.
Only an equal amount is posted; anything else is proposed, or unknown. What the accounting
had already settled by its word alone is not paid a second time: the payment takes that
place. docs/explanation/matching.md tells more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.text import reference_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

# A shorter number is found in too many texts by chance: a day, a quantity, a house number.
SHORTEST_NUMBER = 4
_WORD = re.compile(r"[0-9A-Za-z]+(?:[./_\-][0-9A-Za-z]+)*")
_LABEL = re.compile(r"[A-Za-z]+[./_\-]")


class Candidate(NamedTuple):
    """A receivable that a payment may name. number_key, reference: letters and digits.

    stated_minor: settled by the accounting's word alone, no payment is known for it;
    stated_on: the day of that word; stated_until: payments until then are part of it.
    """

    receivable_id: int
    customer_id: int
    number_key: str
    reference: str
    currency: str
    open_minor: int
    issued_on: date
    due_on: date
    stated_minor: int = 0
    stated_on: date | None = None
    stated_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money in. references: valid structured references found in it, letters and digits.

    pays: the numbers of the invoices that the accounting says it pays, as keys, in its
    order. payer_id: the customer, where that is known. parts: the payments inside a batch
    that the bank booked as one line; none otherwise.
    """

    amount_minor: int
    currency: str
    booked_on: date
    text: str = ""
    references: tuple[str, ...] = ()
    pays: tuple[str, ...] = ()
    payer_id: int | None = None
    parts: tuple[Payment, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """So much for this receivable, because of what was found.

    how: "accounting", "reference" or "number". stated_minor: the part of the amount that
    takes the place of what the accounting had settled by its word on `stated_on`; the rest
    lowers what is open.
    """

    receivable_id: int
    customer_id: int
    amount_minor: int
    how: str
    found: str
    stated_minor: int = 0
    stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """Sure: what was found and the amount agree."""

    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Propose:
    """Something was found, but a person must look.

    why: "amount", "customers", "payer", "not issued yet", "batch".
    """

    uses: tuple[Use, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Nothing that is open is named in it. customer_id: whose settled invoice is."""

    customer_id: int | None = None


Outcome = Post | Propose | Unmatched


@dataclass(slots=True)
class OpenItems:
    """The receivables of one company that payments name, found by reference or number.

    Payments of one import compete: what one has settled, the next finds no longer open.
    """

    by_reference: dict[str, list[Candidate]] = field(default_factory=dict)
    by_number: dict[str, list[Candidate]] = field(default_factory=dict)
    left: dict[int, int] = field(default_factory=dict)
    stated: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, candidates: Iterable[Candidate]) -> OpenItems:
        """Index the candidates; within one reference or number the earliest due comes
        first.
        """
        items = cls()
        for one in sorted(candidates, key=lambda c: (c.due_on, c.receivable_id)):
            items.left[one.receivable_id] = one.open_minor
            items.stated[one.receivable_id] = one.stated_minor
            if one.reference:
                items.by_reference.setdefault(one.reference, []).append(one)
            if one.number_key:
                items.by_number.setdefault(one.number_key, []).append(one)
        return items

    def trial(self) -> OpenItems:
        """The same items, to try uses on."""
        return OpenItems(
            self.by_reference, self.by_number, dict(self.left), dict(self.stated)
        )

    def now(self, found: Sequence[Candidate]) -> list[Candidate]:
        """The candidates with what is left of them."""
        return [
            one._replace(
                open_minor=self.left[one.receivable_id],
                stated_minor=self.stated[one.receivable_id],
            )
            for one in found
        ]

    def settle(self, uses: Iterable[Use]) -> None:
        for use in uses:
            self.left[use.receivable_id] -= use.amount_minor - use.stated_minor
            self.stated[use.receivable_id] -= use.stated_minor


# A text is read for what it may name, and again when it is matched.
@lru_cache(maxsize=8192)
def readings(text: str) -> tuple[tuple[str, ...], ...]:
    """Each word of a bank text that may be an invoice number, as keys, likeliest first.

    A word may hold separators (`2026/00123`); its parts are no words, so that `F26-004711`
    is never read as 26. Only a label before it may fall away: `fact.2026-001`.
    """
    return tuple(reading for word in _WORD.findall(text) if (reading := _reading(word)))


def _reading(word: str) -> tuple[str, ...]:
    if word.isalpha():  # no number is made of letters alone
        return ()
    if word.isalnum():
        return (word.upper(),) if len(word) >= SHORTEST_NUMBER else ()
    keys = (reference_key(word), reference_key(_LABEL.sub("", word, count=1)))
    return tuple(key for key in dict.fromkeys(keys) if len(key) >= SHORTEST_NUMBER)


def words(text: str) -> set[str]:
    """All keys under which the text may name an invoice."""
    return {key for reading in readings(text) for key in reading}


def match(payment: Payment, items: OpenItems) -> Outcome:
    """What this payment settles. What is posted is taken off `items` at once."""
    if payment.pays:
        outcome = _as_told(payment, items)
    elif payment.parts:
        outcome = _batch(payment, items)
    else:
        outcome = _single(payment, items)
    if isinstance(outcome, Post):
        items.settle(outcome.uses)
    return outcome


def named_by(payment: Payment, items: OpenItems) -> frozenset[int]:
    """The receivables that the payment names in any way, open or not, by id."""
    found = {
        one.receivable_id
        for part in (payment, *payment.parts)
        for one, _, _ in (*_told(part, items), *_referred(part, items))
    }
    return frozenset(found)


# One candidate, with how it was found and what was found.
_Named = tuple[Candidate, str, str]


def _as_told(payment: Payment, items: OpenItems) -> Outcome:
    """The accounting says what it pays: in its order, as far as the money goes."""
    told = _told(payment, items)
    uses = list(_fitting(payment, told) or ())
    left = 0 if uses else payment.amount_minor
    for named in told:
        stated = min(left, _stated(named[0], payment))
        opened = min(left - stated, named[0].open_minor)
        if stated or opened:
            uses.append(_use(named, opened, stated))
            left -= opened + stated
    return Post(tuple(uses)) if uses else Unmatched()


def _batch(payment: Payment, items: OpenItems) -> Outcome:
    """Every part must be sure; one that is not leaves the whole line to a person."""
    uses: list[Use] = []
    sure = sum(part.amount_minor for part in payment.parts) == payment.amount_minor
    trial = items.trial()
    for part in payment.parts:
        match _single(part, trial):
            case Post(found):
                trial.settle(found)
                uses += found
            case Propose(found, _):
                sure = False
                uses += found
            case Unmatched():
                sure = False
    if not uses:
        return _single(payment, items)
    return Post(tuple(uses)) if sure else Propose(tuple(uses), "batch")


def _single(payment: Payment, items: OpenItems) -> Outcome:
    named = _referred(payment, items)
    takeable = [n for n in named if n[0].open_minor or _stated(n[0], payment)]
    if not takeable:
        owners = {one.customer_id for one, _, _ in named}
        return Unmatched(owners.pop() if len(owners) == 1 else None)
    uses = _fitting(payment, takeable)
    if uses is not None:
        why = _doubt(payment, takeable, uses)
        return Propose(uses, why) if why else Post(uses)
    uses = _oldest_first(payment, takeable)
    return Propose(uses, "amount") if uses else Unmatched(takeable[0][0].customer_id)


def _told(payment: Payment, items: OpenItems) -> list[_Named]:
    found = [
        (one, "accounting", key)
        for key in payment.pays
        for one in items.now(items.by_number.get(key, ()))
    ]
    return [named for named in found if named[0].currency == payment.currency]


def _referred(payment: Payment, items: OpenItems) -> list[_Named]:
    """What references name; when they name nothing, what numbers in the text do."""
    named = list(_found(payment.references, items.by_reference, "reference"))
    if not named:
        keys = (_known(reading, items.by_number) for reading in readings(payment.text))
        named = list(_found(dict.fromkeys(keys), items.by_number, "number"))
    return [
        (now, how, key)
        for one, how, key in named
        for now in items.now([one])
        if now.currency == payment.currency
    ]


def _known(reading: Sequence[str], index: Mapping[str, Sequence[Candidate]]) -> str:
    """The first spelling of a word that is an invoice's, else ""."""
    return next((key for key in reading if key in index), "")


def _found(
    keys: Iterable[str], index: Mapping[str, Sequence[Candidate]], how: str
) -> Iterator[_Named]:
    for key in keys:
        for one in index.get(key, ()):
            yield one, how, key


def _stated(one: Candidate, payment: Payment) -> int:
    """What of it this payment may replace: money that came until the accounting spoke."""
    if one.stated_until is None or payment.booked_on > one.stated_until:
        return 0
    return max(one.stated_minor, 0)


# What a candidate may take: the open part and the stated part.
_Parts = tuple[int, int]


def _known_to_accounting(one: Candidate, payment: Payment) -> _Parts:
    stated = _stated(one, payment)
    return (0, stated) if stated else (one.open_minor, 0)


def _all_open(one: Candidate, _payment: Payment) -> _Parts:
    return one.open_minor, 0


def _all_of_it(one: Candidate, payment: Payment) -> _Parts:
    return one.open_minor, _stated(one, payment)


_WAYS: tuple[Callable[[Candidate, Payment], _Parts], ...] = (
    _known_to_accounting,
    _all_open,
    _all_of_it,
)


def _fitting(payment: Payment, named: Sequence[_Named]) -> tuple[Use, ...] | None:
    """All that is named when that is the amount; of one number, the instalment that is."""
    groups = [list(named)]
    if len({key for _, _, key in named}) == 1:
        groups += [[one] for one in named]
    for group in groups:
        for way in _WAYS:
            uses = [_use(one, *way(one[0], payment)) for one in group]
            if sum(use.amount_minor for use in uses) == payment.amount_minor:
                return tuple(use for use in uses if use.amount_minor)
    alone = named[0][0] if len(named) == 1 else None
    if alone and not alone.open_minor and payment.amount_minor < _stated(alone, payment):
        # Part of what the accounting had settled; nothing is open that could go wrong.
        return (_use(named[0], 0, payment.amount_minor),)
    return None


def _oldest_first(payment: Payment, named: Sequence[_Named]) -> tuple[Use, ...]:
    uses, left = [], payment.amount_minor
    for one in named:
        opened = min(one[0].open_minor, left)
        if opened > 0:
            uses.append(_use(one, opened, 0))
            left -= opened
    return tuple(uses)


def _use(named: _Named, opened: int, stated: int) -> Use:
    one, how, key = named
    return Use(
        receivable_id=one.receivable_id,
        customer_id=one.customer_id,
        amount_minor=opened + stated,
        how=how,
        found=key,
        stated_minor=stated,
        stated_on=one.stated_on if stated else None,
    )


def _doubt(payment: Payment, named: Sequence[_Named], uses: tuple[Use, ...]) -> str:
    """Why a person must look though the amount agrees; "" = sure."""
    by_id = {one.receivable_id: one for one, _, _ in named}
    customers = {use.customer_id for use in uses}
    rivals = {
        one.customer_id
        for one in by_id.values()
        if len(uses) == 1 and one.open_minor == payment.amount_minor
    }
    if len(customers | rivals) > 1:
        return "customers"
    if payment.payer_id is not None and customers != {payment.payer_id}:
        return "payer"
    if any(by_id[use.receivable_id].issued_on > payment.booked_on for use in uses):
        return "not issued yet"
    return ""
