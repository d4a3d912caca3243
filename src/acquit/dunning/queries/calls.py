"""Calls that people have to make: which are to be made now, whom to dial, about what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from acquit.agenda.models import Task, TaskKind
from acquit.dunning.models import Action, ActionState
from acquit.dunning.queries import wording

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from acquit.dunning.models import ActionItem
    from acquit.ledger.models import Customer

NOT_DIALLED = re.compile(r"[^+0-9*#]")


class Number(NamedTuple):
    """Somebody to dial: as it is written and as it is dialled. role: what the contact does,
    a code with its name, "" = the customer's own number. first: whom to try first.
    """

    name: str
    role: str
    role_name: str
    shown: str
    dialled: str
    first: bool


def numbers(customer: Customer, role: str = "") -> list[Number]:
    """Whom one can dial: who the call is for, the others, the customer's own number."""
    best = wording.recipients([customer.pk], role or None)[customer.pk].phone
    people = [
        (one.name, one.role, one.get_role_display(), one.phone)
        for one in customer.contacts.exclude(phone="").order_by("pk")
    ]
    if customer.phone:
        people.append((customer.name, "", "", customer.phone))
    people.sort(key=lambda one: one[3] != best)
    return [
        Number(name, code, role_name, phone, NOT_DIALLED.sub("", phone), first=place == 0)
        for place, (name, code, role_name, phone) in enumerate(people)
    ]


def still_open(action: Action) -> list[ActionItem]:
    """What is open now of what the call is about, the oldest first."""
    rows = action.items.select_related("receivable__invoice")
    items = list(
        rows.filter(receivable__open_minor__gt=0).order_by("receivable__due_on", "pk")
    )
    for item in items:
        item.open_minor = min(item.open_minor, item.receivable.open_minor)
    return items


def to_be_made(company_id: int, *, on: date, at: datetime) -> QuerySet[Action]:
    """The calls of a company that are to be made on that business day, at this instant:
    without what was put off. Those that have waited longest first.
    """
    key = Concat(Value(f"{TaskKind.CALL}:"), Cast(OuterRef("pk"), CharField()))
    at_hand = Task.objects.filter(key=key, done_at=None).at_hand(on=on, at=at)
    rows = Action.objects.filter(company=company_id, state=ActionState.CALLING)
    return rows.filter(Exists(at_hand)).order_by("for_day", "pk")
