"""`acquit interest`: what one late payment carries, day by day. Needs no database."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running
from acquit.core import interest as counted
from acquit.core import law
from acquit.core.law.books import currency_of
from acquit.core.money import Money
from acquit.core.party import Party

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

_DAY = click.DateTime(["%Y-%m-%d"])
ONE_DAY = timedelta(days=1)
CERTAINTY = {
    law.Certainty.PRIMARY: "the primary text was read",
    law.Certainty.SECONDARY: "from a secondary source",
    law.Certainty.MEMORY: "from memory: verify before anybody is asked for it",
}


def number(text: str) -> Decimal:
    """A number that is not below zero, exactly as it was typed."""
    try:
        read = Decimal(text)
    except InvalidOperation as error:
        raise click.BadParameter(f"{text!r} is not a number such as 1000.00.") from error
    if not read.is_finite() or read < 0:
        raise click.BadParameter(f"{text!r} is not a number of zero or above.")
    return read


@click.command()
@click.option("--country", required=True, help="Whose law: BE, DE, ES, FR, GB, IT, LU, NL.")
@click.option("--amount", required=True, type=number, help="With taxes, such as 1000.00.")
@click.option("--due", required=True, type=_DAY)
@click.option("--paid", required=True, type=_DAY, help="The value day, or until when.")
@click.option(
    "--party",
    type=click.Choice([party.lower() for party in Party]),
    default="business",
    show_default=True,
    help="The debtor; unknown is treated as a consumer.",
)
@click.option("--rate", type=number, help="An agreed rate in percent a year.")
@click.option("--notice", type=_DAY, help="When the notice left that the law wants.")
@click.option(
    "--notice-by",
    type=click.Choice([sent.lower() for sent in law.Sent]),
    default="post",
    show_default=True,
)
@click.option(
    "--payment",
    "payments",
    type=(_DAY, number),
    multiple=True,
    metavar="DAY AMOUNT",
    help="A part payment before; may be given several times.",
)
@click.option(
    "--day-count",
    type=click.Choice([count.lower() for count in law.DayCount]),
    help="Default: the habit of the country.",
)
@click.option("--currency", help="Of the amount; default: that of the country.")
@running.as_json
def interest(*, as_json: bool, **asked: Any) -> None:
    """Tell the interest of one invoice that was paid late: each rate with its days and its
    source, and the flat sum.
    """
    told = _told(asked)
    running.emit(told, as_json=as_json, text=_text(told))


def _told(asked: Mapping[str, Any]) -> dict[str, Any]:
    country, party = asked["country"].upper(), Party[asked["party"].upper()]
    currency = (asked["currency"] or currency_of(country)).upper()
    principal = Money.of(asked["amount"], currency)
    paid: date = asked["paid"].date()
    facts = _facts(asked)
    allowed = law.may_charge(country, party, law.Charge.INTEREST, facts, on=paid)
    fee = _fee(country, party, principal, facts, paid)
    told = {
        "country": country,
        "party": asked["party"],
        "currency": currency,
        "amount": str(principal.amount),
        "due": facts.due_on,
        "paid": paid,
    }
    if isinstance(allowed, law.Refused):
        carried = _nothing(allowed)
    else:
        carried = _carried(asked, allowed.since, principal, country, party)
    sure = [law.Certainty(carried["certainty"])]
    if fee.amount:
        sure.append(fee.basis.certainty)
    return (
        told
        | carried
        | {
            "fixed_fee": str(fee.amount.amount),
            "fixed_fee_source": fee.basis.source,
            "certainty": law.weakest(sure).value,
        }
    )


def _facts(asked: Mapping[str, Any]) -> law.Facts:
    notice: datetime | None = asked["notice"]
    return law.Facts(
        due_on=asked["due"].date(),
        notice=None
        if notice is None
        else law.Notice(sent_on=notice.date(), by=law.Sent[asked["notice_by"].upper()]),
        clause_agreed=asked["rate"] is not None,
    )


def _fee(
    country: str, party: Party, principal: Money, facts: law.Facts, paid: date
) -> law.Fee:
    """The flat sum; 0 while nothing is late."""
    fee = law.fixed_fee(country, party, principal, facts.due_on)
    answer = law.may_charge(country, party, law.Charge.FIXED_FEE, facts, on=paid)
    if isinstance(answer, law.Refused):
        return law.Fee(Money(0, fee.amount.currency), answer.basis)
    return fee


def _nothing(refused: law.Refused) -> dict[str, Any]:
    return {
        "interest": "0.00",
        "days": 0,
        "segments": [],
        "source": refused.basis.source,
        "certainty": refused.basis.certainty.value,
        "derived": False,
        "refused": str(refused.said),
    }


def _carried(
    asked: Mapping[str, Any], since: date, principal: Money, country: str, party: Party
) -> dict[str, Any]:
    terms = _terms(asked, country, party, since + ONE_DAY)
    debt = counted.Debt(
        principal_minor=principal.minor,
        since=since,
        payments=tuple(
            counted.Payment(on=day.date(), minor=Money.of(amount, principal.currency).minor)
            for day, amount in asked["payments"]
        ),
    )
    owed = counted.owed(debt, terms, until=asked["paid"].date())
    return {
        "interest": _amount(owed.interest_minor, principal.currency),
        "days": owed.days,
        "segments": [_segment(line, principal.currency) for line in owed.lines],
        "source": terms.basis.source,
        "certainty": owed.certainty.value,
        "derived": owed.derived,
    }


def _terms(
    asked: Mapping[str, Any], country: str, party: Party, began_on: date
) -> counted.Terms:
    named = asked["day_count"]
    day_count = None if named is None else law.DayCount(named.upper())
    if asked["rate"] is None:
        return counted.Terms.of_law(country, party, began_on=began_on, day_count=day_count)
    return counted.Terms.of_contract(
        country,
        party,
        asked["rate"],
        began_on=began_on,
        day_count=day_count or law.DayCount.ACT_365,
    )


def _segment(line: counted.Line, currency: str) -> dict[str, Any]:
    """One line; its amount is rounded to be read, the sum is not made of these."""
    return {
        "from": line.first_on,
        "to": line.last_on,
        "days": line.days,
        "rate": str(line.quote.percent),
        "base": _amount(counted.half_up(line.base), currency),
        "amount": _amount(counted.half_up(line.interest), currency),
        "source": line.quote.source,
        "certainty": line.quote.certainty.value,
        "derived": line.quote.derived,
    }


def _amount(minor: int, currency: str) -> str:
    return str(Money(minor, currency).amount)


def _text(told: Mapping[str, Any]) -> str:
    lines = [
        f"{told['amount']} {told['currency']}, due {told['due']}, paid {told['paid']}: "
        f"law of {told['country']}, {told['party']}",
        "",
    ]
    if told["segments"]:
        lines.append("from        to          days       rate           on     interest")
    lines += [
        f"{one['from']}  {one['to']}  {one['days']:>4}  {one['rate']:>7} %  "
        f"{one['base']:>11}  {one['amount']:>11}{'  derived' if one['derived'] else ''}"
        for one in told["segments"]
    ]
    if "refused" in told:
        lines.append(f"No interest. {told['refused']}")
    lines += [
        "",
        f"Interest: {told['interest']} {told['currency']}, on {told['days']} days",
        f"Flat sum: {told['fixed_fee']} ({told['fixed_fee_source']})",
        f"Source: {told['source']}",
        f"Certainty: {told['certainty']}, {CERTAINTY[law.Certainty(told['certainty'])]}",
        "Not legal advice.",
    ]
    return "\n".join(lines)
