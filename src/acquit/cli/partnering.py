"""What the command about partners means: as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from acquit.cli import trade
from acquit.handover import actions as handover
from acquit.handover.models import (
    DataRole,
    Partner,
    PartnerKind,
)

if TYPE_CHECKING:
    from acquit.organisation.models import Company


def add_partner(books: Company, short: str, words: dict[str, Any]) -> dict[str, Any]:
    """Raises PartnerKnown."""
    role = words["data_role"]
    partner = handover.add_partner(
        books.pk,
        code=short,
        name=words["name"],
        kind=PartnerKind(words["kind"].upper()),
        data_role=DataRole(role.upper()) if role else None,
        email=words["email"],
        phone=words["phone"],
        language=words["language"],
        actor=trade.actor(),
        at=timezone.now(),
    )
    return _partner(partner)


def partners(books: Company) -> dict[str, Any]:
    """All of a company, by their short names."""
    rows = Partner.objects.filter(company=books).order_by("code")
    return {"company": books.code, "partners": [_partner(one) for one in rows]}


def close_partner(books: Company, short: str) -> dict[str, Any]:
    """Raises Unknown."""
    found = partner_of(books, short)
    on = trade.day(None, books)
    by: Any = {"actor": trade.actor(), "at": timezone.now()}
    return _partner(handover.close_partner(found.pk, on=on, **by))


def partner_of(books: Company, short: str) -> Partner:
    """Raises Unknown, naming those that there are."""
    rows = Partner.objects.filter(company=books)
    found = rows.filter(code=short).first()
    if found is None:
        known = ", ".join(rows.order_by("code").values_list("code", flat=True))
        raise trade.Unknown(
            f"Company {books.code} has no partner {short}. Known: {known or 'none yet'}. "
            "`acquit partner add` makes one."
        )
    return found


def _partner(one: Partner) -> dict[str, Any]:
    return {
        "partner": one.code,
        "name": one.name,
        "kind": one.kind.lower(),
        "data_role": one.data_role.lower(),
        "email": one.email,
        "phone": one.phone,
        "language": one.language,
        "closed_on": one.closed_on.isoformat() if one.closed_on else None,
    }
