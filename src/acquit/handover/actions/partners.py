"""Who takes cases on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.handover.models import DataRole, Partner, PartnerKind

if TYPE_CHECKING:
    from datetime import date, datetime

# Lawyers and bailiffs have duties of their own; an agency works on instructions.
USUAL_ROLE = {
    PartnerKind.LAWYER: DataRole.CONTROLLER,
    PartnerKind.BAILIFF: DataRole.CONTROLLER,
    PartnerKind.AGENCY: DataRole.PROCESSOR,
}


class PartnerKnown(Refusal):
    """There is one with this code already."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "There is a partner %(code)s already. Choose another code.", code=code
        )


@transaction.atomic
def add_partner(  # noqa: PLR0913  # what is known of it
    company_id: int,
    *,
    code: str,
    name: str,
    kind: PartnerKind,
    data_role: DataRole | None = None,
    email: str = "",
    phone: str = "",
    language: str = "en",
    actor: Actor,
    at: datetime,
) -> Partner:
    """data_role None = what its kind usually is. Raises PartnerKnown."""
    if Partner.objects.filter(company=company_id, code=code).exists():
        raise PartnerKnown(code)
    partner = Partner.objects.create(
        company_id=company_id,
        code=code,
        name=name,
        kind=kind,
        data_role=data_role or USUAL_ROLE[kind],
        email=email,
        phone=phone,
        language=language,
        recorded_at=at,
    )
    record(_fact("partner_added", partner), actor=actor, at=at)
    return partner


@transaction.atomic
def close_partner(partner_id: int, *, on: date, actor: Actor, at: datetime) -> Partner:
    """It takes no new cases; those that it has go on."""
    partner = Partner.objects.select_for_update().get(pk=partner_id)
    if partner.closed_on is None:
        partner.closed_on = on
        partner.save(update_fields=["closed_on"])
        record(_fact("partner_closed", partner), actor=actor, at=at)
    return partner


def _fact(event: str, partner: Partner) -> Fact:
    details = {"name": partner.name, "kind": partner.kind, "data_role": partner.data_role}
    return Fact(
        event=event, subject=partner, company_id=partner.company_id, details=details
    )
