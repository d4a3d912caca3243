"""Which receivables a payment settles, and how sure that is.

Stages, each with evidence that a person can check: the accounting's own word; structured
references (Belgian OGM or ISO 11649 RF) and invoice numbers that stand in the text; numbers
in pieces; of a payer that is known, numbers in part and with a slip of the pen, and what
has the amount. Each answer is of a kind of evidence (`Kind`), and a kind is posted when it
is right often enough; anything else is proposed, or unknown. What the accounting had
already settled by its word alone is not paid a second time: the payment takes that place.
docs/explanation/matching.md tells more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from acquit.core.matching import fitting, named, owed
from acquit.core.matching.books import OpenItems
from acquit.core.matching.doubts import NAMES_ANOTHER, doubt
from acquit.core.matching.facts import (
    Candidate,
    Note,
    Payer,
    Payment,
    Use,
    Who,
    WriteOff,
    paid,
)
from acquit.core.matching.fitting import ROUNDING, Named, is_certain, stated
from acquit.core.matching.judging import Judge, Record, Rules, is_sure, rank, suggested
from acquit.core.matching.outcomes import (
    Fit,
    Found,
    Hypothesis,
    Kind,
    Outcome,
    Post,
    Propose,
    Unmatched,
)
from acquit.core.matching.texts import readings, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from acquit.core.matching.judging import Sure

__all__ = [
    "GUESS",
    "MOST_OF_AN_AMOUNT",
    "NAMES_ANOTHER",
    "ROUNDING",
    "Candidate",
    "Fit",
    "Found",
    "Hypothesis",
    "Judge",
    "Kind",
    "Note",
    "OpenItems",
    "Outcome",
    "Payer",
    "Payment",
    "Post",
    "Propose",
    "Record",
    "Rules",
    "Unmatched",
    "Use",
    "Who",
    "WriteOff",
    "claims",
    "is_sure",
    "match",
    "named_by",
    "paid",
    "readings",
    "suggested",
    "words",
]

# Of a company whose people have said nothing yet.
AS_USUAL = Judge()
MOST_PROPOSED = 3
# The kind of a batch that the bank explained: each part has evidence of its own.
BATCH = "batch"
# An amount that more items have says nothing.
MOST_OF_AN_AMOUNT = 20
# Nobody knows who paid: kinds that nothing but an amount speaks for begin so.
GUESS = f"{Found.SINGLE}/{Who.NOBODY}/"


def match(payment: Payment, items: OpenItems, sure: Sure = AS_USUAL) -> Outcome:
    """What this payment settles. What is posted is taken off `items` at once.

    sure: which answers post by themselves.
    """
    if payment.pays:
        outcome = _as_told(payment, items)
    elif payment.parts:
        outcome = _batch(payment, items, sure)
    else:
        outcome = _single(payment, items, sure)
    match outcome:
        case Post(uses):
            items.settle(uses)
        case Propose(uses) if claims(outcome):
            items.claimed.update(use.receivable_id for use in uses)
        case _:
            pass
    return outcome


def claims(proposal: Propose) -> bool:
    """Whether it speaks against another payment for the same: not where the payer is said
    to be somebody else, nor where nothing but an amount leads there.
    """
    kind = proposal.kinds[0] if proposal.kinds else ""
    aside = f"/{Who.OTHER}/" in kind or kind.startswith(GUESS)
    return proposal.why != NAMES_ANOTHER and not aside


def named_by(payment: Payment, items: OpenItems) -> frozenset[int]:
    """The receivables that the payment names in any way, open or not, by id."""
    found = {one.receivable_id for one in named.told(payment, items)}
    for part in (payment, *payment.parts):
        found |= {one.one.receivable_id for one in named.referred(part, items)}
    return frozenset(found)


def _as_told(payment: Payment, items: OpenItems) -> Outcome:
    """The accounting says what it pays: in its order, as far as the money goes."""
    told = [Named(one, Found.NUMBER, one.number_key) for one in named.told(payment, items)]
    uses = list(fitting.fitting(payment, told) or ()) if told else []
    left = 0 if uses else payment.amount_minor
    for one in told:
        taken = min(left, stated(one.one, payment))
        opened = min(left - taken, one.one.open_minor)
        if taken or opened:
            uses.append(fitting.use(one, opened, taken))
            left -= opened + taken
    return (
        Post(tuple(replace(use, how="accounting") for use in uses)) if uses else Unmatched()
    )


def _batch(payment: Payment, items: OpenItems, sure: Sure) -> Outcome:
    """Every part must be sure; one that is not leaves the whole line to a person."""
    uses: list[Use] = []
    certain = sum(part.amount_minor for part in payment.parts) == payment.amount_minor
    trial = items.trial()
    for part in payment.parts:
        match _single(part, trial, sure):
            case Post(found):
                trial.settle(found)
                uses += found
            case Propose(found):
                certain = False
                uses += found
            case Unmatched():
                certain = False
    if not uses:
        return _single(payment, items, sure)
    if certain:
        return Post(tuple(uses), BATCH)
    return Propose(tuple(uses), BATCH, kinds=(BATCH,))


def _single(payment: Payment, items: OpenItems, sure: Sure) -> Outcome:
    told = named.referred(payment, items)
    seen = told or named.pieced(payment, items)
    found = [
        _with_doubt(one, doubt(one, payment, seen, items))
        for one in _hypotheses(payment, told, items)
    ]
    found = _ranked(found)
    if not found:
        return Unmatched(_owner(payment, told))
    best, others = found[0], found[1:]
    rival = next((one for one in others if _rivals(best, one)), None)
    if not rival and sure(best):
        return Post(best.uses, str(best.kind))
    few = others[: MOST_PROPOSED - 1]
    return Propose(
        best.uses,
        "rival" if rival else _why(best),
        tuple(one.uses for one in few),
        tuple(str(one.kind) for one in (best, *few)),
    )


def _hypotheses(
    payment: Payment, told: Sequence[Named], items: OpenItems
) -> Sequence[Hypothesis]:
    """All that may be meant; less sure stages are left out once a surer one fits."""
    takeable = [one for one in told if one.one.open_minor or stated(one.one, payment)]
    found = list(fitting.hypotheses(payment, takeable, items))
    listed: Sequence[Named] = ()
    if not _fits(found):
        listed = named.pieced(payment, items)
        found += fitting.hypotheses(payment, listed, items)
        found += _of_range(payment, listed or told, items)
    if _fits(found) and all(one.kind.who is not Who.OTHER for one in found):
        return found
    for payer in payment.payers:
        found += _of_payer(payment, payer, items)
    if not _fits(found):
        found += _of_cut_list(payment, listed or told, items)
    if not payment.payers and payment.payer_id is None and not found:
        found += _of_anybody(payment, items)
    return found


def _fits(found: Iterable[Hypothesis]) -> bool:
    return any(one.kind.fit in {Fit.EXACT, Fit.NETTED} for one in found)


def _of_range(
    payment: Payment, listed: Sequence[Named], items: OpenItems
) -> Iterator[Hypothesis]:
    """All that lies between numbers of one customer, whoever pays."""
    own = _of_owner(payment, listed, items)
    yield from fitting.hypotheses(payment, named.between(payment, own), items)


def _of_cut_list(
    payment: Payment, listed: Sequence[Named], items: OpenItems
) -> Iterator[Hypothesis]:
    """What may come after a list of numbers of one customer that was cut off."""
    own = _of_owner(payment, listed, items)
    for one in fitting.hypotheses(payment, named.continued(payment, listed, own), items):
        yield _with_doubt(one, "cut off")


def _of_owner(
    payment: Payment, listed: Sequence[Named], items: OpenItems
) -> Sequence[Candidate]:
    """What the one customer owes of whom all these are; nothing of several."""
    owners = {one.one.customer_id for one in listed}
    return owed.items_of(owners.pop(), payment, items) if len(owners) == 1 else ()


def _of_payer(payment: Payment, payer: Payer, items: OpenItems) -> Iterator[Hypothesis]:
    """What the payer owes; what its group owes only where the text hints at it or one item
    has the amount.
    """
    own = owed.items_of(payer.customer_id, payment, items)
    found: list[Hypothesis] = []
    for hints in (named.between(payment, own), named.hinted(payment, own)):
        if not _fits(found):
            found += fitting.hypotheses(payment, hints, items)
    if not _fits(found):
        # Each for itself: of two in that month, one is paid.
        for one in named.of_month(payment, own):
            found += fitting.hypotheses(payment, [one], items)
    yield from found
    if not _fits(found):
        by_amount = list(owed.hypotheses(payment, own, items))
        yield from by_amount
        found += by_amount
    if not found:
        for sister in sorted(payer.group):
            theirs = owed.items_of(sister, payment, items)
            yield from fitting.hypotheses(payment, named.hinted(payment, theirs), items)
            yield from owed.hypotheses(payment, theirs, items)


def _of_anybody(payment: Payment, items: OpenItems) -> Iterator[Hypothesis]:
    """Nobody knows who paid: the items of exactly this amount that the text hints at, else
    all of them where they are few.
    """
    equal = [
        one
        for one in items.now(items.by_amount.get(payment.amount_minor, ()))
        if one.open_minor == payment.amount_minor
        and one.currency == payment.currency
        and one.issued_on <= payment.booked_on
    ]
    if len(equal) > MOST_OF_AN_AMOUNT:
        return
    hints = named.hinted(payment, equal)
    for hint in hints:
        yield from fitting.hypotheses(payment, [hint], items)
    if not hints and len(equal) <= MOST_PROPOSED:
        yield from owed.singles(payment, equal)


def _ranked(found: Iterable[Hypothesis]) -> list[Hypothesis]:
    """Each answer once, as its surest kind, the likeliest first."""
    best: dict[frozenset[tuple[int, int]], Hypothesis] = {}
    for one in sorted(found, key=lambda hypothesis: rank(hypothesis.kind)):
        answer = frozenset((use.receivable_id, use.amount_minor) for use in one.uses)
        best.setdefault(answer, one)
    return list(best.values())


def _with_doubt(one: Hypothesis, doubt: str) -> Hypothesis:
    return replace(one, kind=replace(one.kind, doubt=one.kind.doubt or doubt))


def _rivals(best: Hypothesis, other: Hypothesis) -> bool:
    """Whether the other answer is about as good, and another one.

    The payer's own items speak against an invoice of somebody else that is named.
    """
    if other.kind.fit not in {Fit.EXACT, Fit.NETTED}:
        return False
    if best.kind.fit not in {Fit.EXACT, Fit.NETTED}:
        return True
    if best.kind.who is Who.OTHER and other.kind.who is not Who.OTHER:
        return True
    return not other.kind.doubt and other.kind.found == best.kind.found


def _why(best: Hypothesis) -> str:
    if best.kind.fit not in {Fit.EXACT, Fit.NETTED} and best.kind.doubt in {"", "several"}:
        return "amount"
    # Sure elsewhere: it is this company's books that speak against it.
    return best.kind.doubt or ("stopped" if is_sure(best.kind) else "unsure")


def _owner(payment: Payment, told: Sequence[Named]) -> int | None:
    """Whose money it is, though nothing of it is open: whose settled invoice is named, or
    who is known to be the payer.
    """
    owners = {one.one.customer_id for one in told}
    if len(owners) == 1:
        return owners.pop()
    certain = {payer.customer_id for payer in payment.payers if is_certain(payer)}
    return certain.pop() if len(certain) == 1 else None
