"""The operations of a CFONB 120 statement: a record 04 and what the records 05 add to it.

A record 05 has a qualifier of three letters and 70 characters, in some of them two halves.
An unknown qualifier is free text: banks invent some.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.formats import accounts, places, references
from acquit.formats.cfonb120 import fields
from acquit.formats.records import LineRecord

if TYPE_CHECKING:
    from datetime import date

_HALF = slice(0, 35)
_WHOLE = slice(0, 70)
_PRICE = re.compile(r"([A-Z]{3})([0-9 ])([0-9]{14})")

# Free text, in the order in which it reads: further label, text of the payer and its end.
_TEXTS = ("LIB", "LCC", "LC2")
# Names (payer, beneficiary, and those behind them), accounts or other identifiers of the
# two, references, mandate, amount in another currency, charges.
_KNOWN = frozenset(
    {*_TEXTS, "LCS", "NPY", "NBE", "NPO", "NBU", "IPY", "IBE", "RCN", "REF", "RUM"}
    | {"MMO", "FEE"}
)


class Operation:
    """The operation being read."""

    def __init__(self, number: int, record: str) -> None:
        self._number, self._record = number, record
        self._amount = fields.amount(record, number, fields.AMOUNT)
        self._told: dict[str, list[str]] = {}

    def add(self, record: str) -> None:
        """Take a record 05 in."""
        self._told.setdefault(record[45:48], []).append(record[48:118])

    def line(self, currency: str) -> LineRecord:
        """The line, once all of its records are there. currency: the statement's."""
        record, number = self._record, self._number
        currency = fields.currency(record) or currency
        structured = self._text("LCS", _HALF)
        valid = references.structured(structured)
        text = self._free("" if valid else structured)
        found = references.unique([valid, *references.found_in(text)])
        return LineRecord(
            where=places.line(number),
            booked_on=fields.day(record[34:40], number),
            value_on=self._value_on(),
            amount=self._amount,
            currency=currency,
            name=self._name(),
            iban=accounts.iban(self._text("IPY" if self._amount > 0 else "IBE", _HALF)),
            text=text,
            structured_reference=found[0] if found else "",
            references=found,
            end_to_end_id=self._end_to_end(),
            mandate=self._text("RUM", _HALF),
            bank_reference=self._bank_reference(),
            return_reason=self._return_reason(),
            charges=self._charges(currency),
        )

    def _text(self, qualifier: str, within: slice = _WHOLE) -> str:
        """What the bank says under a qualifier, on one line."""
        return " ".join(
            " ".join(told[within] for told in self._told.get(qualifier, ())).split()
        )

    def _free(self, structured: str) -> str:
        """Label, free texts, a structured label that is no valid reference, the unknown."""
        label = " ".join(self._record[48:79].split())
        unknown = [self._text(other) for other in self._told if other not in _KNOWN]
        parts = [label, *map(self._text, _TEXTS), structured, *unknown]
        return " ".join(part for part in parts if part)

    def _name(self) -> str:
        """The payer of money in, also when it goes back; the beneficiary of money out."""
        if self._amount > 0 or self._return_reason():
            return self._text("NPY") or self._text("NPO")
        return self._text("NBE") or self._text("NBU")

    def _value_on(self) -> date | None:
        text = self._record[42:48]
        return fields.day(text, self._number) if text.strip(" 0") else None

    def _end_to_end(self) -> str:
        reference = self._text("RCN", _HALF)
        return "" if reference.replace(" ", "").upper() == "NOTPROVIDED" else reference

    def _bank_reference(self) -> str:
        """The record's own, else that of a complement, else the number of the entry."""
        number = self._record[81:88].strip()
        own = self._record[104:120].strip() or self._text("REF")
        return own or (number if number.strip("0") else "")

    def _return_reason(self) -> str:
        """The code of the interbank list of reasons for rejects and returns, as written."""
        reason = self._record[40:42].strip()
        return reason if reason.strip("0") else ""

    def _charges(self, currency: str) -> Decimal:
        price = _PRICE.match(self._text("FEE"))
        if price is None or price[1] != currency:
            return Decimal(0)
        return Decimal(int(price[3])).scaleb(-int(price[2].strip() or 2))
