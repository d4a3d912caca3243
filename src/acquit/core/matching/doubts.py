"""Why a person must look at an answer though its amount agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.matching import texts
from acquit.core.matching.facts import Who
from acquit.core.matching.judging import BY_AMOUNT, CERTAIN, SLIPS
from acquit.core.matching.outcomes import Fit, Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.core.matching.books import OpenItems
    from acquit.core.matching.facts import Candidate, Payment
    from acquit.core.matching.fitting import Named
    from acquit.core.matching.outcomes import Hypothesis

NAMES_ANOTHER = "names another"
_IN_FULL = frozenset({Found.REFERENCE, Found.NUMBER, Found.PIECES})


def doubt(
    one: Hypothesis, payment: Payment, told: Sequence[Named], items: OpenItems
) -> str:
    """The first reason for a doubt, "" where there is none. told: what the payment names by
    a reference or a number, whole or in pieces.
    """
    if any(use.receivable_id in items.claimed for use in one.uses):
        return "claimed"
    named = {one.one.receivable_id: one.one for one in told}
    if one.kind.found in BY_AMOUNT and (why := _of_an_amount(one, payment)):
        return why
    if len(_customers(one)) > 1:
        known = one.kind.who in {Who.SHARED, Who.GROUP}
        return "" if known or _is_a_list(one, named) else "customers"
    if one.kind.found in _IN_FULL:
        return _of_a_number(one, payment, named)
    return NAMES_ANOTHER if _names_another(one, named, payment.amount_minor) else ""


def _customers(one: Hypothesis) -> set[int]:
    return {use.customer_id for use in one.uses}


def _is_a_list(one: Hypothesis, named: dict[int, Candidate]) -> bool:
    """Whether each item is named by a number of its own, and nothing else is: whoever pays
    for several customers, as factors do, says for what.
    """
    numbers = {use.found for use in one.uses}
    used = {use.receivable_id for use in one.uses}
    whole = one.kind.found in _IN_FULL and one.kind.who is Who.NOBODY
    exact = one.kind.fit is Fit.EXACT
    return whole and exact and len(numbers) == len(one.uses) and used == named.keys()


def _of_an_amount(one: Hypothesis, payment: Payment) -> str:
    """Nothing but the amount speaks for it."""
    if payment.again:
        return "again"
    if texts.read(payment.text).refund:
        return "refund"
    weak = one.kind.who in {Who.CLOSE, Who.CONTACT} or one.kind.found is Found.SET
    if weak and _says_a_number(payment):
        return NAMES_ANOTHER
    by_account = one.kind.who is Who.IBAN
    return "group" if by_account and _pays_for_others(payment, _customers(one)) else ""


def _says_a_number(payment: Payment) -> bool:
    """Whether there is a number in the text, of whatever it may be: neither a name that is
    only like the customer's nor a sum is a match for it.
    """
    runs = texts.read(payment.text).runs
    return any(len(run) >= texts.SHORTEST_NUMBER for run in runs)


def _pays_for_others(payment: Payment, customers: set[int]) -> bool:
    """Whether the account may pay for a whole group, and no name says for whom."""
    return any(
        payer.group and payer.who is Who.IBAN and not payer.named
        for payer in payment.payers
        if payer.customer_id in customers
    )


def _of_a_number(one: Hypothesis, payment: Payment, named: dict[int, Candidate]) -> str:
    """A number may be that of two customers, of a younger invoice, of another's, or of one
    that money was for which lies there unused.
    """
    rivals = {
        other.customer_id
        for other in named.values()
        if len(one.uses) == 1 and other.open_minor == payment.amount_minor
    }
    if len(_customers(one) | rivals) > 1:
        return "customers"
    if payment.payer_id is not None and one.kind.who is Who.OTHER:
        return "payer"
    used = [named[use.receivable_id] for use in one.uses if use.receivable_id in named]
    if any(item.issued_on > payment.booked_on for item in used):
        return "not issued yet"
    before = payment.unexplained
    waits = before and used and all(item.issued_on <= before for item in used)
    return "again" if waits else ""


def _names_another(one: Hypothesis, named: dict[int, Candidate], minor: int) -> bool:
    """Whether the payment names something else as well.

    An account that only this customer pays from outweighs an invoice of somebody else, and
    a slip of the pen leads to others of one's own.
    """
    used = {use.receivable_id for use in one.uses}
    others = [other for key, other in named.items() if key not in used]
    if one.kind.found in SLIPS and one.kind.who in CERTAIN:
        # Nobody slips to a number by chance that has the amount as well.
        return any(other.open_minor == minor for other in others)
    if one.kind.found in BY_AMOUNT and not others:
        # A list that was cut off names a part of it: anything may be the rest.
        return bool(named) and used != named.keys()
    if one.kind.who is Who.IBAN:
        return any(other.customer_id in _customers(one) for other in others)
    return bool(others)
