"""Whether a text can be used: tried with every case it may meet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.sentences import Said, say
from acquit.dunning.wording.engine import Unwritable, compiled
from acquit.dunning.wording.facts import Text
from acquit.dunning.wording.writing import LONGEST_SUBJECT, key_of, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.dunning.wording.facts import Case, Written
    from acquit.dunning.wording.writing import Key

NAMED = 10
# Words of money on top and of the law, which a consumer may not be met with.
_CAREFUL = re.compile(
    r"\bfees?\b|\bcosts?\b|\binterest\b|penalt|compensation|formal notice|\blegal|\bcourt"
    r"|bailiff|lawyer|solicitor|collection agenc"
    r"|\bfrais\b|intérêts|pénalité|indemnité|majoration|en demeure|tribunal|huissier|avocat"
    r"|judiciaire|contentieux|recouvrement"
    r"|\bkosten\b|\brente\b|interest|vergoeding|boete|ingebreke|in gebreke|aanmaning"
    r"|rechtbank|deurwaarder|advocaat|gerechtelijk|incasso|invordering"
    r"|gebühr|zinsen|pauschale|mahnung|gericht|anwalt|inkasso|rechtsweg|vollstreck",
    re.IGNORECASE,
)


class Failure(NamedTuple):
    """One case in which the text does not do. line: in the body from 1, 0 = nowhere in
    particular.
    """

    name: str
    problem: Said
    line: int = 0
    subject: bool = False


def unreadable(text: Text) -> Failure | None:
    """What is wrong with the text itself, whoever gets it."""
    for source, subject in ((text.subject, True), (text.body, False)):
        try:
            compiled(source)
        except Unwritable as refused:
            return Failure("", refused.problem, 0 if subject else refused.line, subject)
    if not text.body.strip():
        return Failure("", say("The text is empty."))
    return None


def failures(text: Text, key: Key, cases: Iterable[tuple[str, Case]]) -> list[Failure]:
    """The cases, by the name they come with, that this text cannot be written for.

    Cases that this text is not for (another language, no known business) are passed over.
    """
    channels = ("EMAIL", "LETTER") if key.channel == "EMAIL" else (key.channel,)
    tone = key.tone or "NEUTRAL"
    found = []
    for name, case in cases:
        for channel in channels:
            if key_of(key.text, case, channel=channel, tone=tone) != key:
                continue
            problem = _failure(text, key, case, channel=channel, tone=tone)
            if problem is not None:
                found.append(Failure(name, problem))
                break
    return found


def _failure(text: Text, key: Key, case: Case, *, channel: str, tone: str) -> Said | None:
    try:
        message = written(text, key.text, case, channel=channel, tone=tone)
    except Unwritable as refused:
        return refused.problem
    return _empty(message, key)


def _empty(message: Written, key: Key) -> Said | None:
    """Nothing may be left of a text when its conditions are all false."""
    if not message.body.strip():
        return say("Nothing is left of the text.")
    if key.channel != "SMS" and not message.subject.strip():
        return say("Nothing is left of the subject.")
    if len(message.subject) >= LONGEST_SUBJECT:
        return say("The subject is longer than %(most)s characters.", most=LONGEST_SUBJECT)
    return None


def careful(text: Text, key: Key) -> list[str]:
    """Words of costs, interest or the law in a text that consumers get as well, once each.

    The formal notice is for businesses alone, and scripts are read by ourselves.
    """
    if key.text in {"FORMAL_NOTICE", "HANDOVER_NOTICE", "CALL", "CHASE"}:
        return []
    found = _CAREFUL.findall(f"{text.subject}\n{text.body}")
    return list(dict.fromkeys(word.lower() for word in found))
