"""Amounts and days as the statement and invoice formats write them, and how to refuse one.

Nothing is rounded, nothing is guessed: a text that is not exactly an amount or a day ends
in `Refused`, with its place.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core import money
from acquit.core.sentences import Sentence, say
from acquit.formats.records import Problem, Refused

if TYPE_CHECKING:
    from acquit.core.sentences import Said

FIRST_YEAR, LAST_YEAR = 1900, 2199
MOST_SHOWN = 60

_DECIMAL = re.compile(r"[+-]?([0-9]{1,30})(?:\.([0-9]{0,12}))?")
# xs:date and xs:dateTime begin alike; a time zone or a time after the day does not move it.
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[TZ+-].{0,40})?")
_MOST_DIGITS = (
    15  # ISO 20022 allows 18 with the decimals; beyond this, cents overflow a bigint
)

ASK_AGAIN = say("Ask the sender for the file again.")
NOTHING = say("nothing")
AN_AMOUNT = say("an amount such as 1234.50")
A_DAY = say("a day such as 2026-03-31")


def refused(*, where: Said, saw: Said, wanted: Said, remedy: Said = ASK_AGAIN) -> Refused:
    """The refusal of a whole file, to be raised."""
    return Refused(Problem(where=where, saw=saw, wanted=wanted, remedy=remedy))


def shown(text: str) -> Sentence:
    """The text in quotes, on one line, cut when long: fit to be shown and logged."""
    if not text:
        return NOTHING
    cut = text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"
    printable = "".join(c if c.isprintable() else "�" for c in cut)
    return say("“%(text)s”", text=printable)


def decimals_of(currency: str) -> Sentence:
    """What an amount that is too precise should have been."""
    if not currency:
        return say("no more decimals than a currency has")
    return say("no more decimals than %(currency)s has", currency=currency)


def too_precise(amount: Decimal, currency: str) -> bool:
    """Whether it has more decimals than the currency (two when none is stated)."""
    scaled = amount.scaleb(money.exponent(currency))
    return scaled != scaled.to_integral_value()


def amount(text: str, *, currency: str, where: Said) -> Decimal:
    """Read an amount with a decimal point, sign allowed; raises Refused."""
    found = _DECIMAL.fullmatch(text)
    if found is None:
        raise refused(where=where, saw=shown(text), wanted=AN_AMOUNT)
    if len(found[1].lstrip("0")) > _MOST_DIGITS:
        raise refused(
            where=where,
            saw=shown(text),
            wanted=say(
                "an amount of at most %(most)s digits before the point", most=_MOST_DIGITS
            ),
        )
    value = Decimal(text)
    if too_precise(value, currency):
        raise refused(
            where=where,
            saw=shown(text),
            wanted=decimals_of(currency),
        )
    return value


def positive(text: str, *, currency: str, where: Said) -> Decimal:
    """Read an amount that carries no sign, because its direction stands beside it."""
    value = amount(text, currency=currency, where=where)
    if value.is_signed():
        raise refused(
            where=where,
            saw=shown(text),
            wanted=say("an amount without a sign beside its direction"),
        )
    return value


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day, or None when the calendar has none or it is absurdly far away."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day(text: str, *, where: Said) -> date:
    """Read a day, or the day of an instant, in ISO 8601; raises Refused."""
    found = _DAY.fullmatch(text)
    value = calendar_day(*map(int, found.groups())) if found else None
    if value is None:
        raise refused(where=where, saw=shown(text), wanted=A_DAY)
    return value
