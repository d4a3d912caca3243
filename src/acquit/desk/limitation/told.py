"""The day of a claim in words: by which rule, how near, and what moved it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.core.law import COUNTRIES, Event
from acquit.core.law.shapes import Begins
from acquit.core.limitation_watch import Stage
from acquit.desk.law import told as law
from acquit.limitation.models import KINDS, STAGES
from acquit.web import reading
from acquit.web.cells import Badge

if TYPE_CHECKING:
    from datetime import date

    from acquit.core.law import Limitation
    from acquit.core.party import Party
    from acquit.desk.following_words import Words

TONES: dict[str, tuple[str, str]] = {
    Stage.PAST: ("hourglass-empty", "bad"),
    Stage.MONTH: ("alarm", "bad"),
    Stage.HALF_YEAR: ("hourglass-high", "warn"),
    Stage.YEAR: ("hourglass", "info"),
}
BEGINS: dict[Begins, Words] = {
    Begins.DUE: gettext_lazy("Counted from the due day."),
    Begins.DAY_AFTER_DUE: gettext_lazy("Counted from the day after the due day."),
    Begins.YEAR_END: gettext_lazy("Counted from the end of the year in which it was due."),
}
EVENTS: dict[Event, tuple[Words, str]] = {
    Event.ACKNOWLEDGEMENT: (gettext_lazy("Acknowledged"), "signature"),
    Event.COURT_CLAIM: (gettext_lazy("Brought to court"), "gavel"),
    Event.WRITTEN_NOTICE: (gettext_lazy("Written notice"), "mail"),
    Event.PART_PAYMENT: (gettext_lazy("Part payment"), "coins"),
}


def stage_badge(stage: str) -> Badge:
    """How near the day is; nothing while it is far."""
    icon, tone = TONES.get(stage, ("", "neutral"))
    return Badge(str(dict(STAGES).get(Stage(stage), "")) if stage else "", icon, tone)


def rule(day: Limitation) -> str:
    """What the claim is, how long it lives, and from when on."""
    said = law.limitation(day.rule)
    lapses = f"{said.what} {said.says[:1].lower()}{said.says[1:]}"
    if day.moved_by is not None:
        return lapses
    return f"{lapses} {BEGINS[day.rule.begins]}"


def moved(kind: str, on: date | None) -> str:
    """What the years were last counted from; "" when nothing moved the day."""
    if not kind or on is None:
        return ""
    return _("%(what)s on %(day)s") % {
        "what": EVENTS[Event(kind)][0],
        "day": reading.short_day(on),
    }


def event_badge(kind: str) -> Badge:
    """What happened."""
    words, icon = EVENTS[Event(kind)]
    return Badge(str(words), icon)


def named(kind: str) -> str:
    """The same as a sentence."""
    return str(dict(KINDS)[Event(kind)])


def law_page(country: str, party: Party) -> str:
    """Where the rule stands; "" where nothing is written down."""
    asked = {"country": country, "party": party.value}
    return f"{reverse('desk:law')}?{urlencode(asked)}" if country in COUNTRIES else ""
