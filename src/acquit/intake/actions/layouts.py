"""Keeping how a company's tables are laid out, and reading them by it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Fact, record_all
from acquit.formats.layouts.layout import Layout
from acquit.intake.models import TableLayout

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.audit.actions import Actor
    from acquit.organisation.models import Company


def layouts_of(company: Company) -> list[Layout]:
    """The layouts that are in use, the newest first."""
    kept = TableLayout.objects.filter(company=company, retired_at=None).order_by("-pk")
    return [Layout.of_json(one.layout) for one in kept]


def completed(layout: Layout, company: Company) -> Layout:
    """The layout with what a table leaves out because it goes without saying.

    A wallet, such as PayPal, has no account number: it is told apart by the company's code.
    """
    complete = layout.within(currency=company.currency)
    wallet = layout.constants.get("account", "") if layout.code else ""
    if not wallet:
        return complete
    constants = {**complete.constants, "account": f"{wallet} {company.code}"}
    return replace(complete, constants=constants)


@transaction.atomic
def save_layout(
    layout: Layout, *, company: Company, actor: Actor, at: datetime
) -> TableLayout:
    """Keep it under its name; one that had the name before is retired, not lost."""
    TableLayout.objects.filter(company=company, name=layout.name, retired_at=None).update(
        retired_at=at
    )
    kept = TableLayout.objects.create(
        company=company,
        name=layout.name,
        layout=layout.as_json(),
        actor_name=actor.name,
        recorded_at=at,
    )
    _record("layout_saved", kept, actor, at)
    return kept


@transaction.atomic
def retire_layout(kept: TableLayout, *, actor: Actor, at: datetime) -> None:
    """Use it no more; what was read by it stays."""
    kept.retired_at = at
    kept.save(update_fields=["retired_at"])
    _record("layout_retired", kept, actor, at)


def _record(event: str, kept: TableLayout, actor: Actor, at: datetime) -> None:
    fact = Fact(
        event=event,
        subject=kept,
        company_id=kept.company_id,
        details={"name": kept.name},
    )
    record_all([fact], actor=actor, at=at)
