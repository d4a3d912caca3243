"""From when on a debtor may be called, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acquit.core.law import Means
from acquit.dunning.queries.reaching import reach
from acquit.web import reading

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.ledger.models import Customer


def not_before(customer: Customer, at: datetime) -> str:
    """The day and hour by the debtor's clock, and whose rule that is; "" = now."""
    found = reach(customer, Means.PHONE, at)
    if found.opens_at is None:
        return ""
    return _("Not before %(day)s, %(hour)s where the debtor lives (%(source)s).") % {
        "day": reading.short_day(found.opens_at.date()),
        "hour": f"{found.opens_at:%H:%M}",
        "source": found.hours.rule.basis.source,
    }
