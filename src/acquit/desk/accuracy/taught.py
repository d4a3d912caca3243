"""What people taught, and who did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.desk.accuracy import kinds
from acquit.matching.models import Lesson, Topic
from acquit.matching.queries.accuracy import newest_lessons
from acquit.web.cells import Cell, Instant, Link, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

A_FEW = 12


def how() -> str:
    """What is learned, and how it is forgotten."""
    return _(
        "Whoever says what a payment is for teaches whose account and whose name it came "
        "from, and whether the proposal was right. A way of paying that was confirmed "
        "three times and never contradicted posts by itself for that customer. Who undoes "
        "the decision takes the lesson back."
    )


def newest(company_ids: Sequence[int]) -> Lines:
    """The last few lessons."""
    return Lines(
        [Head(_("Learned")), Head(_("Customer")), Head(_("Taught by")), Head(_("When"))],
        [_row(one) for one in newest_lessons(company_ids)[:A_FEW]],
    )


def _row(one: Lesson) -> list[Cell]:
    return [
        Text(_what(one), under=one.value),
        Link(one.customer.name, reverse("desk:customer", args=[one.customer_id])),
        Text(one.actor.name if one.actor else _("Command line")),
        Instant(one.learned_at),
    ]


def _what(one: Lesson) -> str:
    if one.topic == Topic.ACCOUNT:
        return _("Pays from this account")
    if one.topic == Topic.NAME:
        return _("Pays under this name")
    evidence = {"evidence": kinds.named(one.value)}
    if one.right:
        return _("Confirmed: %(evidence)s") % evidence
    return _("Contradicted: %(evidence)s") % evidence
