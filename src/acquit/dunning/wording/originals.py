"""The texts that we wrote: one file for each step and language, a section for each tone.

`[FRIENDLY]` opens a section, `[ANY]` one for all tones; its first line is the subject. In
`sms.txt` a section is `[REMINDER_1 FRIENDLY]`, without a subject. A paragraph may stand on
several lines here, and becomes one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from acquit.dunning.wording.codes import TEXTS
from acquit.dunning.wording.facts import TONES, Text
from acquit.dunning.wording.words import FOLDER

ANY = "ANY"
# What a channel is written by: e-mail and letter share their texts.
SHARED = {
    "EMAIL": "EMAIL",
    "LETTER": "EMAIL",
    "SMS": "SMS",
    "PHONE": "PHONE",
    "WEBHOOK": "EMAIL",
}
_SECTION = re.compile(r"^\[([A-Z0-9_]+)(?: ([A-Z]+))?\]\n", re.MULTILINE)


@lru_cache
def original(text: str, channel: str, language: str, tone: str) -> Text:
    """The text of one of TEXTS. Raises KeyError where there is none for this channel."""
    written = SHARED[channel]
    found = _sections(language, "sms" if written == "SMS" else text.lower())
    place = text if written == "SMS" else ""
    source = found[place, tone] if (place, tone) in found else found[place, ANY]
    if written == "SMS":
        return Text("", _unwrapped(source))
    subject, _, body = source.strip().partition("\n")
    return Text(subject.strip(), _unwrapped(body))


def written_for(channel: str) -> tuple[str, ...]:
    """The texts that there are for a channel."""
    match SHARED[channel]:
        case "SMS":
            return tuple(dict.fromkeys(text for text, _tone in _sections("en", "sms")))
        case "PHONE":
            return ("CALL",)
        case _:
            return tuple(text for text in TEXTS if text != "CALL")


@lru_cache
def _sections(language: str, name: str) -> dict[tuple[str, str], str]:
    """Text and tone (or "" and tone) -> what stands below that head."""
    source = (FOLDER / language / f"{name}.txt").read_text(encoding="utf-8")
    found: dict[tuple[str, str], str] = {}
    pieces = _SECTION.split(source)[1:]
    for first, second, body in zip(*[iter(pieces)] * 3, strict=True):
        text, tone = (first, second) if second else ("", first)
        tones = TONES if tone == ANY else (tone,)
        found |= {(text, one): body for one in tones}
    return found


def _unwrapped(text: str) -> str:
    """Lines of a paragraph joined; points of a list and lines of tags alone stay apart."""
    lines: list[str] = []
    for line in text.strip().split("\n"):
        told = line.strip()
        joins = lines and lines[-1] and told and not told.startswith("- ")
        if joins and not _tags_alone(lines[-1]) and not _tags_alone(told):
            lines[-1] += f" {told}"
        else:
            lines.append(told)
    return "\n".join(lines)


def _tags_alone(line: str) -> bool:
    return re.fullmatch(r"(?:\{%[^%]*%\})+", line) is not None
