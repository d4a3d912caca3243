"""Lines of the bank, and what they settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.core.money import Money
from acquit.desk.audit.said import parts
from acquit.ledger.models import WriteOffReason
from acquit.web import reading

if TYPE_CHECKING:
    from acquit.audit.models import Entry


def parked(entry: Entry, _currency: str) -> str:
    """Until when a line was put aside, and why."""
    until = parts.day(entry.details["until"])
    return parts.listed(_("until %(day)s") % {"day": until}, entry.reason)


def assigned(entry: Entry, _currency: str) -> str:
    """Who is to look at a line."""
    return entry.details["person"] or _("to nobody in particular")


def shares(entry: Entry, currency: str) -> str:
    """How many invoices it settles, how much of them, and what was written off."""
    used = entry.details["shares"]
    count = ngettext("%(count)d invoice", "%(count)d invoices", len(used))
    minor = sum(int(amount) for _key, amount in used)
    amount = reading.amount_and_currency(Money(minor, currency)) if currency else ""
    told = entry.details.get("written_off", [])
    gone = [_gone(minor, reason, currency) for _key, minor, reason in told]
    return parts.listed(count % {"count": len(used)}, amount, *gone)


def _gone(minor: int, reason: str, currency: str) -> str:
    label = parts.label(WriteOffReason.choices, reason)
    if not currency:
        return _("Written off: %(reason)s") % {"reason": label}
    amount = reading.amount_and_currency(Money(minor, currency))
    return _("%(amount)s written off: %(reason)s") % {"amount": amount, "reason": label}


def returned(entry: Entry, currency: str) -> str:
    """How much went back."""
    minor = int(entry.details["amount_minor"])
    return reading.amount_and_currency(Money(minor, currency)) if currency else ""


def missing(entry: Entry, _currency: str) -> str:
    """Which list of open items did not have it."""
    day = entry.details.get("missing_on", "")
    if day in {"", "None"}:
        return ""
    shown = parts.day(day)
    return _("not on the list of %(day)s") % {"day": shown}
