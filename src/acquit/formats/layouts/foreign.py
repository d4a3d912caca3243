"""Amounts and days as people all over Europe write them, and which way a table writes them.

`1.234,50`, `1,234.50`, `1 234,50 €`, `1'234.50`, `1234.5-`, `(12.00)`, `31/12/2026`,
`12/31/26`, `2026-12-31`, `20261231`, `31-Dec-2026`, `31 déc. 2026`.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from acquit.core.text import fold
from acquit.formats import values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.formats.cells import Cell
    from acquit.formats.layouts.layout import DayOrder, DecimalMark

LONGEST = 60
_CURRENCY = re.compile(r"(?:EUR|USD|GBP|CHF|[A-Z]{3}|€|\$|£)")
_BLANKS = re.compile(r"[\s\u00a0\u202f'\u2019_]+")
_TOO_MUCH = 10**18
_PLAIN = re.compile(r"-?([0-9]{1,15})(?:([.,])[0-9]{1,2})?")
_NUMBER = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,12})?")
_GROUPED = {
    ".": re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?"),
    ",": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?"),
}
_ONE_GROUP = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")
_PARTS = re.compile(r"([0-9]{1,4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{2,4})(?:[ T,].{0,30})?")
_COMPACT = re.compile(r"([0-9]{8})(?:\.0+)?")
_NAMED = re.compile(r"([0-9]{1,2})\.?[-/. ]*([a-z]{3,10})\.?[-/. ,]*([0-9]{2,4})")
# The first letters of the months, folded, that tell them apart in our four languages.
_MONTHS = {
    **dict.fromkeys(("jan", "janv", "januar", "january", "januari", "janvier"), 1),
    **dict.fromkeys(("feb", "fev", "fevr", "fevrier", "februar", "february"), 2),
    **dict.fromkeys(("februari", "febr"), 2),
    **dict.fromkeys(("mar", "mars", "march", "mrt", "maart", "marz", "maerz", "mrz"), 3),
    **dict.fromkeys(("apr", "avr", "avril", "april"), 4),
    **dict.fromkeys(("may", "mai", "mei"), 5),
    **dict.fromkeys(("jun", "juin", "june", "juni"), 6),
    **dict.fromkeys(("jul", "juil", "juillet", "july", "juli"), 7),
    **dict.fromkeys(("aug", "aou", "aout", "august", "augustus"), 8),
    **dict.fromkeys(("sep", "sept", "september", "septembre"), 9),
    **dict.fromkeys(("oct", "okt", "october", "oktober", "octobre"), 10),
    **dict.fromkeys(("nov", "november", "novembre"), 11),
    **dict.fromkeys(("dec", "dez", "december", "decembre", "dezember"), 12),
}
_CENTURY = 2000


def amount(cell: Cell, mark: DecimalMark) -> Decimal | None:
    """The amount with its sign, None when it is none; mark: what stands before the cents.

    A minus may stand behind, brackets mean a negative amount, a currency is passed over.
    """
    if isinstance(cell, Decimal | int | float) and not isinstance(cell, bool):
        number = Decimal(format(cell, ".15g") if isinstance(cell, float) else cell)
        return number if number.is_finite() and abs(number) < _TOO_MUCH else None
    if not isinstance(cell, str) or len(cell) > LONGEST:
        return None
    if (simple := _PLAIN.fullmatch(cell)) and simple[2] in {None, mark or simple[2]}:
        return Decimal(cell.replace(",", "."))  # nearly every amount
    text = _BLANKS.sub("", _CURRENCY.sub("", cell)).replace("\u2212", "-")
    negative = text.startswith(("-", "(")) or text.endswith("-")
    text = text.strip("()").removeprefix("+").removeprefix("-").rstrip("+-")
    plain = _without_groups(text, mark or _mark_of(text))
    if plain is None or not _NUMBER.fullmatch(plain):
        return None
    value = Decimal(plain)
    return -value if negative else value


def _without_groups(text: str, mark: str) -> str | None:
    """The digits with a point before the cents; None when groups are not of three."""
    other = "," if mark == "." else "."
    if other in text:
        if not _GROUPED[mark].fullmatch(text):
            return None
        text = text.replace(other, "")
    text = text.replace(mark, ".")
    if text.startswith("."):
        text = "0" + text
    return text.removesuffix(".")


def _mark_of(text: str) -> DecimalMark:
    """The mark that this amount alone suggests: the last of the two that stands in it,
    unless exactly three digits follow it: those are thousands.
    """
    mark: DecimalMark = "," if text.rfind(",") > text.rfind(".") else "."
    if _ONE_GROUP.fullmatch(text):
        return "." if mark == "," else ","
    return mark


def decimal_mark(cells: Iterable[Cell]) -> DecimalMark:
    """The mark that most of these amounts can only be read with; "" when none says so."""
    votes = {".": 0, ",": 0}
    for cell in cells:
        if not isinstance(cell, str) or len(cell) > LONGEST:
            continue
        point, comma = _likely(cell, "."), _likely(cell, ",")
        if point != comma:
            votes["." if point else ","] += 1
    if votes["."] == votes[","]:
        return ""
    return "." if votes["."] > votes[","] else ","


def _likely(text: str, mark: DecimalMark) -> bool:
    """Whether it reads as an amount of money: with at most two decimals."""
    value = amount(text, mark)
    return value is not None and value == round(value, 2)


def day(cell: Cell, order: DayOrder) -> date | None:
    """The day, None when it is none. order: which part stands first, where it is open."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip() if not isinstance(cell, bool) else ""
    return _written_day(text, order) if text and len(text) <= LONGEST else None


@lru_cache(maxsize=4096)  # a table has few days, each many times
def _written_day(text: str, order: DayOrder) -> date | None:
    if compact := _COMPACT.fullmatch(text):
        return _compact(compact[1], order)
    if parts := _PARTS.fullmatch(text):
        return _ordered(parts[1], parts[2], parts[3], order)
    if named := _NAMED.match(fold(text)):
        month = _MONTHS.get(named[2])
        return _day(named[3], month, int(named[1])) if month else None
    return None


def day_order(cells: Iterable[Cell]) -> DayOrder:
    """The order in which most of these days can only be read; "" when none says so."""
    votes: dict[DayOrder, int] = {"dmy": 0, "mdy": 0}
    for cell in cells:
        european, american = day(cell, "dmy"), day(cell, "mdy")
        if (european is None) != (american is None):
            votes["mdy" if european is None else "dmy"] += 1
    if votes["dmy"] == votes["mdy"]:
        return ""
    return "dmy" if votes["dmy"] > votes["mdy"] else "mdy"


def _compact(digits: str, order: DayOrder) -> date | None:
    """Eight digits: the year stands first, unless only the other way is a day."""
    first = values.calendar_day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if first is not None and order in {"", "ymd"}:
        return first
    return _ordered(digits[:2], digits[2:4], digits[4:], order) or first


def _ordered(one: str, two: str, three: str, order: DayOrder) -> date | None:
    if len(one) == 4:
        return _day(one, int(two), int(three))
    if order == "ymd" and len(three) == 2:
        return _day(one, int(two), int(three))
    if order == "mdy":
        return _day(three, int(one), int(two))
    return _day(three, int(two), int(one))


def _day(year: str, month: int, day_of_month: int) -> date | None:
    whole = int(year) + _CENTURY if len(year) == 2 else int(year)
    return values.calendar_day(whole, month, day_of_month)
