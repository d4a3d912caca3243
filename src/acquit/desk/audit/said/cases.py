"""What was told of cases, insolvencies and write-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acquit.desk.audit.said import parts
from acquit.handover.models import (
    PROCEDURES,
    STAGES,
    Bearer,
    CostKind,
    Outcome,
    PartnerKind,
)
from acquit.ledger.models import WriteOffReason

if TYPE_CHECKING:
    from acquit.audit.models import Entry


def case(entry: Entry, _currency: str) -> str:
    """Which case, and what became of it."""
    told = entry.details
    return parts.listed(
        told["case"],
        told.get("partner", ""),
        parts.label(PROCEDURES, told.get("procedure", "")),
        parts.label(STAGES, told.get("stage", "")),
        parts.day(told["on"]) if "on" in told else "",
        _("never happened") if told.get("withdrawn") else "",
        parts.label(Outcome.choices, told.get("outcome", "")),
        told.get("reference", ""),
        entry.reason,
    )


def dossier(entry: Entry, _currency: str) -> str:
    """For which procedure, and as things stood on which day."""
    told = entry.details
    return parts.listed(parts.label(PROCEDURES, told["procedure"]), parts.day(told["on"]))


def cost(entry: Entry, _currency: str) -> str:
    """What it cost, and who bears it."""
    told = entry.details
    return parts.listed(
        told["case"],
        parts.amount(told["amount"]),
        parts.label(CostKind.choices, told["kind"]),
        parts.label(Bearer.choices, told["borne_by"]),
        entry.reason,
    )


def partner(entry: Entry, _currency: str) -> str:
    """Who takes cases on."""
    told = entry.details
    return parts.listed(told["name"], parts.label(PartnerKind.choices, told["kind"]))


def insolvency(entry: Entry, _currency: str) -> str:
    """Until when the claim is filed, or when it was, or when they were over."""
    told = entry.details
    if "deadline" in told:
        return _("opened on %(opened)s; the claim is filed until %(until)s") % {
            "opened": parts.day(told["opened_on"]),
            "until": parts.day(told["deadline"]),
        }
    return parts.listed(parts.day(told["on"]), entry.reason)


def write_off(entry: Entry, _currency: str) -> str:
    """How much of which invoice, and why."""
    told = entry.details
    return parts.listed(
        told["number"],
        parts.amount(told["amount"]),
        parts.label(WriteOffReason.choices, told["reason"]),
        entry.reason,
    )
