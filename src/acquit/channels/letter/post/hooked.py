"""What the service tells us by itself of a letter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from acquit.channels.models import Delivery
from acquit.channels.reports import Report
from acquit.channels.sms.gateways import place_in
from acquit.channels.unreadable import Unreadable

if TYPE_CHECKING:
    from django.http import HttpRequest

# Names as services use them; what is not here says nothing of a letter's fate.
STATUSES = {
    "printed": Delivery.PRINTED,
    "sent": Delivery.POSTED,
    "posted": Delivery.POSTED,
    "done": Delivery.POSTED,
    "delivered": Delivery.DELIVERED,
    "undeliverable": Delivery.BOUNCED,
    "returned": Delivery.BOUNCED,
}


def reports(request: HttpRequest) -> list[Report]:
    """One report; none where it says nothing of the letter's fate. Raises Unreadable."""
    try:
        told = json.loads(request.body)
    except ValueError as error:
        raise Unreadable("The body is no JSON.") from error
    name, status, key = (place_in(told, word) for word in ("id", "status", "key"))
    if not status or not (name or key):
        raise Unreadable("id and status are missing.")
    kind = STATUSES.get(status.lower())
    if kind is None:
        return []
    return [
        Report(
            message_key=key,
            external_id=name,
            kind=kind,
            name=f"post {name or key} {status}",
            detail=status,
        )
    ]
