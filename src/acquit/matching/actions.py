"""Finding what receipts settle, and what people say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core import matching
from acquit.core.errors import Refusal
from acquit.core.matching import OpenItems, Payment, Post, Propose, Unmatched
from acquit.ledger.actions import Share, allocate_receipt, lock, reverse_allocations
from acquit.ledger.actions.bulk import Booking, book, name_payers, same_money
from acquit.ledger.models import AllocationKind, Receipt, Source
from acquit.matching import queries
from acquit.matching.models import Match, MatchState
from acquit.matching.queries import Told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

# Bank and accounting seldom book one payment on the same day.
SAME_MONEY = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A receipt that was just recorded, with what the matching reads of it."""

    receipt: Receipt
    payment: Payment


@dataclass(slots=True)
class Matched:
    """What became of receipts: ids by outcome, and the customers whose books were touched."""

    posted: set[int]
    proposed: set[int]
    customer_ids: set[int]


@transaction.atomic
def match_receipts(incoming: Sequence[Incoming], *, at: datetime) -> Matched:
    """Match new receipts of one company: post what is sure, propose what is not."""
    result = Matched(set(), set(), set())
    if not incoming:
        return result
    company_id = incoming[0].receipt.company_id
    payments = [one.payment for one in incoming]
    candidates = queries.candidates(company_id, payments)
    lock(one.customer_id for one in candidates)
    # Read again: what was open before the locks may have been paid since.
    items = OpenItems.of(queries.candidates(company_id, payments))
    payers = queries.payers(company_id, [one.receipt.payer_iban for one in incoming])
    bookings: list[Booking] = []
    matches: list[Match] = []
    for one in sorted(incoming, key=lambda i: (i.payment.booked_on, i.receipt.pk)):
        outcome = matching.match(one.payment, items)
        match outcome:
            case Post(uses):
                bookings += [_booking(one.receipt, use) for use in uses]
                matches += [_match(one.receipt, use, MatchState.POSTED, at) for use in uses]
                one.receipt.customer_id = uses[0].customer_id
                result.posted.add(one.receipt.pk)
            case Propose(uses, why):
                matches += [
                    _match(one.receipt, use, MatchState.PROPOSED, at, why) for use in uses
                ]
                result.proposed.add(one.receipt.pk)
            case Unmatched():
                _recognise_payer(one, payers)
        result.customer_ids |= {m.customer_id for m in matches}
        if one.receipt.customer_id:
            result.customer_ids.add(one.receipt.customer_id)
    book(bookings, at=at)
    Match.objects.bulk_create(matches, batch_size=5000)
    name_payers([one.receipt for one in incoming if one.receipt.customer_id])
    _link_to_accounting(incoming, result, at)
    return result


def _recognise_payer(one: Incoming, payers: dict[str, set[int]]) -> None:
    """An account that exactly one customer pays from tells whose money it is."""
    owners = payers.get(one.receipt.payer_iban, set())
    if one.receipt.customer_id is None and len(owners) == 1:
        one.receipt.customer_id = next(iter(owners))


def _booking(receipt: Receipt, use: matching.Use) -> Booking:
    return Booking(
        receivable_id=use.receivable_id,
        kind=AllocationKind.RECEIPT,
        source=Source(receipt.source),
        amount_minor=use.amount_minor,
        booked_on=receipt.received_on,
        receipt_id=receipt.pk,
        evidence={"how": use.how, "found": use.found},
    )


def _match(
    receipt: Receipt, use: matching.Use, state: MatchState, at: datetime, why: str = ""
) -> Match:
    return Match(
        receipt=receipt,
        customer_id=use.customer_id,
        receivable_id=use.receivable_id,
        amount_minor=use.amount_minor,
        state=state,
        evidence={"how": use.how, "found": use.found, "why": why},
        decided_at=at,
    )


def _link_to_accounting(
    incoming: Sequence[Incoming], result: Matched, at: datetime
) -> None:
    """A bank line for an invoice that the accounting has settled already is the same money."""
    rest = [
        one
        for one in incoming
        if one.receipt.source == Source.BANK
        and one.receipt.pk not in result.posted | result.proposed
    ]
    if not rest:
        return
    told = queries.told_by_accounting(
        rest[0].receipt.company_id, [one.payment for one in rest]
    )
    taken: set[Told] = set()
    for one in rest:
        keys = (*one.payment.references, *matching.words(one.payment.text))
        some = (told_ for key in keys for told_ in told.get(key, ()))
        same = next((t for t in some if t not in taken and _same(t, one.receipt)), None)
        if same is not None:
            taken.add(same)
            _replace(same, one.receipt, at)
            result.posted.add(one.receipt.pk)
            result.customer_ids.add(same.customer_id)


def _same(told: Told, receipt: Receipt) -> bool:
    """Same amount, about the same day; what was merely stated covers all that came before."""
    if (told.amount_minor, told.currency) != (receipt.amount_minor, receipt.currency):
        return False
    early = told.booked_on >= receipt.received_on - SAME_MONEY
    return early and (not told.exact or told.booked_on <= receipt.received_on + SAME_MONEY)


def _replace(told: Told, receipt: Receipt, at: datetime) -> None:
    """The bank's own line takes the place of what the accounting said."""
    evidence = {"how": "accounting", "found": "the accounting reported it first"}
    back = Booking(
        receivable_id=told.receivable_id,
        kind=AllocationKind.RECEIPT if told.exact else AllocationKind.STATED,
        source=Source.ACCOUNTING,
        amount_minor=-told.amount_minor,
        booked_on=told.booked_on,
        receipt_id=told.receipt_id,
        evidence=evidence,
    )
    forth = Booking(
        receivable_id=told.receivable_id,
        kind=AllocationKind.RECEIPT,
        source=Source.BANK,
        amount_minor=told.amount_minor,
        booked_on=receipt.received_on,
        receipt_id=receipt.pk,
        evidence=evidence,
    )
    book([back, forth], at=at)
    receipt.customer_id = told.customer_id
    name_payers([receipt])
    if told.receipt_id is not None:
        same_money(Receipt.objects.get(pk=told.receipt_id), carried_by=receipt)


@transaction.atomic
def accept(
    *, receipt_id: int, shares: Sequence[Share], actor: Actor, at: datetime
) -> Receipt:
    """A person says what the receipt settles. Raises MoreThanOpen, MoreThanAvailable,
    Refusal.
    """
    receipt = Receipt.objects.get(pk=receipt_id)
    if not shares:
        raise Refusal("Say at least one invoice that this payment settles.")
    allocate_receipt(receipt, shares, source=Source.PERSON, actor=actor, at=at)
    proposed = Match.objects.filter(receipt=receipt, state=MatchState.PROPOSED)
    chosen = {share.receivable_id for share in shares}
    proposed.filter(receivable__in=chosen).update(
        state=MatchState.ACCEPTED, actor=actor.person, decided_at=at
    )
    Match.objects.filter(receipt=receipt, state=MatchState.PROPOSED).update(
        state=MatchState.DECLINED, actor=actor.person, decided_at=at
    )
    receipt.refresh_from_db()
    return receipt


@transaction.atomic
def decline(*, receipt_id: int, actor: Actor, at: datetime) -> Receipt:
    """A person says that none of the proposals is right."""
    receipt = Receipt.objects.get(pk=receipt_id)
    Match.objects.filter(receipt=receipt, state=MatchState.PROPOSED).update(
        state=MatchState.DECLINED, actor=actor.person, decided_at=at
    )
    fact = Fact(event="match_declined", subject=receipt, company_id=receipt.company_id)
    record(fact, actor=actor, at=at)
    return receipt


@transaction.atomic
def undo(*, receipt_id: int, on: date, actor: Actor, at: datetime) -> Receipt:
    """Take back what the receipt was used for. Raises AlreadyReversed."""
    receipt = Receipt.objects.get(pk=receipt_id)
    reverse_allocations(receipt, on=on, actor=actor, at=at)
    Match.objects.filter(
        receipt=receipt, state__in=[MatchState.POSTED, MatchState.ACCEPTED]
    ).update(state=MatchState.UNDONE, actor=actor.person, decided_at=at)
    receipt.refresh_from_db()
    return receipt
