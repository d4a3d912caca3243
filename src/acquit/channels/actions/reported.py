"""Writing down what services say of a message."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from acquit.channels.models import Delivery, DeliveryEvent

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.channels.models import Message
    from acquit.channels.reports import Report

LONGEST_KEY = 200
# Each says more than the one before; a later report never lowers what is known.
_ORDER = {code: place for place, code in enumerate(Delivery.values)}


def record_event(message: Message, report: Report, *, at: datetime) -> bool:
    """Keep a report and what it says of the message, in the caller's transaction. False
    when it is known already: then nothing changes.
    """
    _, new = DeliveryEvent.objects.get_or_create(
        key=short(report.name),
        defaults={
            "message": message,
            "kind": report.kind,
            "at": report.at or at,
            "detail": report.detail,
            "recorded_at": at,
        },
    )
    if not new:
        return False
    message.delivery = more_is_said(message.delivery, report.kind)
    message.permanent = message.permanent or report.address_dead
    message.save(update_fields=["delivery", "permanent"])
    return True


def more_is_said(known: str, told: Delivery) -> str:
    """What is known of a message once this is told, too."""
    return told.value if _ORDER[told] > _ORDER.get(known, -1) else known


def short(name: str, longest: int = LONGEST_KEY) -> str:
    """The name itself, or what stands for it where it is too long for a column."""
    if len(name) <= longest:
        return name
    return f"sha256:{hashlib.sha256(name.encode()).hexdigest()}"
