"""The parts that the program puts together: the items, how to pay, questions, the closing.

Each as plain text and as blocks of a page, from the same rows and the same sums.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.dunning.wording import lawful, on_delay, said
from acquit.dunning.wording.blocks import RULE, Bullets, Part
from acquit.dunning.wording.sums import to_pay
from acquit.dunning.wording.values import money
from acquit.dunning.wording.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.core.law import Letter
    from acquit.dunning.wording.facts import Case
    from acquit.dunning.wording.sums import Sum
    from acquit.dunning.wording.values import Row, Seen
    from acquit.dunning.wording.words import Words

# The remittance text of a payment code (EPC069-12) holds so many characters.
LONGEST_REFERENCE = 140
_FORMAL = "FORMAL_NOTICE"


class Total(NamedTuple):
    """One line under the items. strong: it is what is to be paid."""

    said: str
    amount: str
    strong: bool = False


def parts(
    case: Case, seen: Seen, wanted: set[str], letter: Letter | None = None
) -> dict[str, Part]:
    """The parts that a text asks for."""
    made = {
        "the_items": _items,
        "how_to_pay": _pay,
        "questions": _questions,
        "closing": _closing,
    }
    found = {name: make(case, seen) for name, make in made.items() if name in wanted}
    if "interest" in wanted:
        found["interest"] = on_delay.part(case, seen)
    if "the_law" in wanted:
        listed = "the_items" in wanted
        found["the_law"] = lawful.part(case, seen, letter, listed=listed)
    return found


def _items(case: Case, seen: Seen) -> Part:
    told = words(seen.language)
    totals = _totals(seen, told)
    wait = _both(seen.sums)
    separate = seen.values["one"] or _common(seen.rows) == ""
    colon = _colon(seen.language)
    lines = [
        RULE,
        case.debtor.name,
        f"{told.customer_number}{colon} {case.debtor.code}",
        told.as_of.format(today=seen.values["today"]),
    ]
    for row in seen.rows:
        lines += [
            "",
            *_row(row, told, colon, own_reference=separate and len(seen.rows) > 1),
        ]
    lines += ["", *(f"{one.said}{colon} {one.amount}" for one in totals)]
    lines += [told.wait] if wait else []
    lines.append(RULE)
    block: dict[str, Any] = {
        "items": [
            _item(row) | ({"kind": told.charges} if item.debit_note else {})
            for row, item in zip(seen.rows, case.items, strict=True)
        ],
        "totals": [
            {"said": one.said, "amount": one.amount, "strong": one.strong} for one in totals
        ],
    }
    return Part("\n".join(lines), [block, *([{"text": told.wait}] if wait else [])])


def _row(row: Row, told: Words, colon: str, *, own_reference: bool) -> list[str]:
    late = f", {row.late}" if row.late else ""
    lines = [
        row.said,
        f"  {told.due.format(due=row.due)}{late}",
        f"  {told.open}{colon} {row.open}",
    ]
    if row.contested:
        lines += [
            f"  {told.contested}{colon} {row.contested}",
            f"  {told.asked}{colon} {row.asked}",
        ]
    if row.reference and own_reference:
        lines.append(f"  {told.reference}{colon} {row.reference}")
    return lines


def _item(row: Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "part": row.part,
        "issued": row.issued,
        "due": row.due,
        "days_late": row.days_late,
        "late_said": row.late,
        "open": row.open,
        "contested": row.contested,
        "asked": row.asked,
        "reference": row.reference,
        "currency": row.currency,
    }


def _totals(seen: Seen, told: Words) -> list[Total]:
    """None for a single item that nothing is deducted from: its own line says it."""
    alone = len(seen.rows) == 1 and not any(one.used or one.left for one in seen.sums)
    if alone:
        return []
    apart = _both(seen.sums)
    found: list[Total] = []
    for one in seen.sums:
        found += _apart(one, told, seen.language) if apart else _whole(one, told, seen)
        if one.left:
            found.append(Total(told.left, money(one.left, one.currency, seen.language)))
    return found


def _both(sums: Sequence[Sum]) -> bool:
    return any(one.late for one in sums) and any(one.soon for one in sums)


def _whole(one: Sum, told: Words, seen: Seen) -> list[Total]:
    """All of it is late, or none of it."""
    if not one.asked:
        return []
    asked = money(one.asked, one.currency, seen.language)
    if not one.used:
        return [Total(told.total_to_pay, asked, strong=True)]
    rest = money(one.asked - one.used, one.currency, seen.language)
    return [
        Total(told.total, asked),
        *_deducted(one, told, seen.language),
        Total(told.after_credit, rest, strong=True),
    ]


def _apart(one: Sum, told: Words, language: str) -> list[Total]:
    """What is late, and what falls due, each with what is left of it."""
    found = []
    if one.late:
        late = money(one.late, one.currency, language)
        found.append(Total(told.total_late, late, strong=not one.used))
    if one.soon:
        found.append(Total(told.falls_soon, money(one.soon, one.currency, language)))
    if one.used:
        found += _deducted(one, told, language)
        if one.late:
            now = money(one.now, one.currency, language)
            found.append(Total(told.now, now, strong=True))
        if one.soon:
            found.append(Total(told.later, money(one.later, one.currency, language)))
    return found


def _deducted(one: Sum, told: Words, language: str) -> list[Total]:
    given = ((told.notes, one.notes), (told.money, one.money))
    return [
        Total(name, money(-minor, one.currency, language)) for name, minor in given if minor
    ]


def _pay(case: Case, seen: Seen) -> Part:
    told = words(seen.language)
    colon = _colon(seen.language)
    reference = _common(seen.rows)
    accounts = list({one.iban: one for one in case.accounts}.values())
    labels = {
        "account": told.account,
        "holder": told.holder,
        "reference": told.pay_reference,
    }
    width = max(map(len, labels.values())) + len(colon)
    lines = [told.transfer if accounts else told.no_account]
    for one in accounts:
        lines += [
            "",
            f"  {labels['account'] + colon:<{width}} {said.spaced(one.iban)}",
            f"  {labels['holder'] + colon:<{width}} {one.name}",
        ]
    if reference:
        if len(accounts) > 1:
            lines.append("")  # it goes with either
        lines.append(f"  {labels['reference'] + colon:<{width}} {reference}")
    blocks: list[dict[str, Any]] = [] if accounts else [{"text": told.no_account}]
    if not reference:
        lines += ["", told.quote]
        blocks.append({"text": told.quote})
    pay = {
        "accounts": [{"iban": one.iban, "name": one.name} for one in accounts],
        "reference": reference or _several(case, seen),
        "said": labels,
        **_payable(seen),
    }
    return Part("\n".join(lines), [*([{"pay": pay}] if accounts else []), *blocks])


def _common(rows: Sequence[Row]) -> str:
    """The reference that covers all rows: the one they share, or the invoice's number; ""
    when there is no such.
    """
    found = {row.reference or row.number for row in rows}
    return found.pop() if len(found) == 1 else ""


def _several(case: Case, seen: Seen) -> str:
    numbers: str = seen.values["numbers"]
    return numbers if len(numbers) <= LONGEST_REFERENCE else case.debtor.code


def _payable(seen: Seen) -> dict[str, str | None]:
    """What one transfer would pay; nothing can be said when there are two currencies."""
    asked = to_pay(seen.sums)
    if len(asked) != 1 or asked[0][0] <= 0:
        return {"amount": None, "currency": seen.rows[0].currency}
    minor, currency = asked[0]
    return {"amount": said.bare(minor, currency), "currency": currency}


def _questions(case: Case, seen: Seen) -> Part:  # noqa: ARG001 - as all parts are made
    told = words(seen.language)
    points = Bullets(told.questions_formal if seen.code == _FORMAL else told.questions)
    return Part(points.plain(), [points.page()])


def _closing(case: Case, seen: Seen) -> Part:
    told = words(seen.language)
    if seen.code == _FORMAL:
        form = told.closing_formal
    else:
        form = told.closing_letter if seen.values["letter"] else told.closing
    greeted = seen.values["salutation"].rstrip(",")
    farewell = form.format(greeted=greeted)
    of = case.creditor
    place = " ".join(part for part in (of.postcode, of.city) if part)
    colon = _colon(seen.language)
    lines = [
        of.name,
        of.street,
        place,
        of.vat and f"{told.vat}{colon} {of.vat}",
        of.registration and f"{told.registration}{colon} {of.registration}",
        of.email,
        of.phone,
    ]
    signed = "\n".join(line for line in lines if line)
    return Part(f"{farewell}\n\n{signed}", [{"closing": [farewell, of.name]}])


def _colon(language: str) -> str:
    return " :" if language == "fr" else ":"
