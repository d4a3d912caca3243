"""How an amount fits receivables that were found, whatever they were found by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.matching import texts
from acquit.core.matching.facts import Use, Who, WriteOff
from acquit.core.matching.outcomes import Fit, Found, Hypothesis, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from acquit.core.matching.books import OpenItems
    from acquit.core.matching.facts import Candidate, Note, Payer, Payment

# Amounts in minor units: cents that somebody rounded away, what a bank may keep.
ROUNDING, FEE = 5, 3_500


class Named(NamedTuple):
    """A receivable, how it was found, and by which words."""

    one: Candidate
    how: Found
    words: str


def hypotheses(
    payment: Payment, named: Sequence[Named], items: OpenItems
) -> Iterator[Hypothesis]:
    """What these receivables, found together, may have to do with the payment."""
    if not named:
        return
    exact = fitting(payment, named)
    if exact is not None:
        yield hypothesis(payment, named, Fit.EXACT, exact)
        return
    open_ones = [one for one in named if one.one.open_minor > 0]
    if open_ones:
        yield from _less_notes(payment, open_ones, items)
        yield from _unequal(payment, open_ones)


def hypothesis(
    payment: Payment,
    named: Sequence[Named],
    fit: Fit,
    uses: tuple[Use, ...],
    doubt: str = "",
) -> Hypothesis:
    """Its weakest finding and its payer make its kind."""
    order = list(Found)
    found = max((one.how for one in named), key=order.index)
    who = who_pays(payment, {use.customer_id for use in uses})
    return Hypothesis(Kind(found, who, fit, doubt), uses)


def who_pays(payment: Payment, customers: set[int]) -> Who:
    """How well the payer is known as the one whose items these are."""
    if payment.payer_id is not None:
        return Who.TOLD if customers == {payment.payer_id} else Who.OTHER
    for payer in payment.payers:
        if customers == {payer.customer_id}:
            return Who.OTHER if _contradicted(payer, payment) else payer.who
    if payment.payers and customers <= {one.customer_id for one in payment.payers}:
        return Who.SHARED
    for payer in payment.payers:
        if customers <= {payer.customer_id, *payer.group}:
            return Who.GROUP
    return Who.OTHER if any(map(is_certain, payment.payers)) else Who.NOBODY


def _contradicted(payer: Payer, payment: Payment) -> bool:
    """Whether the account is that of somebody else, who is not of the same group."""
    return any(
        other.who is Who.IBAN and other.customer_id not in {payer.customer_id, *payer.group}
        for other in payment.payers
    )


def is_certain(payer: Payer) -> bool:
    """Whether it takes more than a likeness to doubt that this is the payer."""
    return payer.who in {Who.TOLD, Who.IBAN, Who.CODE, Who.VAT, Who.NAME}


# What a candidate may take: the open part and the stated part.
_Parts = tuple[int, int]


def stated(one: Candidate, payment: Payment) -> int:
    """What of it this payment may replace: money that came until the accounting spoke."""
    if one.stated_until is None or payment.booked_on > one.stated_until:
        return 0
    return max(one.stated_minor, 0)


def _known_to_accounting(one: Candidate, payment: Payment) -> _Parts:
    told = stated(one, payment)
    return (0, told) if told else (one.open_minor, 0)


def _all_open(one: Candidate, _payment: Payment) -> _Parts:
    return one.open_minor, 0


def _all_of_it(one: Candidate, payment: Payment) -> _Parts:
    return one.open_minor, stated(one, payment)


_WAYS: tuple[Callable[[Candidate, Payment], _Parts], ...] = (
    _known_to_accounting,
    _all_open,
    _all_of_it,
)


def fitting(payment: Payment, named: Sequence[Named]) -> tuple[Use, ...] | None:
    """All that is named when that is the amount; of one number, the instalment that is."""
    groups = [list(named)]
    if len({one.words for one in named}) == 1:
        groups += [[one] for one in named]
    for group in groups:
        for way in _WAYS:
            uses = [use(one, *way(one.one, payment)) for one in group]
            if sum(one.amount_minor for one in uses) == payment.amount_minor:
                return tuple(one for one in uses if one.amount_minor)
    alone = named[0].one if len(named) == 1 else None
    if alone and not alone.open_minor and payment.amount_minor < stated(alone, payment):
        # Part of what the accounting had settled; nothing is open that could go wrong.
        return (use(named[0], 0, payment.amount_minor),)
    return None


def use(named: Named, opened: int, told: int = 0) -> Use:
    """So much of what is open, and of what the accounting had settled by its word."""
    one = named.one
    return Use(
        receivable_id=one.receivable_id,
        customer_id=one.customer_id,
        amount_minor=opened + told,
        how=named.how,
        found=named.words,
        stated_minor=told,
        stated_on=one.stated_on if told else None,
    )


def oldest_first(payment: Payment, named: Iterable[Named]) -> tuple[Use, ...]:
    """In their order, as far as the money goes."""
    uses, left = [], payment.amount_minor
    for one in named:
        opened = min(one.one.open_minor, left)
        if opened > 0:
            uses.append(use(one, opened))
            left -= opened
    return tuple(uses)


def _less_notes(
    payment: Payment, named: Sequence[Named], items: OpenItems
) -> Iterator[Hypothesis]:
    """All of them less credit notes of the same customers: those named, all, or one."""
    owners = dict.fromkeys(one.one.customer_id for one in named)
    notes = [note for note in items.notes_now(owners) if note.currency == payment.currency]
    notes = [note for note in notes if note.issued_on <= payment.booked_on]
    over = sum(one.one.open_minor for one in named) - payment.amount_minor
    if over <= 0 or not notes:
        return
    keys = texts.read(payment.text).keys
    told = [note for note in notes if note.number_key in keys]
    for chosen in (told, notes, *([note] for note in notes)):
        if sum(note.available_minor for note in chosen) == over:
            uses = netted(named, chosen)
            if uses:
                yield hypothesis(payment, named, Fit.NETTED, uses)
                return


def netted(named: Sequence[Named], notes: Sequence[Note]) -> tuple[Use, ...]:
    """Credit notes lower the items of their own customer first, the payment the rest; none
    where a note is more than that customer owes of them.
    """
    left = {one.one.receivable_id: one.one.open_minor for one in named}
    uses = []
    for note in notes:
        rest = note.available_minor
        for one in named:
            if one.one.customer_id == note.customer_id and rest:
                taken = min(rest, left[one.one.receivable_id])
                left[one.one.receivable_id] -= taken
                rest -= taken
                if taken:
                    uses.append(_use_of_note(one, taken, note))
        if rest:
            return ()
    paid = tuple(
        use(one, left[one.one.receivable_id])
        for one in named
        if left[one.one.receivable_id]
    )
    return (*paid, *uses) if paid else ()


def _use_of_note(named: Named, minor: int, note: Note) -> Use:
    return Use(
        receivable_id=named.one.receivable_id,
        customer_id=named.one.customer_id,
        amount_minor=minor,
        how=named.how,
        found=note.number_key,
        note_id=note.invoice_id,
    )


def _unequal(payment: Payment, named: Sequence[Named]) -> Iterator[Hypothesis]:
    """Something is missing or too much: what may explain it, the likeliest first."""
    missing = sum(one.one.open_minor for one in named) - payment.amount_minor
    fit = _why_unequal(payment, named, missing)
    uses = oldest_first(payment, _with_discounts(payment, named, fit))
    uses += written_off(named, uses, _NOT_ASKED_FOR.get(fit))
    if uses:
        # Of several, nobody knows which one is not paid whole.
        doubt = "several" if len(named) > 1 and fit is not Fit.DISCOUNT else ""
        if fit is Fit.OVER:
            doubt = doubt or _why_more(payment, named)
        yield hypothesis(payment, named, fit, uses, doubt)


# What becomes of what is missing; anything else stays open.
_NOT_ASKED_FOR = {
    Fit.DISCOUNT: WriteOff.DISCOUNT,
    Fit.ROUNDING: WriteOff.ROUNDING,
}


def written_off(
    named: Iterable[Named], paid: Sequence[Use], why: WriteOff | None
) -> tuple[Use, ...]:
    """What is missing of the receivables that were paid, as not to be asked for."""
    if why is None:
        return ()
    taken = {one.receivable_id: one.amount_minor for one in paid}
    begun = [one for one in named if one.one.receivable_id in taken]
    left = ((one, one.one.open_minor - taken[one.one.receivable_id]) for one in begun)
    return tuple(replace(use(one, minor), written_off=why) for one, minor in left if minor)


def _why_more(payment: Payment, named: Sequence[Named]) -> str:
    """Why more may have come than is asked: for something else that is named in a way that
    nobody can read, or once more.
    """
    told = "".join(one.one.number_key for one in named)
    if any(run not in told for run in texts.read(payment.text).runs):
        return "several"
    in_part = any(one.one.open_minor < one.one.amount_minor for one in named)
    return "paid in part" if in_part else ""


def _why_unequal(payment: Payment, named: Sequence[Named], missing: int) -> Fit:
    if any(one.one.discounts for one in named):
        if missing == sum(_discount(one.one, payment) for one in named):
            return Fit.DISCOUNT
        if missing in _late_discounts(named):
            return Fit.LATE
    if abs(missing) <= ROUNDING:
        return Fit.ROUNDING
    if missing < 0:
        return Fit.OVER
    return Fit.FEE if missing <= FEE and 3 * missing <= payment.amount_minor else Fit.SHORT


def _discount(one: Candidate, payment: Payment) -> int:
    """What may be kept back on the day of the payment."""
    return next((kept for day, kept in one.discounts if payment.booked_on <= day), 0)


def _late_discounts(named: Sequence[Named]) -> set[int]:
    firsts = [one.one.discounts[0][1] if one.one.discounts else 0 for one in named]
    return {sum(firsts), *firsts} - {0}


def _with_discounts(payment: Payment, named: Sequence[Named], fit: Fit) -> Iterator[Named]:
    """Each with what is to be paid of it."""
    for one in named:
        kept = 0
        if fit is Fit.DISCOUNT:
            kept = _discount(one.one, payment)
        elif fit is Fit.LATE and one.one.discounts:
            kept = one.one.discounts[0][1]
        yield one._replace(one=one.one._replace(open_minor=one.one.open_minor - kept))
