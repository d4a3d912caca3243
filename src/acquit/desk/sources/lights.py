"""The light of a source in words: what it says, and what is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acquit.core.sentences import of_json
from acquit.desk import words
from acquit.intake.sources.light import Light
from acquit.web import reading
from acquit.web.cells import Badge

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.desk.following_words import Words
    from acquit.intake.models import Source

LIGHTS: dict[Light, tuple[Words, str, str]] = {
    Light.GOOD: (_("Works"), "circle-check", "good"),
    Light.WAITING: (_("Waits for the first time"), "clock", "neutral"),
    Light.PAUSED: (_("Paused"), "player-pause", "neutral"),
    Light.REFUSED: (_("Brought what was refused"), "file-alert", "warn"),
    Light.RETRYING: (_("Not reached, tries again"), "refresh-alert", "warn"),
    Light.QUIET: (_("Quiet for too long"), "volume-off", "bad"),
    Light.FAILING: (_("Out of reach"), "plug-connected-x", "bad"),
}


def badge(light: Light, under: str = "") -> Badge:
    """The light with its word, since colour is never alone."""
    label, icon, tone = LIGHTS[light]
    return Badge(str(label), icon, tone, under)


def trouble(source: Source) -> str:
    """Why it could not be reached the last time; empty when it could."""
    return words.told(of_json(source.trouble))


def next_try(source: Source, *, now: datetime) -> str:
    """When it is looked into by itself the next time; empty for never."""
    if source.next_try_at is None:
        return ""
    if source.next_try_at <= now:
        return gettext("within a minute")
    return reading.ago(source.next_try_at, now=now)


def since(at: datetime | None, *, now: datetime) -> str:
    """`3 minutes ago · 22 Nov 2026, 09:30`; empty for never."""
    if at is None:
        return ""
    return f"{reading.ago(at, now=now)} · {reading.instant(at)}"
