"""Receivables of a known payer that have the amount, though the payment names none."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from acquit.core.matching.fitting import Named, fitting, hypothesis, netted, use
from acquit.core.matching.outcomes import Fit, Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.core.matching.books import OpenItems
    from acquit.core.matching.facts import Candidate, Payment
    from acquit.core.matching.outcomes import Hypothesis

# Of more items, sums that happen to fit are no evidence; and there are too many of them.
MOST_OF_A_SET, MOST_TO_CHOOSE_FROM, MOST_SETS = 5, 16, 3
ROUND = 50_00


def items_of(customer_id: int, payment: Payment, items: OpenItems) -> list[Candidate]:
    """What the customer owed on the day of the payment, the earliest due first."""
    return [
        one
        for one in items.now(items.by_customer.get(customer_id, ()))
        if one.open_minor > 0
        and one.currency == payment.currency
        and one.issued_on <= payment.booked_on
    ]


def hypotheses(
    payment: Payment, owed: Sequence[Candidate], items: OpenItems
) -> Iterator[Hypothesis]:
    """What of it the payment may settle, by its amount alone; the likeliest first."""
    equal = [one for one in owed if one.open_minor == payment.amount_minor]
    doubt = "rival" if len(equal) > 1 else ""
    for one in equal[:MOST_SETS]:
        named = Named(one, Found.SINGLE, "")
        yield hypothesis(payment, [named], Fit.EXACT, (use(named, one.open_minor),), doubt)
    if len(owed) > 1:
        yield from _together(payment, owed, items)
        yield from _sets(payment, owed, alone=not equal)


def _together(
    payment: Payment, owed: Sequence[Candidate], items: OpenItems
) -> Iterator[Hypothesis]:
    """All that is due, all that is open, or the oldest in a row; less credit notes too."""
    due = [one for one in owed if one.due_on <= payment.booked_on]
    notes = [
        note
        for note in items.notes_now([owed[0].customer_id])
        if note.currency == payment.currency and note.issued_on <= payment.booked_on
    ]
    credit = sum(note.available_minor for note in notes)
    for how, ones in (
        (Found.ALL, owed),
        (Found.DUE, due),
        (Found.RUN, _run(payment, owed)),
    ):
        named = [Named(one, how, "") for one in ones]
        total = sum(one.open_minor for one in ones)
        if total == payment.amount_minor and len(ones) > 1:
            uses = fitting(payment, named)
            if uses:
                yield hypothesis(payment, named, Fit.EXACT, uses)
        elif credit and ones and total - credit == payment.amount_minor:
            uses = netted(named, notes)
            if uses:
                yield hypothesis(payment, named, Fit.NETTED, uses)


def _run(payment: Payment, owed: Sequence[Candidate]) -> Sequence[Candidate]:
    total = 0
    for count, one in enumerate(owed, 1):
        total += one.open_minor
        if total >= payment.amount_minor:
            return owed[:count] if total == payment.amount_minor else ()
    return ()


def _sets(
    payment: Payment, owed: Sequence[Candidate], *, alone: bool
) -> Iterator[Hypothesis]:
    """Sets of a few items whose sum is the amount: one is a hint, several are none."""
    if len(owed) > MOST_TO_CHOOSE_FROM:
        return
    found = []
    for size in range(2, min(MOST_OF_A_SET, len(owed)) + 1):
        for chosen in combinations(owed, size):
            if sum(one.open_minor for one in chosen) == payment.amount_minor:
                found.append(chosen)
                if len(found) > MOST_SETS:
                    break
    is_round = all(one.open_minor % ROUND == 0 for one in owed)
    doubt = "rival" if len(found) > 1 or not alone else "round" if is_round else ""
    for chosen in found[:MOST_SETS]:
        named = [Named(one, Found.SET, "") for one in chosen]
        uses = tuple(use(one, one.one.open_minor) for one in named)
        yield hypothesis(payment, named, Fit.EXACT, uses, doubt)
