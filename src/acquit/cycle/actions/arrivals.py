"""A person knows what became of a letter that was posted: kept, with all that rests on it.

What a receipt does is the law's to say: it begins the term of a letter, or limitation,
only where the country's rules count from it. docs/explanation/law.md#the-day-of-receipt
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

import acquit.limitation.actions as limitation
from acquit.audit.actions import Actor, Fact, record
from acquit.channels.actions import arrivals
from acquit.channels.models import ArrivalOutcome, Delivery, Message
from acquit.channels.queries import arrival_of
from acquit.cycle.actions.facts import decide_for
from acquit.dunning.actions.bounces import give_back, take_back
from acquit.dunning.actions.notices import receipt_is
from acquit.ledger.actions import lock

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.channels.actions.arrivals import Known
    from acquit.channels.models import Arrival

REPORTED = (Delivery.DELIVERED, Delivery.OPENED)


@transaction.atomic
def record_arrival(
    message_id: int, known: Known, *, on: date, actor: Actor, at: datetime
) -> Arrival:
    """Keep it, or correct what was kept; see channels.actions.arrivals. What came back is
    due again by another way if there is one.

    on: the business day for which the customer is decided anew.
    """
    customer_id = Message.objects.values_list("customer_id", flat=True).get(pk=message_id)
    lock([customer_id])
    message = Message.objects.select_related("batch").defer("batch__pdf").get(pk=message_id)
    before = arrival_of(message.pk)
    made = arrivals.record_arrival(message, known, today=on, by_id=actor.person_id, at=at)
    receipt_is(message.pk, on=_received_on(message, made))
    _count_steps(message, before, made, at=at)
    record(_fact(message, before, made), actor=actor, at=at)
    decide_for([message.customer_id], as_of=on, at=at)
    limitation.watch(as_of=on, at=at, customer_id=message.customer_id)
    return made


def _received_on(message: Message, made: Arrival) -> date | None:
    """Proven by a person, else by the first report of a service; what was refused or lay
    there is not proven: no rule of ours makes a receipt of it.
    """
    match made.outcome:
        case ArrivalOutcome.RECEIVED:
            return made.on
        case ArrivalOutcome.UNKNOWN:
            told = message.events.filter(kind__in=REPORTED).order_by("at").first()
            return told.at.date() if told else None
        case _:
            return None


def _count_steps(
    message: Message, before: Arrival | None, made: Arrival, *, at: datetime
) -> None:
    if made.outcome == ArrivalOutcome.RETURNED:
        take_back(message, at=at)
        return
    wrong = before is not None and before.outcome == ArrivalOutcome.RETURNED
    if wrong or made.outcome == ArrivalOutcome.RECEIVED:
        give_back(message, at=at)


def _fact(message: Message, before: Arrival | None, made: Arrival) -> Fact:
    return Fact(
        event="arrival_recorded" if before is None else "arrival_corrected",
        subject=message,
        company_id=message.company_id,
        customer_id=message.customer_id,
        reason=made.words,
        details={
            "kind": message.kind,
            "outcome": made.outcome,
            "on": made.on.isoformat(),
            "tracking": made.tracking,
            "proof": made.document_id is not None,
        },
    )
