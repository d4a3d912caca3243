"""What a message has to say because the law asks for it: chosen by country, kind of debtor,
step and receivables, and put in by the program, so that a company's own text is lawful too.

docs/explanation/dunning.md#what-the-law-adds
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from acquit.core.claim import law_of
from acquit.core.dunning.steps import Channel, Step
from acquit.core.dunning.terms import WRITTEN, stage_of
from acquit.core.law import Asked, LetterKind, letter
from acquit.core.money import Money
from acquit.core.party import Party
from acquit.dunning.wording import codes, said
from acquit.dunning.wording.blocks import Bullets, Part
from acquit.dunning.wording.on_delay import percent
from acquit.dunning.wording.values import held, money
from acquit.dunning.wording.words import words

if TYPE_CHECKING:
    from acquit.core.law import Letter, Stage
    from acquit.dunning.wording.facts import Case, Creditor, Item
    from acquit.dunning.wording.values import Seen

# What the Protocol asks for, in its order (docs/explanation/law.md#the-letter-of-claim).
CLAIM = (
    *("claim", "owed", "agreement", "charges", "pay", "reply", "forms", "help", "after"),
    "prevails",
)
_LATE = frozenset({"FORMAL_NOTICE", "LAST_REMINDER", "HANDOVER_NOTICE"})


def letter_of(case: Case, code: str, *, channel: str) -> Letter | None:
    """The letter that this message is, None = none: the law asks for none, or it has left.

    In Belgium a letter without the creditor's number would be none.
    """
    by = WRITTEN.get(Channel(channel))
    if by is None or codes.parsed(code).kind not in {"REMINDER", *_LATE}:
        return None
    party = case.debtor.party
    country = law_of(party, creditor=case.creditor.country, debtor=case.debtor.country)
    asked = [_asked(one, party) for one in case.items]
    credit = {one.currency: one.notes_minor + one.money_minor for one in case.credit}
    found = letter(country, party, asked, credit=credit, on=case.on, by=by)
    if found and found.rule.kind is LetterKind.FIRST_REMINDER and not number(case.creditor):
        return None
    return found


def _asked(item: Item, party: Party) -> Asked:
    return Asked(
        due_on=item.due_on,
        amount=Money(item.asked_minor, item.currency),
        # What is asked for beside an amount is no product: no letter is about it.
        stage=None if item.debit_note else _stage(item.step, party),
        told=item.told,
    )


def _stage(step: str, party: Party) -> Stage | None:
    return stage_of(Step(step), party) if step in Step.__members__ else None


def number(of: Creditor) -> str:
    """The creditor's number in the register: a Belgian one is that of its VAT."""
    digits = of.vat.upper().removeprefix("BE").replace(".", "").replace(" ", "")
    if len(digits) == 10 and digits.isdigit():
        return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"
    return of.vat or of.registration


def lines_of(creditor: Creditor) -> tuple[str, str, str]:
    """Where letters to it go."""
    town = f"{creditor.postcode} {creditor.city}".strip()
    return creditor.name, creditor.street, town


def part(case: Case, seen: Seen, found: Letter | None, *, listed: bool) -> Part:
    """The paragraphs of the letter. listed: the message lists its items besides."""
    if found is None:
        return Part("", [])
    everything = len(found.covers) == len(case.items) and listed
    given = _given(case, seen, found)
    told = words(seen.language).law
    named = told["listed"] if everything else _named(seen, found)
    if found.rule.kind is LetterKind.CLAIM:
        told = told | words(seen.language).claim
    lines = [told[key].format(**given, what=named) for key in _keys(found, case)]
    points = [] if everything else _points(seen, found)
    shown: list[dict[str, Any]] = [{"text": one} for one in lines]
    texts = [*lines]
    if points:
        listing = Bullets(points)
        shown.insert(1, listing.page())
        texts.insert(1, listing.plain())
    return Part("\n\n".join(texts), shown)


def _keys(found: Letter, case: Case) -> list[str]:
    """Which sentences, in order."""
    match found.rule.kind:
        case LetterKind.FIRST_REMINDER:
            term = "first_days" if _clause(found, case) is None else "first_clause"
            return ["first_reminder", "first_owed", term, "prevails"]
        case LetterKind.FOURTEEN_DAYS:
            return ["fourteen_days", "fourteen_term", "prevails"]
        case LetterKind.DEFAULT:
            return ["default", "default_term"]
        case LetterKind.CLAIM:
            return list(CLAIM)
        case LetterKind.FORMAL if found.country == "GB":
            return ["formal_gb", "formal_gb_term"]
        case LetterKind.FORMAL:
            known = found.country in words("en").laws
            head = "formal" if known else "formal_plain"
            late = ["prevails"] if case.debtor.party is Party.CONSUMER else []
            return [head, "formal_term", *late]


def _given(case: Case, seen: Seen, found: Letter) -> dict[str, str]:
    language = seen.language
    costs = found.costs.amount if found.costs else None
    return {
        "amount": said.listed(
            [money(one.minor, one.currency, language) for one in found.owed], language
        ),
        "creditor": case.creditor.name,
        "address": ", ".join(filter(None, lines_of(case.creditor))),
        "number": held(number(case.creditor)),
        "first": held(said.day(found.first, language)),
        "until": held(said.day(found.until, language)),
        "costs": money(costs.minor, costs.currency, language) if costs else "",
        "law": words(language).laws.get(found.country, ""),
        "percent": percent(_clause(found, case) or Decimal(0), language),
    }


def _clause(found: Letter, case: Case) -> Decimal | None:
    """The rate that was agreed for all that the letter covers, None = there is no such."""
    agreed = {case.items[place].clause_percent for place in found.covers}
    return agreed.pop() if len(agreed) == 1 else None


def _named(seen: Seen, found: Letter) -> str:
    form = words(seen.language).law["one"]
    rows = [seen.rows[place] for place in found.covers]
    names = dict.fromkeys(form.format(number=row.number) for row in rows)
    return said.listed(names, seen.language)


def _points(seen: Seen, found: Letter) -> list[str]:
    form = words(seen.language).law["point"]
    rows = [seen.rows[place] for place in found.covers]
    return [form.format(said=row.said, due=row.due, asked=row.asked) for row in rows]
