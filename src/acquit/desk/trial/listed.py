"""The trials that there are: what was tried, how each stands, how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.desk.scenarios import said
from acquit.dunning.models import Trial, TrialState
from acquit.dunning.queries.chosen import IN_FORCE
from acquit.web import reading
from acquit.web.cells import Badge, Cell, Link, Number, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

_STATES = {
    TrialState.WAITING: ("clock", "neutral"),
    TrialState.RUNNING: ("loader", "info"),
    TrialState.DONE: ("circle-check", "good"),
    TrialState.FAILED: ("alert-triangle", "bad"),
}


def name(one: Trial) -> str:
    """What was tried."""
    if one.label == IN_FORCE:
        return _("Each customer by its own")
    named = said.name(one.scenario.name if one.scenario else one.label)
    return _("%(name)s (draft)") % {"name": named} if one.draft else named


def state(one: Trial) -> Badge:
    """How it stands."""
    icon, tone = _STATES[TrialState(one.state)]
    return Badge(one.get_state_display(), icon, tone)


def latest(some: Iterable[Trial]) -> Lines | None:
    """The trials that can be opened again, the newest first."""
    rows: list[Sequence[Cell]] = [
        [
            Link(name(one), reverse("desk:trial", args=[one.pk]), row=True),
            Text(_period(one.first_on, one.last_on)),
            Number((one.result or {}).get("messages")),
            state(one),
            Text(reading.instant(one.asked_at)),
        ]
        for one in some
    ]
    heads = [
        Head(_("Scenario")),
        Head(_("Days")),
        Head(_("Messages"), numeric=True),
        Head(_("State")),
        Head(_("Tried on"), phone=False),
    ]
    return Lines(heads, rows) if rows else None


def progress(one: Trial, *, now: datetime) -> dict[str, Any]:
    """How many days are over, of how many, and about how long it still takes."""
    days = (one.last_on - one.first_on).days + 1
    left = ""
    if one.began_at is not None and one.days_done:
        seconds = (now - one.began_at).total_seconds() / one.days_done
        rest = max(round(seconds * (days - one.days_done)), 1)
        left = ngettext(
            "about %(count)d second left", "about %(count)d seconds left", rest
        ) % {"count": rest}
    return {
        "days": days,
        "over": one.days_done,
        "percent": round(100 * one.days_done / days),
        "left": left,
        "state": state(one),
    }


def _period(first: date, last: date) -> str:
    return _("%(first)s to %(last)s") % {
        "first": reading.short_day(first, today=None),
        "last": reading.short_day(last, today=None),
    }
