"""Every write to cases, insolvencies and write-offs that a person decides on."""

from __future__ import annotations

from acquit.handover.actions.cases import (
    AlreadyHandedOver,
    CaseClosed,
    NeedsConfirmation,
    NothingChosen,
    StillOpen,
    add_cost,
    close_case,
    open_case,
    take_back_cost,
    tell_reference,
    tell_stage,
)
from acquit.handover.actions.dossiers import record_dossier
from acquit.handover.actions.insolvency import (
    end_insolvency,
    mark_filed,
    record_insolvency,
)
from acquit.handover.actions.papers import keep_paper
from acquit.handover.actions.partners import add_partner, close_partner
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
