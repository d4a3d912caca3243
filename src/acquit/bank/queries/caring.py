"""Lines that are parked: nobody has to look at them before a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from acquit.bank.models import Care

if TYPE_CHECKING:
    from datetime import date


def is_parked(*, today: date) -> Exists:
    """For a filter on lines: parked until a day that is still to come."""
    return Exists(Care.objects.filter(line=OuterRef("pk"), parked_until__gt=today))
