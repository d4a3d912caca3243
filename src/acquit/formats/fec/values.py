"""Amounts and days as a FEC writes them, and as programs write them all the same."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats.values import calendar_day, refused, shown

if TYPE_CHECKING:
    from datetime import date

    from acquit.core.sentences import Said
    from acquit.formats.records import Refused

_MOST_DIGITS = 15
_NOTHING = frozenset(("", "0,00", "0.00", "0"))
_AMOUNT = re.compile(r"([+-]?)([0-9]{0,15})(?:[.,]([0-9]{1,2})?0*)?([+-]?)")
# The blanks that a spreadsheet puts between thousands.
_BLANKS = str.maketrans("", "", " \u00a0\u202f")
_DAYS = (
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?: 00:00:00)?"),
    re.compile(r"(?P<day>[0-9]{2})/(?P<month>[0-9]{2})/(?P<year>[0-9]{4})"),
)
_DEBIT = {"D": 1, "+1": 1, "1": 1, "+": 1, "C": -1, "-1": -1, "-": -1}


def minor_of(text: str) -> int | None:
    """The amount in cents; an empty cell is nothing. None = it is no amount."""
    if text in _NOTHING:
        return 0
    text = text.strip()
    whole, cents = text[:-3], text[-2:]
    if text[-3:-2] in {",", "."} and len(whole) <= _MOST_DIGITS and text.isascii():
        digits = whole + cents
        if digits.isdigit():
            return int(digits)
    return _slowly(text)


@lru_cache(maxsize=1024)
def _slowly(text: str) -> int | None:
    bare = text.translate(_BLANKS).strip()
    if not bare:
        return 0
    found = _AMOUNT.fullmatch(bare)
    if found is None or not (found[2] or found[3]) or (found[1] and found[4]):
        return None
    minor = int(found[2] or 0) * 100 + int((found[3] or "").ljust(2, "0"))
    return -minor if "-" in {found[1], found[4]} else minor


def rounded(text: str) -> int | None:
    """The cents nearest to what a spreadsheet has calculated; None = it is no amount."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** _MOST_DIGITS:
        return None
    return int(amount.scaleb(2).to_integral_value(ROUND_HALF_UP))


def direction_of(text: str) -> int | None:
    """1 for debit, -1 for credit; None = neither."""
    return _DEBIT.get(text.strip().upper())


@lru_cache(maxsize=8192)
def day_of(text: str) -> date | None:
    """The day; None = it is none."""
    for pattern in _DAYS:
        if found := pattern.fullmatch(text.strip()):
            return calendar_day(int(found["year"]), int(found["month"]), int(found["day"]))
    return None


def no_amount(where: Said, text: str) -> Refused:
    """The refusal of a file with an amount that cannot be added up."""
    return refused(
        where=where,
        saw=shown(text),
        wanted=say("an amount such as 1234,50, with two decimals at most"),
        remedy=say("Export the FEC again; do not open and save it in an editor."),
    )
