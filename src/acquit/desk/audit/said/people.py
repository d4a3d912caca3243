"""People, and what has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acquit.desk.audit.said import parts
from acquit.organisation.models import Role

if TYPE_CHECKING:
    from acquit.audit.models import Entry


def role(entry: Entry, _currency: str) -> str:
    """Whose it is, which one, and how far it reaches."""
    told = entry.details
    return parts.listed(
        told["person"],
        parts.label(Role.choices, told["role"]),
        told["company"] or _("all companies"),
        told["unit"],
        _("own customers only") if told["own_customers"] else "",
    )


def named(entry: Entry, _currency: str) -> str:
    """What it is called."""
    told = entry.details
    named = ("number", "name", "email", "folder", "hint")
    return parts.listed(*(str(told[word]) for word in named if told.get(word)))
