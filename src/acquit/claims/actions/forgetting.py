"""The words by which interest was given up; harmless twice."""

from __future__ import annotations

from acquit.claims.models import Waiver

GONE = "—"


def forget_reasons(customer_id: int) -> None:
    """Why interest was given up, in the caller's transaction; that it was stays."""
    said = Waiver.objects.filter(customer=customer_id).exclude(reason=GONE)
    said.update(reason=GONE)
