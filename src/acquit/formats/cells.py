"""What a cell of a table can hold, and how each kind is read; XLSX cells come typed.

A reader of a cell returns the value or raises `Unfit`, which says what was seen and what
to do; the table adds the place.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import values
from acquit.formats.records import Problem
from acquit.formats.values import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from acquit.core.sentences import Said, Sentence

Cell = str | int | float | bool | date | datetime | Decimal | None

MOST_DIGITS = 12

_AMOUNT = re.compile(r"([0-9]+)(?:\.([0-9]{1,12}))?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_WHOLE = re.compile(r"([0-9]{1,9})(?:\.0+)?")
_CREDIT_NOTE = {"invoice": False, "credit_note": True}
# A text that a spreadsheet would calculate; the apostrophe before it makes it a text again.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


class Unfit(Exception):
    """A cell does not hold what its column asks for."""

    def __init__(self, saw: Said, wanted: Said, remedy: Said) -> None:
        super().__init__(f"saw {saw}; expected {wanted}. {remedy}")
        self.saw, self.wanted, self.remedy = saw, wanted, remedy

    def at(self, where: Said) -> Problem:
        """The problem that the reader of the file is shown."""
        return Problem(where=where, saw=self.saw, wanted=self.wanted, remedy=self.remedy)


def text(cell: Cell) -> str:
    """The cell as stripped text; raises Unfit on control characters no text has."""
    match cell:
        case str():
            raw = cell
        case None:
            raw = ""
        case bool():
            raw = str(cell).lower()
        case float() | int() | Decimal():
            raw = format(number(cell), "f")
        case datetime() if (cell.hour, cell.minute, cell.second) == (0, 0, 0):
            raw = cell.date().isoformat()
        case _:
            raw = (
                cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
            )
    if "\0" in raw:
        remedy = say("Remove the characters that cannot be printed.")
        raise Unfit(shown(raw), say("text"), remedy)
    return unguarded(raw).strip()


def header(cell: Cell) -> str:
    """The name of a column, stripped; a damaged one is shown, never fatal."""
    return unguarded("" if cell is None else str(cell)).strip()


def number(value: float | Decimal) -> Decimal:
    """The number that a person typed: of what a spreadsheet stores, 15 digits count."""
    decimal = value if isinstance(value, Decimal) else Decimal(format(value, ".15g"))
    if decimal.is_finite() and decimal == decimal.to_integral_value():
        return decimal.quantize(Decimal(1)) if abs(decimal) < Decimal(10) ** 20 else decimal
    return decimal


def guarded(raw: str) -> str:
    """The text made harmless for a spreadsheet, which would calculate a formula."""
    return "'" + raw if _FORMULA.match(raw) else raw


def unguarded(raw: str) -> str:
    """The text before `guarded`: an export reads in as it was."""
    return raw[1:] if _GUARDED.match(raw) else raw


def amount(cell: Cell) -> Decimal:
    """An amount that is not negative, with a point."""
    raw = text(cell)
    found = _AMOUNT.fullmatch(raw)
    if found is None:
        raise Unfit(shown(raw), values.AN_AMOUNT, _amount_remedy(raw))
    if len(found[1].lstrip("0")) > MOST_DIGITS:
        raise Unfit(
            shown(raw),
            say("at most %(most)s digits before the point", most=MOST_DIGITS),
            say("Look the amount up where it comes from."),
        )
    return Decimal(raw)


def amount_of_either_type(cell: Cell) -> Decimal:
    """The amount of an invoice or a credit note: positive for both."""
    raw = text(cell)
    if raw.startswith("-") and _AMOUNT.fullmatch(raw[1:]):
        raise Unfit(
            shown(raw),
            say("a positive amount for both types"),
            say("Write the amount without a sign, and credit_note in the column type."),
        )
    return amount(cell)


def day(cell: Cell) -> date:
    """A day, as a date cell or as YYYY-MM-DD."""
    if isinstance(cell, datetime):
        cell = cell.date()
    raw = text(cell)
    found = _DAY.fullmatch(raw)
    read = values.calendar_day(*map(int, found.groups())) if found else None
    if read is None:
        raise Unfit(shown(raw), values.A_DAY, say("Write days as YYYY-MM-DD."))
    return read


def currency(cell: Cell) -> str:
    """An ISO 4217 code, in capitals."""
    raw = text(cell).upper()
    if not _CURRENCY.fullmatch(raw):
        wanted = say("a currency code such as EUR")
        raise Unfit(shown(raw), wanted, say("Write the three letters."))
    return raw


def words(cell: Cell) -> tuple[str, ...]:
    """Texts separated by spaces."""
    return tuple(text(cell).split())


def account(cell: Cell) -> str:
    """An IBAN or another account number, without spaces."""
    return text(cell).replace(" ", "")


def is_credit_note(cell: Cell) -> bool:
    """The type of an invoice."""
    raw = text(cell)
    if raw not in _CREDIT_NOTE:
        raise Unfit(
            shown(raw),
            say("%(one)s or %(other)s", one="invoice", other="credit_note"),
            say("Write one of the two, or nothing."),
        )
    return _CREDIT_NOTE[raw]


def one_of(*allowed: str) -> Callable[[Cell], str]:
    """A word of a list."""

    def read(cell: Cell) -> str:
        raw = text(cell)
        if raw not in allowed:
            wanted = say("one of %(words)s", words=", ".join(allowed))
            raise Unfit(shown(raw), wanted, say("Write one, or nothing."))
        return raw

    return read


def whole_number(least: int, most: int) -> Callable[[Cell], int]:
    """A whole number between two limits, both included."""

    def read(cell: Cell) -> int:
        found = _WHOLE.fullmatch(text(cell))
        if found is None or not least <= int(found[1]) <= most:
            wanted = say(
                "a whole number from %(least)s to %(most)s", least=least, most=most
            )
            raise Unfit(shown(text(cell)), wanted, say("Write digits only."))
        return int(found[1])

    return read


def _amount_remedy(raw: str) -> Sentence:
    if raw.startswith("-"):
        return say("Write the amount without a sign.")
    if "," in raw:
        return say("Write a decimal point, and no separator between thousands.")
    if " " in raw or "'" in raw or "\u00a0" in raw or "\u202f" in raw:
        return say("Write no space or sign between thousands.")
    return say("Write digits, with a point before the decimals, and no currency sign.")
