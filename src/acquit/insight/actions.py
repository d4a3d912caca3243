"""Keeping what the pictures compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.core import figures
from acquit.insight.models import Snapshot
from acquit.insight.queries.positions import sums_at_close
from acquit.organisation.rights import EVERYWHERE

if TYPE_CHECKING:
    from datetime import date, datetime


@transaction.atomic
def keep_month_before(day: date, *, at: datetime) -> Snapshot:
    """Keep the position of the same day a month earlier, in place of any other."""
    then = figures.month_before(day)
    (sums,) = sums_at_close(EVERYWHERE, days=[then], today=day)
    heaps = [[*one[:3], one.due_on.isoformat(), one.rows, one.minor] for one in sums]
    Snapshot.objects.exclude(day=then).delete()
    # Two who end the same day both keep it: the second one writes over the first one's.
    kept, _ = Snapshot.objects.update_or_create(
        day=then, defaults={"taken_at": at, "heaps": heaps}
    )
    return kept
