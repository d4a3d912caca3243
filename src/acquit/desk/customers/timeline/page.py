"""A page of the story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from acquit.desk.customers.timeline import asked, assessed
from acquit.desk.customers.timeline.drawn import DRAWN
from acquit.desk.customers.timeline.told import Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.desk.customers.timeline.told import Event
    from acquit.ledger.models import Customer
    from acquit.organisation.rights import Scope

EVENTS_A_PAGE = 40
SHOWN = DRAWN | assessed.DRAWN


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, and whether older ones follow."""

    events: Sequence[Event]
    number: int
    more: bool


def page(customer: Customer, *, scope: Scope, number: int) -> Page:
    """The events of this page; pages count from 1."""
    first = (number - 1) * EVENTS_A_PAGE
    parts = [
        *asked.said(customer),
        asked.called(customer),
        *asked.sent_and_paid(customer, scope),
        *assessed.assessed(customer),
    ]
    found = (
        parts[0]
        .union(*parts[1:], all=True)
        .order_by("-told_on", F("told_at").desc(nulls_last=True), "told_kind", "-told_pk")
    )
    rows = [Told(*row) for row in found[first : first + EVENTS_A_PAGE + 1]]
    return Page(
        [SHOWN[row.kind](row) for row in rows[:EVENTS_A_PAGE]],
        number,
        len(rows) > EVENTS_A_PAGE,
    )
