"""One row of a bank's table: whether it is a movement of money, and what it says of it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from stdnum import iban

from acquit.core.sentences import say
from acquit.core.text import fold
from acquit.formats import accounts, references
from acquit.formats.cells import Unfit
from acquit.formats.layouts import wording
from acquit.formats.layouts.layout import MONEY_OUT
from acquit.formats.mt940.told import given
from acquit.formats.records import NO_AMOUNT, LineRecord
from acquit.formats.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from acquit.formats.layouts.table import Row

_NOTHING = say("nothing")
_FILL = say("Fill the cell, or delete the row.")
_DUTCH_DIGITS = 10


def is_movement(row: Row) -> bool:
    """Whether it has a day and an amount; titles lack them, and totals have no day."""
    if row.is_empty("booked_on", "value_on") or row.is_empty("amount", "credit", "debit"):
        return False
    return _day_of(row) is not None or not row.is_total()


def is_booked(row: Row) -> bool:
    """Whether the bank has booked it, as far as the table says; raises Unfit."""
    layout = row.table.layout
    word = fold(row.text("state")) if "state" in row.table.at else ""
    if not word or word.startswith(tuple(layout.booked)):
        return True
    if word.startswith(tuple(layout.unbooked)):
        return False
    if layout.booked and layout.unbooked:
        raise Unfit(
            shown(word),
            say("one of %(words)s", words=", ".join([*layout.booked, *layout.unbooked])),
            say("Ask the bank what this means; delete the row if no money moved."),
        )
    return not layout.booked


def account(row: Row) -> str:
    """Our own account: in its column, as the layout says, or in a line above; else ""."""
    layout = row.table.layout
    if said := row.text("account"):
        return number(said, layout.dutch_bank)
    return layout.constants.get("account", "") or row.titled


def currency(row: Row) -> str:
    """As the row or the layout says; "" = the company's own."""
    said = row.text("currency").upper() or row.table.layout.constants.get("currency", "")
    return said if len(said) == 3 and said.isalpha() else ""


def day(row: Row) -> date:
    """The day of the booking, else of the value; raises Unfit."""
    found = row.day("booked_on") or row.day("value_on")
    if found is None:
        raise Unfit(_NOTHING, say("a day"), _FILL)
    return found


def amount(row: Row) -> Decimal:
    """Signed, money in positive, without the fee; raises Unfit."""
    found = row.amount("amount")
    if found is None:
        credit, debit = row.amount("credit"), row.amount("debit")
        if credit is None and debit is None:
            raise Unfit(_NOTHING, say("an amount"), _FILL)
        return abs(credit or NO_AMOUNT) - abs(debit or NO_AMOUNT)
    if "direction" in row.table.at and (direction := fold(row.text("direction"))):
        return -abs(found) if direction in MONEY_OUT else abs(found)
    return -found if row.table.layout.inverse else found


def fee(row: Row) -> Decimal:
    """What the bank took beside the amount, negative; zero for nothing. Raises Unfit."""
    found = row.amount("fee") or NO_AMOUNT
    return found if row.table.layout.signed_fee else -abs(found)


def balance(row: Row) -> Decimal | None:
    """The balance after the movement; None where none can be read, which harms no line."""
    try:
        return row.amount("balance")
    except Unfit:
        return None


def records(row: Row, *, own: str, currency: str) -> Iterator[LineRecord]:
    """The movement; the bank's fee, where it stands beside it, as a line of its own.

    own: our account, which is never the other side's.
    """
    moved, taken = amount(row), fee(row)
    said = _said(row, money_in=moved > 0)
    text, stated = said.get("text", ""), said.get("payment_reference", "")
    found = references.unique([references.structured(stated), *references.found_in(text)])
    booked_on, value_on = day(row), row.day("value_on")
    bank_reference = row.text("bank_reference")
    party = row.text("name") or row.text("payer" if moved > 0 else "payee")
    yield LineRecord(
        where=row.where,
        booked_on=booked_on,
        value_on=value_on,
        amount=moved,
        currency=currency,
        name=party or said.get("name", ""),
        iban=_party_account(said.get("iban", ""))
        or accounts.counterparty_in(text, own=own),
        bic=said.get("bic", ""),
        text=" ".join(dict.fromkeys(part for part in (text, stated) if part)),
        structured_reference=found[0] if found else "",
        references=found,
        end_to_end_id=given(said.get("end_to_end_id", "")),
        mandate=said.get("mandate", ""),
        bank_reference=bank_reference,
    )
    if taken:
        yield LineRecord(
            where=row.where,
            booked_on=booked_on,
            value_on=value_on,
            amount=taken,
            currency=currency,
            text=text,
            bank_reference=f"{bank_reference}-fee" if bank_reference else "",
        )


def _said(row: Row, *, money_in: bool) -> dict[str, str]:
    """The words of the row by field: of its columns, else of the labels in its text."""
    names = ("text", "payment_reference", "iban", "bic", "end_to_end_id", "mandate")
    said = {name: text for name in names if (text := row.text(name))}
    labels = row.table.layout.labels
    if labels and "text" in said:
        return wording.told(said.pop("text"), labels, money_in=money_in) | said
    return said


def _day_of(row: Row) -> date | None:
    try:
        return row.day("booked_on") or row.day("value_on")
    except Unfit:
        return None


@lru_cache(maxsize=256)
def number(said: str, dutch_bank: str) -> str:
    """The IBAN where the number is one or makes one, else the number without blanks."""
    compact = _compact(said)
    if dutch_bank and compact.isdecimal() and len(compact) <= _DUTCH_DIGITS:
        bban = dutch_bank + compact.zfill(_DUTCH_DIGITS)
        return "NL" + iban.calc_check_digits("NL00" + bban) + bban
    return accounts.iban(compact) or references.belgian_iban(compact)


def _party_account(said: str) -> str:
    """Of the other side; banks also write there what kind of payment it was."""
    compact = _compact(said)
    return references.belgian_iban(compact) if any(map(str.isdigit, compact)) else ""


def _compact(said: str) -> str:
    return said.replace(" ", "")
