"""Every write to cases, insolvencies and write-offs that a person decides on."""

from __future__ import annotations

from acquit.handover.actions.cases import (
    AlreadyHandedOver,
    NeedsConfirmation,
    NothingChosen,
    StillOpen,
    close_case,
    open_case,
    tell_reference,
)
from acquit.handover.actions.costs import add_cost, take_back_cost
from acquit.handover.actions.dossiers import record_dossier
from acquit.handover.actions.insolvency import (
    end_insolvency,
    mark_filed,
    record_insolvency,
)
from acquit.handover.actions.papers import keep_paper
from acquit.handover.actions.partners import add_partner, close_partner
from acquit.handover.actions.stages import tell_stage
from acquit.handover.actions.telling import CaseClosed
from acquit.handover.actions.write_offs import (
    approve_write_off,
    decline_write_off,
    give_up,
)

__all__ = [
    "AlreadyHandedOver",
    "CaseClosed",
    "NeedsConfirmation",
    "NothingChosen",
    "StillOpen",
    "add_cost",
    "add_partner",
    "approve_write_off",
    "close_case",
    "close_partner",
    "decline_write_off",
    "end_insolvency",
    "give_up",
    "keep_paper",
    "mark_filed",
    "open_case",
    "record_dossier",
    "record_insolvency",
    "take_back_cost",
    "tell_reference",
    "tell_stage",
]
