"""CODA movements: the records of one joined, and the line of a statement they become.

The first character of a transaction code says what a movement is: 0 and 3 are single ones,
1 and 2 totals that the customer or the bank made; 5, 6, 7 and 9 are the details of totals,
8 splits the costs out of a 3, which stays one payment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import places, references
from acquit.formats.coda import communications, fields
from acquit.formats.coda.fields import not_coda
from acquit.formats.records import Detail, LineRecord, Problem
from acquit.formats.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from acquit.formats.coda.communications import Communication

MOST_DETAILS = 200_000
BOOKED = frozenset("0123")
_TOTALS, _DETAILS = frozenset("12"), frozenset("56789")
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

    def begin(self, record: str, number: int) -> None:
        """A record 21 of a booked movement."""
        self._movement = self._latest = Movement.of(record, number, self.currency)

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
        if len(total.details) == MOST_DETAILS:
            raise not_coda(
                number, say("more than %(most)s details of one movement", most=MOST_DETAILS)
            )
        self._latest = Movement.of(record, number, self.currency)
        total.details.append(self._latest)

    def finished(self) -> LineRecord | None:
        """The line of the movement that has just ended, if one was being read."""
        movement, self._movement, self._latest = self._movement, None, None
        return _line(movement, self.currency) if movement else None


def _line(movement: Movement, currency: str) -> LineRecord:
    batch = movement.code[0] in _TOTALS
    payments, notes = _payments(movement) if batch else ((), ())
    # The costs split out of a single payment (type 8) may carry its reference and its text.
    # A batch that stays one payment keeps what was written on its details, too.
    own = [movement] if batch and not notes else [movement, *movement.details]
    said = [_said(part) for part in own]
    found = references.unique(
        [ref for one in said for ref in one.references]
        + [ref for part in movement.details if payments for ref in _said(part).references]
    )
    reason = movement.return_reason or _first(one.return_reason for one in said)
    return LineRecord(
        where=places.line(movement.line),
        booked_on=movement.booked_on,
        value_on=movement.value_on,
        amount=movement.amount,
        currency=currency,
        name=movement.name or communications.informed_name(movement.information),
        iban=movement.account,
        bic=movement.bic,
        text=" ".join(dict.fromkeys(one.text for one in said if one.text)),
        structured_reference=found[0] if found and not batch else "",
        references=found,
        end_to_end_id=_end_to_end(movement),
        mandate=_first(one.mandate for one in said),
        bank_reference=movement.bank_reference,
        reversal=bool(reason),
        return_reason=reason,
        batch=batch,
        details=payments,
        notes=notes,
    )


def _said(movement: Movement) -> Communication:
    return communications.read(
        "".join(movement.parts),
        structured=movement.structured,
        information=movement.information,
    )


def _payments(total: Movement) -> tuple[tuple[Detail, ...], tuple[Problem, ...]]:
    """The payments booked together, or a remark when they do not make the total."""
    parts: list[Movement] = []
    for part in total.details:
        if part.code[0] == "9" and parts and parts[-1].code[0] == "7":
            parts.pop()  # a subtotal gives way to its own details
        if part.code[0] != "8":
            parts.append(part)
    summed = sum((part.amount for part in parts), Decimal(0))
    if parts and summed != total.amount:
        remark = Problem(
            where=places.line(total.line),
            saw=say(
                "details (%(count)s) with a sum of %(sum)s", count=len(parts), sum=summed
            ),
            wanted=say("a sum of %(sum)s, as the bank booked", sum=total.amount),
            remedy=say("It was taken as one payment; look its details up at the bank."),
        )
        return (), (remark,)
    return tuple(_detail(part) for part in parts), ()


def _detail(part: Movement) -> Detail:
    said = _said(part)
    return Detail(
        amount=part.amount,
        name=part.name or communications.informed_name(part.information),
        iban=part.account,
        text=said.text,
        structured_reference=said.references[0] if said.references else "",
        end_to_end_id=_end_to_end(part),
        mandate=said.mandate,
        return_reason=part.return_reason or said.return_reason,
    )


def _end_to_end(movement: Movement) -> str:
    reference = movement.customer_reference
    return "" if reference.replace(" ", "").upper() == "NOTPROVIDED" else reference


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")
