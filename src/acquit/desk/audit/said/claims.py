"""What was asked for beside late invoices, and what was let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.claims.models import Ask
from acquit.desk.audit.said import parts

if TYPE_CHECKING:
    from acquit.audit.models import Entry


def terms(entry: Entry, _currency: str) -> str:
    """From when on, at which rate, and whether it is claimed."""
    told = entry.details
    percent = told["percent"]
    return parts.listed(
        _("from %(day)s on") % {"day": parts.day(told["valid_from"])},
        _("%(rate)s %% a year") % {"rate": percent} if percent else _("rate of the law"),
        _("claimed") if told["claimed"] else _("not claimed"),
    )


def asked(entry: Entry, _currency: str) -> str:
    """Of how many customers."""
    count = entry.details["customers"]
    return ngettext("%(count)d customer", "%(count)d customers", count) % {"count": count}


def issued(entry: Entry, _currency: str) -> str:
    """Its number, and how much it asks for."""
    return parts.listed(entry.details["number"], parts.amount(entry.details["amount"]))


def withdrawn(entry: Entry, _currency: str) -> str:
    """Its number, what became of the claim, and why."""
    gone = _("waived") if entry.details["waived"] else _("may be claimed again")
    return parts.listed(entry.details["number"], gone, entry.reason)


def waived(entry: Entry, _currency: str) -> str:
    """What, how much of it, and why."""
    amount = entry.details["amount"]
    whole = _("all, and what is to come") if amount == "whole" else parts.amount(amount)
    return parts.listed(
        parts.label(Ask.choices, entry.details["charge"]), whole, entry.reason
    )
