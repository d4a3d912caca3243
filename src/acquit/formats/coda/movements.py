"""CODA movements: the records of one joined, with its details.

The first character of a transaction code says what a movement is: 0 and 3 are single ones,
1 and 2 totals that the customer or the bank made; 5, 6 and 7 are the details of totals. A
net amount is split into gross and costs by details of its own, 8 for a 3, 9 for a 7, and
stays one payment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats.coda import communications, fields
from acquit.formats.coda.fields import not_coda
from acquit.formats.values import shown

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

MOST_DETAILS = 200_000
BOOKED = frozenset("0123")
_DETAILS = frozenset("56789")
_NET, _SPLIT_OF_NET = "7", "9"
_REASON = re.compile(r"[A-Z]{2}[0-9]{2}")  # ISO 20022, such as MD06


@dataclass(slots=True)
class Movement:
    """Records 21, 22, 23 and 31 to 33 of one movement, joined, with its details."""

    line: int
    sequence: str
    bank_reference: str
    amount: Decimal
    value_on: date | None
    code: str
    booked_on: date
    structured: bool
    parts: list[str]
    name: str = ""
    account: str = ""
    bic: str = ""
    customer_reference: str = ""
    return_reason: str = ""
    information: list[str] = field(default_factory=list)
    details: list[Movement] = field(default_factory=list)

    @classmethod
    def of(cls, record: str, number: int, currency: str) -> Movement:
        """The movement that a record 21 begins; raises Refused."""
        value_on = record[47:53]
        return cls(
            line=number,
            sequence=record[2:6],
            bank_reference=record[10:31].strip(),
            amount=fields.amount(record[31:47], currency, number, fields.AMOUNT),
            value_on=None
            if value_on.strip() in {"", "000000"}
            else fields.day(value_on, number, fields.VALUE_DAY),
            code=record[53:61],
            booked_on=fields.day(record[115:121], number, fields.ENTRY_DAY),
            structured=record[61] == "1",
            parts=[record[62:115]],
        )


@dataclass(slots=True)
class Movements:
    """The movements of one statement, one at a time, as their records pass."""

    currency: str
    _movement: Movement | None = None
    _latest: Movement | None = None
    _details: int = 0

    def begin(self, record: str, number: int) -> None:
        """A record 21 of a booked movement."""
        self._movement = self._latest = Movement.of(record, number, self.currency)
        self._details = 0

    def add(self, record: str, number: int) -> None:
        """Join a further record to the movement that it continues, details or explains."""
        total, latest = self._movement, self._latest
        if total is None or latest is None or record[2:6] != total.sequence:
            raise not_coda(number, say("a record that continues no movement"))
        match record[:2]:
            case "21":
                self._add_detail(total, record, number)
            case "22":
                latest.parts.append(record[10:63])
                latest.customer_reference = record[63:98].strip()
                latest.bic = record[98:109].strip()
                # Before CODA 2.5 other things stood here: only what reads as a return is.
                if record[112] in communications.RETURNS and _REASON.fullmatch(
                    record[113:117]
                ):
                    latest.return_reason = record[113:117]
            case "23":
                latest.account = fields.counterparty(record[10:47])
                latest.name = record[47:82].strip()
                latest.parts.append(record[82:125])
            case "31":
                latest.information.append(record[39:113])
            case "32" | "33" if latest.information:
                end = 115 if record[1] == "2" else 100
                latest.information[-1] += record[10:end]
            case _:
                raise not_coda(
                    number, say("the record type %(type)s", type=shown(record[:2]))
                )

    def _add_detail(self, total: Movement, record: str, number: int) -> None:
        if record[53] not in _DETAILS:
            kind = shown(record[53].strip())
            raise not_coda(number, say("the transaction type %(type)s", type=kind))
        self._details += 1
        if self._details > MOST_DETAILS:
            raise not_coda(
                number, say("more than %(most)s details of one movement", most=MOST_DETAILS)
            )
        self._latest = Movement.of(record, number, self.currency)
        net = total.details[-1] if total.details else None
        if net and net.code[0] == _NET and self._latest.code[0] == _SPLIT_OF_NET:
            net.details.append(self._latest)
        else:
            total.details.append(self._latest)

    def finished(self) -> Movement | None:
        """The movement that has just ended, if one was being read."""
        movement, self._movement, self._latest = self._movement, None, None
        return movement
