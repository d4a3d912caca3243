"""What one late receivable has come to beside its amount: interest, and the flat sum.

Which country's law: towards businesses and public bodies that of the creditor, as their
terms mostly say; towards consumers that of where they live, which no clause takes away
(Rome I, art. 4 and 6). docs/explanation/law.md#whose-law tells more. Not legal advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.errors import Refusal
from acquit.core.interest import Credit, Debt, Owed, Payment, Terms, owed
from acquit.core.law import (
    Allowed,
    Charge,
    Facts,
    Fee,
    Part,
    Refused,
    fixed_fee,
    may_charge,
)
from acquit.core.party import Party

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from acquit.core.law import Notice, Rates
    from acquit.core.money import Money

ONE_DAY = timedelta(days=1)


class Used(NamedTuple):
    """What lowered the amount. on: the value day. credit: no money, but a credit note or
    what nobody asks for any more; corrects: it corrects this invoice, so that this part was
    never owed, and no interest ran on it.
    """

    on: date
    minor: int
    credit: bool = False
    corrects: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A receivable. country: whose law it is under; notice: the letter that this law asks
    for before anything is charged, None = none left. percent: the rate that was agreed,
    None = that of the law. clause_agreed, invoice_warns, small_creditor: see `law.Facts`.
    claimed_until: interest until then was asked for; a line ends on that day.
    """

    country: str
    party: Party
    principal: Money
    due_on: date
    used: tuple[Used, ...] = ()
    notice: Notice | None = None
    percent: Decimal | None = None
    clause_agreed: bool = False
    invoice_warns: bool = False
    small_creditor: bool = False
    claimed_until: date | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """interest and fee as the law gives them, or why it does not: it forbids it today
    (Refused), or what it says is not known here (Refusal).
    """

    interest: Owed | Refused | Refusal
    fee: Fee | Refused | Refusal


def law_of(party: Party, *, creditor: str, debtor: str) -> str:
    """The country whose law holds; "" for a debtor whose country nobody knows."""
    return creditor if party in {Party.BUSINESS, Party.PUBLIC} else debtor or creditor


def beside(claim: Claim, *, as_of: date, rates: Rates) -> Beside | None:
    """What may be asked for at the close of a day; None while nothing is late, and when all
    was paid in time.
    """
    if not is_late(claim, as_of):
        return None
    return Beside(_interest(claim, as_of, rates), _fee(claim, as_of))


def is_late(claim: Claim, as_of: date) -> bool:
    """Whether its due day is over, and not all of it was paid by then."""
    in_time = sum(one.minor for one in claim.used if one.corrects or one.on <= claim.due_on)
    return as_of > claim.due_on and in_time < claim.principal.minor


def _interest(claim: Claim, as_of: date, rates: Rates) -> Owed | Refused | Refusal:
    try:
        answer = _allowed(claim, Charge.INTEREST, as_of)
        if isinstance(answer, Refused):
            return answer
        terms = _terms(claim, answer.since + ONE_DAY, rates)
        debt = _debt(claim, answer.since, as_of)
        return owed(debt, terms, until=as_of, parted_on=claim.claimed_until)
    except Refusal as unknown:
        return unknown


def _terms(claim: Claim, began_on: date, rates: Rates) -> Terms:
    country, party = claim.country, claim.party
    if claim.percent is None:
        return Terms.of_law(country, party, began_on=began_on, rates=rates)
    return Terms.of_contract(country, party, claim.percent, began_on=began_on, rates=rates)


def _fee(claim: Claim, as_of: date) -> Fee | Refused | Refusal:
    try:
        answer = _allowed(claim, Charge.FIXED_FEE, as_of)
        if isinstance(answer, Refused):
            return answer
        return fixed_fee(claim.country, claim.party, claim.principal, claim.due_on)
    except Refusal as unknown:
        return unknown


def _allowed(claim: Claim, charge: Charge, as_of: date) -> Allowed | Refused:
    facts = Facts(
        due_on=claim.due_on,
        notice=claim.notice,
        clause_agreed=claim.clause_agreed,
        invoice_warns=claim.invoice_warns,
        small_creditor=claim.small_creditor,
    )
    return may_charge(claim.country, claim.party, charge, facts, on=as_of)


def _debt(claim: Claim, since: date, as_of: date) -> Debt:
    seen = [one for one in claim.used if one.on <= as_of]
    return Debt(
        principal_minor=claim.principal.minor,
        since=since,
        # The books use it for the invoice that it names, and so does the debtor.
        payments=tuple(
            Payment(on=one.on, minor=one.minor, named=Part.PRINCIPAL)
            for one in seen
            if not one.credit
        ),
        credits=tuple(
            Credit(on=one.on, minor=one.minor, never_owed=one.corrects)
            for one in seen
            if one.credit
        ),
    )
