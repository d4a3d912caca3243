"""Receivables of a known payer that have the amount, though the payment names none."""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.matching import texts
from acquit.core.matching.facts import WriteOff
from acquit.core.matching.fitting import Named, hypothesis, netted, use, written_off
from acquit.core.matching.outcomes import Fit, Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.core.matching.books import OpenItems
    from acquit.core.matching.facts import Candidate, Note, Payment
    from acquit.core.matching.outcomes import Hypothesis

# Of more items every sum comes about somehow, and there are too many to look at.
MOST_TO_CHOOSE_FROM, MOST_SETS = 13, 3
# What comes about by chance more often is no evidence.
MOST_CHANCE = 0.02


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
    if not owed or (len(equal) == 1 and not texts.read(payment.text).balance):
        # What comes to the amount besides is no rival of one item that has it.
        yield from singles(payment, equal)
        return
    together = list(_of_several(payment, owed, items, alone=not equal))
    # Where the text says that it is all of something, one item that has the amount is a
    # coincidence.
    said = any(one.kind.found is not Found.RUN and not one.kind.doubt for one in together)
    yield from singles(payment, equal, rivals=said)
    if not equal:
        yield from _less_discount(payment, owed)
    yield from together


def singles(
    payment: Payment, equal: Sequence[Candidate], *, rivals: bool = False
) -> Iterator[Hypothesis]:
    """Each of these items, which have the amount: the oldest, and those due about then."""
    doubt = "rival" if rivals or len(equal) > 1 else ""
    near = sorted(equal[1:], key=lambda one: abs(one.due_on - payment.booked_on))
    for one in (*equal[:1], *near[: MOST_SETS - 1]):
        named = Named(one, Found.SINGLE, "")
        yield hypothesis(payment, [named], Fit.EXACT, (use(named, one.open_minor),), doubt)


def _of_several(
    payment: Payment, owed: Sequence[Candidate], items: OpenItems, *, alone: bool
) -> Iterator[Hypothesis]:
    """Several of them, and credit notes."""
    notes = [
        note
        for note in items.notes_now([owed[0].customer_id])
        if note.currency == payment.currency and note.issued_on <= payment.booked_on
    ]
    if len(owed) + len(notes) > 1:
        yield from _together(payment, owed, notes, alone=alone)


def _less_discount(payment: Payment, owed: Sequence[Candidate]) -> Iterator[Hypothesis]:
    """One of them less what may be kept back for paying early."""
    found = [
        one
        for one in owed
        if any(
            payment.booked_on <= day and one.open_minor - kept == payment.amount_minor
            for day, kept in one.discounts
        )
    ]
    for one in found[:MOST_SETS]:
        named = Named(one, Found.SINGLE, "")
        doubt = "rival" if len(found) > 1 else ""
        paid = use(named, payment.amount_minor)
        uses = paid, *written_off([named], [paid], WriteOff.DISCOUNT)
        yield hypothesis(payment, [named], Fit.DISCOUNT, uses, doubt)


class _Set(NamedTuple):
    """Items that may be paid together, and the credit notes that were kept back."""

    ones: Sequence[Candidate]
    notes: Sequence[Note]


def _together(
    payment: Payment, owed: Sequence[Candidate], notes: Sequence[Note], *, alone: bool
) -> Iterator[Hypothesis]:
    """All that is open, all that is due, the oldest in a row, or any set of them: one way
    to make the amount is evidence, several are none.
    """
    few = len(owed) + len(notes) <= MOST_TO_CHOOSE_FROM
    sets = _sets(payment.amount_minor, owed, notes) if few else []
    rival = "rival" if len(sets) > 1 or not alone else ""
    chance = "" if _chance(owed, notes) <= MOST_CHANCE else "many"
    due = [one for one in owed if one.due_on <= payment.booked_on]
    orders = ((Found.ALL, owed), (Found.DUE, due), (Found.RUN, _run(payment, owed)))
    for how, ones in orders:
        for chosen in (_Set(ones, ()), _Set(ones, notes)):
            several = len(ones) + len(chosen.notes) > 1
            if several and _comes_to(chosen) == payment.amount_minor:
                doubt = rival or ("" if few else "many")
                if how is not Found.RUN and texts.read(payment.text).balance:
                    doubt = ""
                yield from _paid_as(payment, how, chosen, doubt)
                break
    for chosen in sets[:MOST_SETS]:
        if len(chosen.ones) + len(chosen.notes) > 1:
            yield from _paid_as(payment, Found.SET, chosen, rival or chance)


def _chance(owed: Sequence[Candidate], notes: Sequence[Note]) -> float:
    """How many sets come to any given amount by chance: of ten items there are a thousand
    sets, and of round amounts all are round.
    """
    amounts = [one.open_minor for one in owed] + [one.available_minor for one in notes]
    return 2.0 ** len(amounts) * gcd(*amounts) / max(sum(amounts), 1)


def _comes_to(chosen: _Set) -> int:
    credit = sum(note.available_minor for note in chosen.notes)
    return sum(one.open_minor for one in chosen.ones) - credit


def _paid_as(
    payment: Payment, how: Found, chosen: _Set, doubt: str
) -> Iterator[Hypothesis]:
    named = [Named(one, how, "") for one in chosen.ones]
    if not chosen.notes:
        uses = tuple(use(one, one.one.open_minor) for one in named)
        yield hypothesis(payment, named, Fit.EXACT, uses, doubt)
    elif uses := netted(named, chosen.notes):
        yield hypothesis(payment, named, Fit.NETTED, uses, doubt)


def _run(payment: Payment, owed: Sequence[Candidate]) -> Sequence[Candidate]:
    total = 0
    for count, one in enumerate(owed, 1):
        total += one.open_minor
        if total >= payment.amount_minor:
            return owed[:count] if total == payment.amount_minor else ()
    return ()


def _sets(minor: int, owed: Sequence[Candidate], notes: Sequence[Note]) -> list[_Set]:
    """Every set of items and notes that comes to the amount, the smallest first."""
    amounts = [one.open_minor for one in owed] + [-note.available_minor for note in notes]
    sums = [0]
    for amount in amounts:
        sums += [total + amount for total in sums]
    masks = [mask for mask, total in enumerate(sums) if total == minor and mask]
    return [_chosen(mask, owed, notes) for mask in sorted(masks, key=int.bit_count)]


def _chosen(mask: int, owed: Sequence[Candidate], notes: Sequence[Note]) -> _Set:
    return _Set(
        [one for place, one in enumerate(owed) if mask >> place & 1],
        [note for place, note in enumerate(notes, len(owed)) if mask >> place & 1],
    )
