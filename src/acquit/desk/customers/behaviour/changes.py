"""How profile and score of a customer have changed, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acquit.core.score import class_of
from acquit.desk.customers.head import told
from acquit.desk.customers.payer import Score, profile_badge, profile_name
from acquit.web import reading
from acquit.web.cells import Stacked, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.ledger.models import Customer
    from acquit.scoring.models import Change
    from acquit.web.cells import Cell

MOST = 50


def history(customer: Customer, *, as_of: date) -> Lines:
    """The newest first, until that day."""
    changes = customer.score_changes.filter(on__lte=as_of).order_by("-on", "-pk")[:MOST]
    heads = [Head(_("Since")), Head(_("Profile")), Head(_("Score")), Head(_("Why"))]
    return Lines(heads, [_row(one) for one in changes])


def _row(one: Change) -> Sequence[Cell]:
    was = (
        _("before: %(was)s") % {"was": profile_name(one.profile_before)}
        if one.profile_before not in {"", one.profile}
        else ""
    )
    before = one.score_before
    score_was = "" if before is None else _("before: %(was)s") % {"was": before}
    return (
        Text(reading.short_day(one.on)),
        profile_badge(one.profile, was),
        Score(one.score, class_of(one.score), score_was),
        Stacked([Text(said) for said in told(one.evidence)]),
    )
