"""The statement as a page of blocks, from which a letter is set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acquit.channels.letter.heading import heading
from acquit.dunning.statement.lines import Line, Sort
from acquit.dunning.statement.words import Words, words
from acquit.dunning.wording import said
from acquit.dunning.wording.addresses import envelope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.dunning.statement.lines import Account
    from acquit.ledger.models import Customer

# What a payer wrote, as far as a column has room for it.
TEXT_CHARS = 60
HARD_SPACE = "\u00a0"


def page(
    customer: Customer,
    found: Sequence[Account],
    *,
    ibans: Sequence[str],
    as_of: date,
    since: date | None,
    language: str,
) -> dict[str, Any]:
    """A page as docs/reference/letters.md describes it."""
    told, of = words(language), customer.company
    day = said.day(as_of, language)
    blocks: list[dict[str, Any]] = [{"text": told.intro.format(day=day)}]
    for one in found:
        blocks += _account(one, told, language, several=len(found) > 1)
        blocks += _paid(one, told, language, since)
    if not any(one.lines for one in found):
        blocks = [{"text": told.nothing}, *blocks[1:]]
    blocks += _pay(customer, found, told, ibans)
    return {
        **heading(of, _address(customer), language=language, on=as_of, said=day),
        "subject": told.title.format(day=day),
        "customer_code": customer.code,
        "reference": "",
        "blocks": [*blocks, {"closing": [told.closing, of.name]}],
    }


def named(line: Line, told: Words) -> str:
    """“Invoice F-1, instalment 2/3”."""
    if line.sort is Sort.MONEY:
        return told.money
    kinds = {Sort.CREDIT_NOTE: told.credit_note, Sort.DEBIT_NOTE: told.debit_note}
    kind = kinds.get(line.sort, told.invoice)
    part = f", {told.part} {line.part}" if line.part else ""
    return f"{kind} {line.number}{part}"


def _address(customer: Customer) -> tuple[str, ...]:
    lines = envelope(
        name=customer.name,
        contact="",
        street=customer.street,
        postcode=customer.postcode,
        city=customer.city,
        country=customer.country,
        home=customer.company.country,
    )
    return lines or (customer.name,)


def _account(
    one: Account, told: Words, language: str, *, several: bool
) -> list[dict[str, Any]]:
    if not one.lines:
        return []
    heading = [{"heading": one.currency}] if several else []
    return [
        *heading,
        {"table": _lines(one, told, language)},
        {"table": _ages(one, told, language)},
    ]


def _lines(one: Account, told: Words, language: str) -> dict[str, Any]:
    rows = []
    for line, balance in zip(one.lines, one.balances, strict=True):
        late = line.days_late(one.as_of)
        rows.append(
            [
                named(line, told),
                said.short_day(line.on, language),
                said.short_day(line.due_on, language) if line.due_on else "",
                told.days.format(count=late) if late else "",
                _figure(line.total_minor, one.currency, language),
                _figure(line.open_minor, one.currency, language),
                _figure(balance, one.currency, language),
            ]
        )
    total = one.balance_minor
    totals = [
        {
            "said": told.to_pay if total >= 0 else told.in_favour,
            "amount": _amount(abs(total), one.currency, language),
            "strong": True,
        }
    ]
    if one.overdue_minor:
        overdue = _amount(one.overdue_minor, one.currency, language)
        totals.append({"said": told.overdue, "amount": overdue})
    heads = (
        told.document,
        told.on,
        told.due,
        told.late,
        told.amount,
        told.open,
        told.balance,
    )
    return {"columns": _columns(heads, left=3), "rows": rows, "totals": totals}


def _ages(one: Account, told: Words, language: str) -> dict[str, Any]:
    row = [_figure(minor, one.currency, language) for minor in one.ages]
    return {"columns": _columns(told.ages, left=1), "rows": [row]}


def _paid(
    one: Account, told: Words, language: str, since: date | None
) -> list[dict[str, Any]]:
    if since is None or not one.paid:
        return []
    title = told.paid.format(
        since=said.day(since, language), day=said.day(one.as_of, language)
    )
    rows = [
        [
            paid.text[:TEXT_CHARS],
            said.short_day(paid.on, language),
            _amount(paid.amount_minor, one.currency, language),
        ]
        for paid in one.paid
    ]
    heads = (told.text, told.came_on, told.amount)
    return [
        {"heading": title},
        {"table": {"columns": _columns(heads, left=2), "rows": rows}},
    ]


def _pay(
    customer: Customer, found: Sequence[Account], told: Words, ibans: Sequence[str]
) -> list[dict[str, Any]]:
    owed = [one for one in found if one.balance_minor > 0]
    if not owed or not ibans:
        return []
    alone = owed[0] if len(owed) == 1 else None
    name = customer.company.name
    pay = {
        "accounts": [{"iban": iban, "name": name} for iban in ibans],
        "reference": customer.code,
        "amount": said.bare(alone.balance_minor, alone.currency) if alone else None,
        "currency": alone.currency if alone else "",
        "said": {
            "account": told.account,
            "holder": told.holder,
            "reference": told.reference,
        },
    }
    return [{"pay": pay}]


def _columns(heads: Sequence[str], *, left: int) -> list[dict[str, str]]:
    """The first so many to the left, figures to the right."""
    return [
        {"head": head, "align": "left" if place < left else "right"}
        for place, head in enumerate(heads)
    ]


def _amount(minor: int, currency: str, language: str) -> str:
    return said.amount(minor, currency, language).replace(" ", HARD_SPACE)


def _figure(minor: int, currency: str, language: str) -> str:
    """An amount without its currency, which the table has in its totals."""
    return _amount(minor, currency, language).removesuffix(f"{HARD_SPACE}{currency}")
