"""The words by which a person was chosen a scenario; harmless twice."""

from __future__ import annotations

from acquit.dunning.models import Pin

GONE = "—"


def forget_reasons(customer_id: int) -> None:
    """Why a scenario was chosen by hand, in the caller's transaction; that it was stays."""
    Pin.objects.filter(customer=customer_id).exclude(reason=GONE).update(reason=GONE)
