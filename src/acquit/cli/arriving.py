"""What `acquit arrival` means: as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from acquit.channels.actions.arrivals import Known
from acquit.channels.models import ArrivalOutcome, Message
from acquit.cli import trade
from acquit.cycle.actions.arrivals import record_arrival
from acquit.dunning.models import LegalNotice
from acquit.dunning.queries.notices import from_receipt

if TYPE_CHECKING:
    from datetime import date

    from acquit.channels.models import Arrival


def record(
    number: int,
    outcome: str,
    on: date,
    *,
    tracking: str,
    words: str,
    scan: tuple[str, bytes] | None,
) -> dict[str, Any]:
    """Raises Unknown, and what `channels.actions.arrivals.record_arrival` raises."""
    message = Message.objects.filter(pk=number).select_related("company").first()
    if message is None:
        raise trade.Unknown(
            f"There is no message {number}. Its number stands in the address of its page."
        )
    known = Known(
        outcome=ArrivalOutcome(outcome.upper()),
        on=on,
        tracking=tracking,
        words=words,
        scan=scan,
    )
    made = record_arrival(
        number,
        known,
        on=trade.day(None, message.company),
        actor=trade.actor(),
        at=timezone.now(),
    )
    return _told(made)


def _told(made: Arrival) -> dict[str, Any]:
    said = LegalNotice.objects.filter(action__message=made.message_id, void=False)
    return {
        "message": made.message_id,
        "outcome": made.outcome.lower(),
        "on": made.on.isoformat(),
        "tracking": made.tracking,
        "document": made.document.name if made.document else None,
        "letters": [
            {
                "invoice": one.receivable.invoice.number,
                "kind": one.kind.lower(),
                "term_until": one.term_until.isoformat(),
                "from_receipt": from_receipt(one),
            }
            for one in said.select_related("receivable__invoice").order_by("pk")
        ],
    }
