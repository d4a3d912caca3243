"""A debit note as a page of blocks, from which a letter is set."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.bank.models import Account as BankAccount
from acquit.channels.letter import said
from acquit.channels.letter.envelope import envelope
from acquit.channels.letter.heading import heading
from acquit.claims.models import Ask
from acquit.claims.words import Words, words
from acquit.core.interest import half_up
from acquit.organisation.models import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.claims.queries import CompanyTerms
    from acquit.claims.queries.drafts import Draft, DraftLine
    from acquit.core.interest import Line
    from acquit.core.money import Money
    from acquit.ledger.models import Customer

HARD_SPACE = "\u00a0"
ALIGNED = ("left", "left", "right", "right", "right", "right")


class Head(NamedTuple):
    """What stands above and below its lines."""

    number: str
    issued_on: date
    due_on: date


def previewed(
    customer: Customer, draft: Draft, terms: CompanyTerms, *, on: date
) -> dict[str, Any]:
    """As it would be, without its number."""
    head = Head("DN-…", on, on + timedelta(days=terms.due_days))
    return written(customer, draft, head)


def written(customer: Customer, draft: Draft, head: Head) -> dict[str, Any]:
    """The page, in the customer's language, with the company's accounts."""
    accounts = BankAccount.objects.filter(company=customer.company_id).order_by("number")
    return page(
        customer,
        draft,
        head,
        ibans=list(accounts.values_list("number", flat=True).distinct()),
        language=customer.language if customer.language in dict(LANGUAGES) else "en",
    )


def page(
    customer: Customer, draft: Draft, head: Head, *, ibans: Sequence[str], language: str
) -> dict[str, Any]:
    """A page as docs/reference/letters.md describes it."""
    number, issued_on, due_on = head
    told, of = words(language), customer.company
    day = said.day(issued_on, language)
    blocks: list[dict[str, Any]] = [
        {"text": told.intro.format(day=said.day(draft.until_on, language))},
        {"table": _table(draft, told, language)},
        {"text": told.vat},
        {"heading": told.basis},
        {"list": _laws(draft)},
        {"text": told.due.format(day=said.day(due_on, language))},
    ]
    if ibans:
        blocks.append({"pay": _pay(customer, draft.total, number, told, ibans)})
    return {
        **heading(of, _address(customer), language=language, on=issued_on, said=day),
        "subject": told.title.format(number=number),
        "customer_code": customer.code,
        "reference": number,
        "blocks": [*blocks, {"closing": [told.closing, of.name]}],
    }


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


def _table(draft: Draft, told: Words, language: str) -> dict[str, Any]:
    heads = (
        told.invoice,
        told.period,
        told.days,
        told.on,
        told.rate,
        told.amount,
    )
    columns = [
        {"head": head, "align": align} for head, align in zip(heads, ALIGNED, strict=True)
    ]
    rows = [row for line in draft.lines for row in _rows(line, told, language)]
    return {"columns": columns, "rows": rows, "totals": _totals(draft, told, language)}


def _rows(one: DraftLine, told: Words, language: str) -> Iterator[list[str]]:
    """A line for each rate and sum; the last one takes off what is not asked for."""
    number = one.of.row.invoice.number
    amount = _figure(one.charged.amount, language)
    if one.charge is Ask.FEE:
        yield [f"{number} · {told.fee}", "", "", "", "", amount]
        return
    for line in one.charged.lines:
        named = f"{number} · {told.interest}"
        yield [named, *_line(line, one.charged.amount, language)]
    less = one.charged.less
    # A cent is how the sum was rounded: the lines are rounded to be read.
    if abs(less.minor) > 1:
        what = told.less if less.minor > 0 else told.before
        yield [f"{number} · {what}", "", "", "", "", _figure(-less, language)]


def _line(line: Line, amount: Money, language: str) -> list[str]:
    first, last = (said.short_day(day, language) for day in (line.first_on, line.last_on))
    base, interest = (
        type(amount)(half_up(exact), amount.currency)
        for exact in (line.base, line.interest)
    )
    return [
        f"{first} – {last}",  # noqa: RUF001  # a dash as it is printed
        str(line.days),
        _figure(base, language),
        percent(line, language),
        _figure(interest, language),
    ]


def percent(line: Line, language: str) -> str:
    """The rate as it was published, two decimals at least."""
    places = max(2, -int(line.quote.percent.normalize().as_tuple().exponent))
    shown = f"{line.quote.percent:.{places}f}"
    point = "." if language == "en" else ","
    return f"{shown.replace('.', point)}{HARD_SPACE}%"


def _totals(draft: Draft, told: Words, language: str) -> list[dict[str, Any]]:
    parts = [(told.interest_sum, draft.interest), (told.fee_sum, draft.fees)]
    some = [
        {"said": words, "amount": _amount(money, language)}
        for words, money in parts
        if money
    ]
    total = {"said": told.total, "amount": _amount(draft.total, language), "strong": True}
    return [*some, total] if len(some) > 1 else [total]


def _laws(draft: Draft) -> list[str]:
    """Each text of law once, in the order of the lines."""
    every = (law for one in draft.lines for law in one.charged.laws)
    return list(dict.fromkeys(every))


def _pay(
    customer: Customer, due: Money, number: str, told: Words, ibans: Sequence[str]
) -> dict[str, Any]:
    name = customer.company.name
    return {
        "accounts": [{"iban": iban, "name": name} for iban in ibans],
        "reference": number,
        "amount": said.bare(due.minor, due.currency),
        "currency": due.currency,
        "said": {
            "account": told.account,
            "holder": told.holder,
            "reference": told.reference,
        },
    }


def _amount(money: Money, language: str) -> str:
    return said.amount(money.minor, money.currency, language).replace(" ", HARD_SPACE)


def _figure(money: Money, language: str) -> str:
    """An amount without its currency, which the totals have."""
    return _amount(money, language).removesuffix(f"{HARD_SPACE}{money.currency}")
