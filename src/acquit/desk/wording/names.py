"""What people read for texts, channels and tones, and the key that an address names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from acquit.desk.following_words import STEPS
from acquit.dunning.wording.codes import ONE_TONE, TEXTS
from acquit.dunning.wording.facts import LANGUAGES, TONES
from acquit.dunning.wording.originals import written_for
from acquit.dunning.wording.writing import Key
from acquit.organisation.models import LANGUAGES as NAMED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from acquit.desk.following_words import Words
    from acquit.organisation.models import Company

CHANNELS: dict[str, Words] = {
    "EMAIL": _("E-mail and letter"),
    "SMS": _("SMS"),
    "PHONE": _("Script of a call"),
}
TONE_NAMES: dict[str, Words] = {
    "FRIENDLY": _("Friendly"),
    "NEUTRAL": _("Neutral"),
    "FIRM": _("Firm"),
}
LANGUAGE_NAMES = dict(NAMED)
_OWN_NAMES: dict[str, Words] = {
    "REMINDER_3": _("Third reminder and later ones"),
    "CALL": _("Call"),
    "CHASE": _("Question to the sales representative"),
}


def step_name(text: str) -> str:
    """The step that a text is for."""
    return str(_OWN_NAMES.get(text) or STEPS[text][0])


def key_of(asked: Mapping[str, str], company: Company) -> Key:
    """The text that an address names; what it does not say, or says wrongly, is usual."""
    channel = _among(asked.get("channel"), CHANNELS, "EMAIL")
    written = written_for(channel)
    usual = "REMINDER_1" if "REMINDER_1" in written else written[0]
    text = _among(asked.get("step"), written, usual)
    language = _among(asked.get("language"), LANGUAGES, company.language)
    tone = _among(asked.get("tone"), TONES, "NEUTRAL")
    return Key(text, channel, language, "" if text in ONE_TONE else tone)


def order(text: str) -> int:
    """The place of a text in the course of things."""
    return TEXTS.index(text)


def _among(value: str | None, known: Collection[str], usual: str) -> str:
    return value if value is not None and value in known else usual
