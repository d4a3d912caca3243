"""What was agreed with customers, or decided about them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acquit.core.privacy import Group
from acquit.desk import words
from acquit.desk.audit.said import parts
from acquit.desk.data_words import GROUPS
from acquit.ledger.models import DisputeReason, HoldReason
from acquit.limitation.models import RECORDED
from acquit.privacy.models import REQUESTS
from acquit.scoring.models.payers import PROFILES

if TYPE_CHECKING:
    from acquit.audit.models import Entry


def promise(entry: Entry, _currency: str) -> str:
    """How much was promised, and by when."""
    until = parts.day(entry.details["promised_on"])
    amount = parts.amount(entry.details["amount"])
    return _("%(amount)s by %(day)s") % {"amount": amount, "day": until}


def dispute(entry: Entry, _currency: str) -> str:
    """Why it is contested, and how much of it."""
    reason = parts.label(DisputeReason.choices, entry.details["reason"])
    amount = entry.details["amount"]
    whole = _("the whole amount") if amount == "whole" else parts.amount(amount)
    return parts.listed(reason, whole)


def hold(entry: Entry, _currency: str) -> str:
    """Why, until when, for whom, and in which words."""
    until = date.fromisoformat(entry.details["until"])
    return parts.listed(
        parts.label(HoldReason.choices, entry.details["reason"]),
        words.until(until),
        _("the whole group") if entry.details.get("group") else "",
        entry.reason,
    )


def erased(entry: Entry, _currency: str) -> str:
    """How many of each kind."""
    return parts.listed(
        *(f"{GROUPS[Group(kind.upper())]}: {n}" for kind, n in entry.details.items())
    )


def asked(entry: Entry, _currency: str) -> str:
    """What was asked of somebody's own data, or what was answered."""
    return parts.listed(parts.label(REQUESTS, entry.details["kind"]), entry.reason)


def limitation(entry: Entry, _currency: str) -> str:
    """What happened to which invoice, and how it is known, or why it was wrong."""
    told = entry.details
    return parts.listed(
        told["invoice"],
        parts.label(RECORDED, told["kind"]),
        parts.day(told["on"]),
        entry.reason,
    )


def overridden(entry: Entry, _currency: str) -> str:
    """What was said of a payer, and until when."""
    told = entry.details
    score = told["score"]
    return parts.listed(
        parts.label(PROFILES, told["profile"]),
        "" if score is None else _("score %(score)d") % {"score": score},
        _("until %(day)s") % {"day": parts.day(told["until"])},
        entry.reason,
    )
