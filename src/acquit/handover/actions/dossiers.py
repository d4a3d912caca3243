"""The trail of dossiers: with each, all that is known of a debtor leaves the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.audit.actions import Actor, Fact, record

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.core.procedures import Procedure
    from acquit.ledger.models import Customer


def record_dossier(
    customer: Customer, *, procedure: Procedure, as_of: date, actor: Actor, at: datetime
) -> None:
    """Remember who had the dossier of this customer made, and as it stood on which day."""
    fact = Fact(
        event="dossier_made",
        subject=customer,
        company_id=customer.company_id,
        customer_id=customer.pk,
        details={"procedure": procedure.value, "on": as_of.isoformat()},
    )
    record(fact, actor=actor, at=at)
