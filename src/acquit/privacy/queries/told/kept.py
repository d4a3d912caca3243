"""What was recorded about them, and how long each kind of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from acquit.audit.models import Entry
from acquit.core.privacy import Group, verdicts
from acquit.core.sentences import told
from acquit.privacy.queries.held import standing
from acquit.privacy.queries.told.rows import Row, as_day, as_instant, by_whom

if TYPE_CHECKING:
    from datetime import date

    from acquit.ledger.models import Customer
    from acquit.privacy.queries.held import Somebody


def trail(customer: Customer) -> list[Row]:
    """Everything that was recorded about them, without who of our people it was."""
    rows = Entry.objects.filter(customer_id=customer.pk).order_by("at", "pk")
    return [
        {
            "at": as_instant(one.at),
            "what": one.event.replace("_", " "),
            "why": one.reason,
            "by": by_whom(one.actor_id),
        }
        for one in rows
    ]


def kept(who: Somebody, as_of: date) -> list[Row]:
    """How long each kind of it is kept, and why."""
    every = dict.fromkeys(Group, 1)
    of_contact = {Group.CONTACTS, Group.MESSAGES, Group.ANSWERS, Group.NOTES}
    wanted = set(Group) if who.customer is not None else of_contact | {Group.REQUESTS}
    return [
        {
            "what": one.group.lower(),
            "until": as_day(one.until),
            "why": told(one.why, gettext),
            "source": one.rule.basis.source if one.rule else "",
        }
        for one in verdicts(standing(who), every, as_of=as_of)
        if one.group in wanted
    ]
