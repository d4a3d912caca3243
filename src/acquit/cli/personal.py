"""What `acquit privacy` means: as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from acquit.audit.models import Entry
from acquit.cli import trade
from acquit.core.privacy import What
from acquit.cycle.queries import business_day
from acquit.ledger.models import Customer
from acquit.privacy import actions
from acquit.privacy.export.making import file_name
from acquit.privacy.queries.held import Somebody, contact_person, held

if TYPE_CHECKING:
    from pathlib import Path

    from acquit.core.privacy import Verdict
    from acquit.organisation.models import Company

LOGGED, OBJECTIONS = "personal_data_", "scoring_object"


def export(code: str, named: str, folder: Path, *, sole_trader: bool) -> dict[str, Any]:
    """Raises Unknown, NotAPerson, Nobody."""
    books = trade.company(code)
    who, on = _somebody(books, named), business_day(trade.today(books))
    packed = actions.export(
        who, as_of=on, sole_trader=sole_trader, actor=trade.actor(), at=timezone.now()
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(who, as_of=on)
    path.write_bytes(packed)
    return {"file": str(path), "bytes": len(packed), "as_of": on.isoformat()}


def erase(code: str, named: str, *, really: bool, sole_trader: bool) -> dict[str, Any]:
    """What was there, and what of it goes; raises Unknown, NotAPerson, Nobody."""
    books = trade.company(code)
    who, on = _somebody(books, named), business_day(trade.today(books))
    actions.check_person(who, sole_trader=sole_trader)
    before = held(who, as_of=on)
    goes = any(one.what is What.GOES for one in before)
    told = {"customer": named, "as_of": on.isoformat(), "erased": really and goes}
    if really:
        before = actions.erase(
            who, as_of=on, sole_trader=sole_trader, actor=trade.actor(), at=timezone.now()
        )
    after = held(_somebody(books, named), as_of=on)
    return told | {
        "before": [_told(one) for one in before],
        "after": [_told(one) for one in after],
    }


def log(code: str | None) -> list[dict[str, Any]]:
    """Newest first; raises Unknown."""
    rows = Entry.objects.filter(
        Q(event__startswith=LOGGED) | Q(event__startswith=OBJECTIONS)
    )
    if code is not None:
        rows = rows.filter(company_id=trade.company(code).pk)
    found = list(rows.order_by("-at", "-pk"))
    codes = Customer.objects.in_bulk({one.customer_id for one in found if one.customer_id})
    return [
        {
            "at": one.at.isoformat(timespec="seconds"),
            "event": one.event,
            "who": one.actor_name,
            "customer": codes[one.customer_id].code if one.customer_id in codes else "",
            "details": one.details,
        }
        for one in found
    ]


def _somebody(books: Company, named: str) -> Somebody:
    """Raises Unknown."""
    if "@" in named:
        return contact_person(books, named)
    found = Customer.objects.select_related("company").filter(company=books, code=named)
    customer = found.first()
    if customer is None:
        raise trade.Unknown(f"Company {books.code} has no customer {named}.")
    return Somebody(company=books, customer=customer)


def _told(one: Verdict) -> dict[str, Any]:
    return {
        "data": one.group.lower(),
        "count": one.count,
        "what": one.what.lower(),
        "until": one.until.isoformat() if one.until else None,
        "why": str(one.why),
        "source": one.rule.basis.source if one.rule else "",
        "certainty": one.rule.basis.certainty.value if one.rule else "",
    }
