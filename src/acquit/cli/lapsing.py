"""What `acquit limitation` means: as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from acquit.cli import trade
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.cycle.queries import business_day
from acquit.ledger.models import Customer
from acquit.limitation import queries

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.limitation.queries import Dated

LAST = "9999-12-31"


def told(code: str | None, within: int, as_of: datetime | None) -> list[dict[str, Any]]:
    """What lapses within so many months, next to fall first; then what nobody knows."""
    day = as_of.date() if as_of else business_day(timezone.localdate())
    if code is None:
        found = list(queries.near(as_of=day, within=within))
    else:
        found = list(queries.near_of(trade.company(code), as_of=day, within=within))
    named = Customer.objects.in_bulk({one.owed.customer_id for one in found})
    rows = [_told(one, named[one.owed.customer_id]) for one in found]
    return sorted(rows, key=lambda one: (one["until"] or LAST, one["invoice"]))


def _told(one: Dated, customer: Customer) -> dict[str, Any]:
    owed, claim = one.owed, one.owed.claim
    known: dict[str, Any] = {
        "invoice": owed.number,
        "customer": customer.code,
        "due_on": claim.due_on.isoformat(),
        "open": str(Money(owed.open_minor, owed.currency)),
        "country": claim.country,
        "party": claim.party.lower(),
        "until": None,
        "moved_by": "",
        "moved_on": None,
    }
    if isinstance(one.day, Refusal):
        return known | {"why": str(one.day)}
    moved_by = one.day.moved_by
    return known | {
        "until": one.day.until.isoformat(),
        "stage": (one.stage or "").lower(),
        "years": one.day.rule.years,
        "source": one.day.rule.basis.source,
        "certainty": one.day.rule.basis.certainty.value,
        "moved_by": moved_by.event.lower() if moved_by else "",
        "moved_on": moved_by.on.isoformat() if moved_by else None,
    }
