"""Terms of payment as sellers write them (BT-20): days of grace, discounts when paid early.

Written for machines: the lines of XRechnung (`#SKONTO#TAGE=7#PROZENT=2.00#`). Written for
people: in English, French, Dutch and German, and only where one reading is possible; what
can be read in two ways, or not at all, stays text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 2000  # characters; longer terms are a contract, not a line to compute with


@dataclass(frozen=True, slots=True)
class Early:
    """A discount in words. percent: 0..100, never 0; days: after the issue; base: what the
    percentage is of, None = the whole.
    """

    percent: Decimal
    days: int
    base: Decimal | None = None


# XRechnung 3.0, BR-DE-18; the third part is optional.
_SKONTO = re.compile(
    r"#SKONTO#TAGE=([0-9]{1,3})#PROZENT=([0-9]{1,2}\.[0-9]{2})"
    r"(?:#BASISBETRAG=(-?[0-9]{1,12}\.[0-9]{2}))?#"
)
_MACHINE_LINE = re.compile(r"#(?:SKONTO|VERZUG)#[^ ]*#")

_PERCENT = r"([0-9]{1,2}(?:[.,][0-9]{1,3})?) ?%"
_DAYS = r"(?<![0-9.,/-])([0-9]{1,3}) ?(?:jours?|jrs?|days?|dagen|dag|dgn|tage?n?|d|j)\b"
_WORD = r"(?:skonto|escompte|discount|korting)"
# Between the parts no other number; a comma ends the thought behind the percentage only.
_GAP, _SHORT_GAP = r"[^%0-9]{0,40}?", r"[^%0-9,;.]{0,40}?"
_EARLY = tuple(
    (re.compile(pattern), percent_first)
    for pattern, percent_first in (
        (_PERCENT + _SHORT_GAP + _WORD + _SHORT_GAP + _DAYS, True),
        (_WORD + _SHORT_GAP + _PERCENT + _SHORT_GAP + _DAYS, True),
        (_DAYS + _GAP + _PERCENT + _SHORT_GAP + _WORD, False),
        (_DAYS + _SHORT_GAP + _WORD + _SHORT_GAP + _PERCENT, False),
    )
)
_NO_DISCOUNT = re.compile(
    r"(?:\bpas d.|aucun |\bsans |\bnot? |kein(?:en)? |\bohne |\bgeen |\bzonder )"
    + _WORD
    + r"|"
    + _WORD
    + r"[^%0-9]{0,40}(?:neant|aucun|null)"
)
_PERCENT_ALONE = re.compile(
    _PERCENT + _SHORT_GAP + _WORD + "|" + _WORD + _SHORT_GAP + _PERCENT
)

_GRACE = re.compile(_DAYS)
_NET = re.compile(_DAYS + r" ?(?:net+o?|rein|strikt|ohne abzug)\b|\bnet+o? ?" + _DAYS)
_AT_ONCE = re.compile(
    r"\b(?:sofort (?:fallig|zahlbar)|(?:fallig|zahlbar|zahlung) sofort|rein netto sofort"
    r"|(?:paiement|payable|reglement) (?:comptant|immediat|a (?:la )?reception)"
    r"|immediate payment"
    r"|(?:due|payable|payment) (?:up)?on receipt|due immediately|contante? (?:betaling)?"
    r"|onmiddellijk (?:betaalbaar|te betalen))\b"
)
_END_OF_MONTH = re.compile(
    r"fin de mois|\bfdm\b|\beom\b|end of (?:the )?month|einde?(?: van de)? maand|monatsende"
)
_ON_THE = re.compile(r"^ ?(?:le|the|de|den)? ?([0-9]{1,2})\b")


def discounts(text: str) -> list[Early]:
    """What the terms offer for early payment, soonest first; may be empty."""
    machine = [
        Early(Decimal(percent), int(days), Decimal(base) if base else None)
        for days, percent, base in _SKONTO.findall(text)
        if Decimal(percent)
    ]
    if machine:
        return sorted(machine, key=lambda early: early.days)
    return _in_words(_people_read(text))


def percent_alone(text: str) -> Decimal | None:
    """A discount whose last day stands elsewhere."""
    words = _people_read(text)
    found = _PERCENT_ALONE.search(words)
    if found is None or _NO_DISCOUNT.search(words):
        return None
    return _number(found[1] or found[2]) or None


def due_day(text: str, issued_on: date) -> date | None:
    """The last day that the terms leave to pay all of it; None when they do not say."""
    for days, percent, _ in _SKONTO.findall(text):
        if not Decimal(percent):
            return issued_on + timedelta(days=int(days))
    words = _people_read(text)
    days = _grace(words)
    if days is None:
        return None
    due_on = issued_on + timedelta(days=days)
    return _at_end_of_month(words, due_on)


def _people_read(text: str) -> str:
    """The words, folded, without the lines for machines; "" for a contract."""
    return "" if len(text) > LONGEST else fold(_MACHINE_LINE.sub(" ", text))


def _in_words(words: str) -> list[Early]:
    if _NO_DISCOUNT.search(words):
        return []
    found: dict[Decimal, set[int]] = {}
    for percent, days, _span in _matches(words):
        if percent:
            found.setdefault(percent, set()).add(days)
    # Two periods for one percentage: one of them belongs to something else.
    return sorted(
        (Early(percent, days.pop()) for percent, days in found.items() if len(days) == 1),
        key=lambda early: early.days,
    )


def _matches(words: str) -> Iterator[tuple[Decimal, int, tuple[int, int]]]:
    for pattern, percent_first in _EARLY:
        for match in pattern.finditer(words):
            percent, days = match.groups() if percent_first else match.groups()[::-1]
            yield _number(percent), int(days), match.span()


def _grace(words: str) -> int | None:
    """The days until all is due: those called net, else the only ones there are."""
    called_net = {int(one or other) for one, other in _NET.findall(words)}
    if len(called_net) == 1:
        return called_net.pop()
    taken = [span for _, _, span in _matches(words)]
    if not taken and _PERCENT_ALONE.search(words):
        return None  # the days may be those of the discount
    every = {
        int(match[1])
        for match in _GRACE.finditer(words)
        if not any(start <= match.start() < end for start, end in taken)
    }
    if len(every) == 1:
        return every.pop()
    return 0 if not every and _AT_ONCE.search(words) else None


def _at_end_of_month(words: str, due_on: date) -> date:
    """“30 jours fin de mois”: the last day of that month; “… le 10”: the 10th after it."""
    found = _END_OF_MONTH.search(words)
    if found is None:
        return due_on
    last = _last_of_month(due_on)
    day = _ON_THE.search(words[found.end() :])
    return last + timedelta(days=int(day[1])) if day else last


def _last_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
