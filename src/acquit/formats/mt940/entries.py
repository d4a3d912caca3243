"""Field :61: of SWIFT MT940 and MT942, and the amounts and days of its neighbours.

`YYMMDD[MMDD]` mark [funds code] amount [type] reference [//bank's reference], and further
details on the next line. A mark is C or D; RC and RD take one of them back, so their sign
is the other one; EC and ED (MT942) only announce.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import values
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from acquit.core.sentences import Said
    from acquit.formats.records import Refused

_ENTRY = re.compile(
    r"\s*([0-9]{6})([0-9]{4}|\s{4})?\s?([RE]?[CD])([A-Z])?\s?([0-9][0-9.,]*)"
    r"(?:[A-Z]([A-Z0-9 ]{3}))?(.*)"
)
_BALANCE = re.compile(r"\s*([CD])([0-9]{6})([A-Z]{3})?\s?([0-9][0-9.,]*)\s*")
_TOTAL = re.compile(r"\s*([0-9]{1,6})([A-Z]{3})([0-9][0-9.,]*)\s*")
_FLOOR = re.compile(r"\s*([A-Z]{3})([CD])?([0-9][0-9.,]*)\s*")
_AMOUNT = re.compile(r"[0-9]+(?:,[0-9]*)?")
_HALF_A_YEAR = timedelta(days=183)


@dataclass(slots=True)
class Entry:
    """One statement line. amount: signed, money in is positive.

    kind: the last three letters of its type, such as TRF, or a code of the bank.
    """

    where: Said
    booked_on: date
    value_on: date
    amount: Decimal
    reversal: bool
    announced: bool
    kind: str
    reference: str
    bank_reference: str
    further: str


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance, signed, or the total of so many entries. currency "" = not stated."""

    amount: Decimal
    currency: str
    on: date | None = None
    number: int = 0


def entry(lines: list[str], *, currency: str, where: Said) -> Entry:
    """Read field :61:; raises Refused."""
    found = _ENTRY.fullmatch(lines[0])
    if found is None:
        raise refused(
            where=where,
            saw=shown(lines[0].strip()),
            wanted=say(
                "a line such as %(example)s", example="2603310331C1234,50NTRFNONREF"
            ),
        )
    value, booked, mark, _funds, written, kind, rest = found.groups()
    value_on = _value_day(value)
    if value_on is None:
        raise _no_day(value, where)
    booked_on = _booking_day(booked, value_on)
    if booked_on is None:
        raise _no_booking_day(booked, where)
    amount = _amount(written, currency, where)
    reference, _, bank_reference = rest.partition("//")
    return Entry(
        where=where,
        booked_on=booked_on,
        value_on=value_on,
        amount=-amount if mark in {"D", "RC", "ED"} else amount,
        reversal=mark[0] == "R",
        announced=mark[0] == "E",
        kind=kind or "",
        reference=reference.strip(),
        bank_reference=bank_reference.strip(),
        further=" ".join(" ".join(lines[1:]).split()),
    )


def balance(lines: list[str], *, currency: str, where: Said) -> Balance:
    """Read field :60: or :62:, whose currency some banks leave out; raises Refused."""
    found = _BALANCE.fullmatch(lines[0])
    if found is None:
        raise refused(
            where=where,
            saw=shown(lines[0].strip()),
            wanted=say("a balance such as %(example)s", example="C260331EUR1234,50"),
        )
    own = found[3] or currency
    amount = _amount(found[4], own, where)
    day = _calendar_day(found[2])
    if day is None and found[2] != "000000":
        raise _no_day(found[2], where)
    return Balance(-amount if found[1] == "D" else amount, own, day)


def total(lines: list[str], *, where: Said) -> Balance:
    """Read field :90C: or :90D:, the number and the sum of entries; raises Refused."""
    found = _TOTAL.fullmatch(lines[0])
    if found is None:
        raise refused(
            where=where,
            saw=shown(lines[0].strip()),
            wanted=say("a total such as %(example)s", example="3EUR1234,50"),
        )
    amount = _amount(found[3], found[2], where)
    return Balance(amount, found[2], number=int(found[1]))


def floor_limit(lines: list[str], *, where: Said) -> Balance:
    """Read field :34F:, the amount below which entries are not told; raises Refused."""
    found = _FLOOR.fullmatch(lines[0])
    if found is None:
        raise refused(
            where=where,
            saw=shown(lines[0].strip()),
            wanted=say("a limit such as %(example)s", example="EUR0,"),
        )
    return Balance(_amount(found[3], found[1], where), found[1])


def day_of_report(lines: list[str]) -> date | None:
    """The day in field :13D: or :13:, `YYMMDDhhmm` and a time zone."""
    text = lines[0].strip()[:6]
    return _calendar_day(text) if len(text) == 6 and text.isdecimal() else None


def _amount(text: str, currency: str, where: Said) -> Decimal:
    if not _AMOUNT.fullmatch(text):
        wanted = say("an amount such as %(example)s", example="1234,50")
        raise refused(where=where, saw=shown(text), wanted=wanted)
    return values.amount(text.replace(",", "."), currency=currency, where=where)


@lru_cache(maxsize=1000)
def _value_day(text: str) -> date | None:
    """Where interest counts 30 days a month, a value day may be 30 February: its last."""
    if text[2:] in {"0229", "0230"} and _calendar_day(text) is None:
        return date(2000 + int(text[:2]), 3, 1) - timedelta(days=1)
    return _calendar_day(text)


@lru_cache(maxsize=1000)
def _booking_day(text: str | None, value_on: date) -> date | None:
    """The month and day nearest to the value date; without them, the value date."""
    if text is None or not text.strip(" 0"):
        return value_on
    month, day = int(text[:2]), int(text[2:])
    for year in (value_on.year, value_on.year - 1, value_on.year + 1):
        found = values.calendar_day(year, month, day)
        if found is not None and abs(found - value_on) <= _HALF_A_YEAR:
            return found
    return None


def _calendar_day(text: str) -> date | None:
    return values.calendar_day(2000 + int(text[:2]), int(text[2:4]), int(text[4:6]))


def _no_day(text: str, where: Said) -> Refused:
    wanted = say("a day such as %(example)s", example="260331")
    return refused(where=where, saw=shown(text), wanted=wanted)


def _no_booking_day(text: str, where: Said) -> Refused:
    wanted = say(
        "a month and a day near the value date, such as %(example)s", example="0331"
    )
    return refused(where=where, saw=shown(text), wanted=wanted)
