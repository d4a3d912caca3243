"""Messages and calls, and by what they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.channels.models import ArrivalOutcome
from acquit.desk import words
from acquit.desk.audit.said import parts
from acquit.desk.scenarios import said as scenarios
from acquit.desk.wording import names as wording
from acquit.dunning.models import CallOutcome

if TYPE_CHECKING:
    from acquit.audit.models import Entry


def step(entry: Entry, _currency: str) -> str:
    """Which step it was."""
    code = entry.details.get("kind") or entry.details.get("step", "")
    return parts.listed(words.step(code), entry.reason)


def call(entry: Entry, _currency: str) -> str:
    """Which call it was, and what came of it."""
    told = entry.details
    again = told["again_on"]
    day = parts.day(again) if again else ""
    return parts.listed(
        words.step(told["step"]),
        parts.label(CallOutcome.choices, told["outcome"]),
        _("again on %(day)s") % {"day": f"{day} {told.get('again_at', '')}".strip()}
        if again
        else "",
        entry.reason,
    )


def settled(entry: Entry, _currency: str) -> str:
    """Whether it arrived."""
    return _("It arrived.") if entry.details["arrived"] else _("It did not arrive.")


def arrival(entry: Entry, _currency: str) -> str:
    """Which letter, what became of it, on which day, and how that is known."""
    told = entry.details
    return parts.listed(
        words.step(told["kind"]),
        parts.label(ArrivalOutcome.choices, told["outcome"]),
        parts.day(told["on"]),
        told["tracking"],
        _("with its acknowledgement") if told["proof"] else "",
        entry.reason,
    )


def bundle(entry: Entry, _currency: str) -> str:
    """Its number, and how much is in it."""
    told = entry.details
    letters = ngettext("%(count)d letter", "%(count)d letters", told["letters"])
    number = _("Bundle %(number)s") % {"number": told["number"]}
    return parts.listed(number, letters % {"count": told["letters"]})


def scenario(entry: Entry, _currency: str) -> str:
    """Which scenario or rule, and what was said of it."""
    told = entry.details
    steps = ngettext("%(count)d step", "%(count)d steps", told.get("steps", 0))
    return parts.listed(
        scenarios.name(told["name"]),
        _("version %(number)s") % {"number": told["version"]} if "version" in told else "",
        _("those under way stay") if told.get("moves") is False else "",
        _("was %(name)s") % {"name": told["before"]} if "before" in told else "",
        scenarios.name(told.get("scenario", "")),
        _("place %(place)s") % {"place": told["place"]} if "place" in told else "",
        steps % {"count": told["steps"]} if "steps" in told else "",
        entry.reason,
    )


def worded(entry: Entry, _currency: str) -> str:
    """Which text, by which channel, in which language and tone."""
    told = entry.details
    return parts.listed(
        wording.step_name(told["step"]),
        str(wording.CHANNELS[told["channel"]]),
        wording.LANGUAGE_NAMES[told["language"]],
        str(wording.TONE_NAMES.get(told["tone"], "")),
    )
