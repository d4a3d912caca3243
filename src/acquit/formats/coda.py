"""CODA 2, the statement of the Belgian banks: records of 128 characters.

Read here rather than with febelfin-coda: that library loads the whole file, checks sums
with `assert` (nothing at all under `python -O`), fails on detail records of type 9 and ends
in any exception on a damaged file. Positions follow Febelfin's "Standard CODA 2.6".

The sums are checked in a first pass, so that a file that does not add up yields nothing.
"""

from __future__ import annotations

import re
from contextlib import closing, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from stdnum import iban

from acquit.core import money
from acquit.formats import references, values
from acquit.formats.records import (
    Detail,
    LineRecord,
    Problem,
    StatementClosed,
    StatementOpened,
)
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from acquit.core.sentences import Said
    from acquit.formats.records import Record, Refused
    from acquit.formats.source import Source

LABEL = "CODA"
LENGTH = 128
MOST_DETAILS = 200_000

_HEADER = re.compile(rb"0[ 0-9]{4}[0-9]{6}.{3}05[D ]")
_AMOUNT = re.compile(r"([01])([0-9]{15})")
_DAY = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})")
_REASON = re.compile(r"[A-Z]{2}[0-9]{2}")  # ISO 20022, such as MD06
_RETURNS = frozenset("12345")  # reject, return, refund, reversal, cancellation
_COUNTED = frozenset("1238")

# The first character of a transaction code: totals and single movements are booked, the
# others are their details. 3 is one payment with its costs split out, not a batch.
_BOOKED, _TOTALS, _DETAILS = frozenset("0123"), frozenset("12"), frozenset("56789")

# Structured communications: where a reference of 12 digits or an RF stands after the type.
_REFERENCE_AT = {
    "100": slice(0, 25),
    "101": slice(0, 12),
    "102": slice(0, 12),
    "105": slice(45, 57),
}
_DIRECT_DEBIT = "127"


@dataclass(slots=True)
class _Movement:
    """Records 21, 22, 23 and 31 to 33 of one movement, joined."""

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
    details: list[_Movement] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a movement's communication says, in whichever form the bank wrote it."""

    text: str
    references: tuple[str, ...] = ()
    mandate: str = ""
    return_reason: str = ""


@dataclass(slots=True)
class _Statement:
    where: Said
    currency: str
    closed: StatementClosed | None = None
    movement: _Movement | None = None
    latest: _Movement | None = None


@dataclass(slots=True)
class _Sums:
    """What the first pass adds up for one statement."""

    currency: str
    old: Decimal
    new: Decimal | None = None
    credit: Decimal = Decimal(0)
    debit: Decimal = Decimal(0)
    records: int = 1


def recognises(source: Source) -> str:
    """`coda` when the first line is a CODA header of version 1 or 2."""
    line = source.head.partition(b"\n")[0].rstrip(b"\r")
    return "coda" if _HEADER.match(line) and line[127:128] in {b"1", b"2"} else ""


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield each statement, its movements and its end; raises Refused before any of them
    when a sum, a total or the number of records is not what the bank wrote.
    """
    _check(source)
    statement: _Statement | None = None
    for number, record in _records(source):
        kind = record[0]
        if kind == "1":
            opened = _opened(record, number)
            statement = _Statement(opened.where, opened.currency)
            yield opened
        elif statement is None:
            continue
        elif kind == "2" and record[1] == "1" and record[53] in _BOOKED:
            yield from _finished(statement)
            statement.movement = statement.latest = _movement(record, number, statement)
        elif kind in "23":
            _add(record, number, statement)
        elif kind == "8":
            yield from _finished(statement)
            statement.closed = _closed(record, number, statement)
        elif kind == "9":
            yield from _finished(statement)
            yield statement.closed or StatementClosed(
                where=statement.where, closed_on=None, closing=None
            )
            statement = None


def _records(source: Source) -> Iterator[tuple[int, str]]:
    """The records with their line numbers, filled up with blanks; raises Refused."""
    with closing(source.open()) as stream:
        number = 0
        while raw := stream.readline(LENGTH * 4):
            number += 1
            raw = raw.rstrip(b"\r\n\x1a")
            if len(raw) > LENGTH:
                raise _not_coda(number, f"{len(raw)} characters")
            record = _decoded(raw, number)
            if record.strip():
                if record[0] not in "0123489" or "\0" in record:
                    raise _not_coda(number, shown(record))
                yield number, record.ljust(LENGTH)


def _decoded(raw: bytes, number: int) -> str:
    """The text in cp1252; raises Refused when it is UTF-8, where columns have shifted."""
    if raw.isascii():
        return raw.decode("ascii")
    with suppress(UnicodeDecodeError):
        raw.decode("utf-8")
        raise _not_coda(number, "text in UTF-8")
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _not_coda(number, "bytes that cp1252 does not have") from error


def _check(source: Source) -> None:
    """Hold the file to its own sums: balances, totals and number of records."""
    sums: _Sums | None = None
    started = False
    number = 0
    for number, record in _records(source):
        kind = record[0]
        _check_order(started == (kind != "0"), number, "a header out of its place")
        if kind == "0":
            _check_version(record, number)
            started = True
        elif kind == "1":
            _check_order(sums is None, number, "a second old balance")
            sums = _started_sums(record, number)
        elif sums is None:
            raise _not_coda(number, "a record before the old balance")
        elif kind == "9":
            _check_trailer(record, number, sums)
            sums, started = None, False
        else:
            _add_up(record, number, sums)
    if started or not number:
        raise _not_coda(number + 1, "the end of the file before the trailer record")


def _check_version(record: str, number: int) -> None:
    if record[127] != "2":
        raise refused(
            where=f"line {number}",
            saw=f"CODA version {shown(record[127].strip())}",
            wanted="version 2",
            remedy="Ask the bank for CODA 2 files.",
        )


def _started_sums(record: str, number: int) -> _Sums:
    _, currency = _account(record[1], record[5:42])
    old = _amount(record[42:58], currency, f"line {number}, old balance", exact=False)
    return _Sums(currency, old)


def _add_up(record: str, number: int, sums: _Sums) -> None:
    sums.records += record[0] in _COUNTED
    if record[:2] == "21" and record[53] in _BOOKED:
        _check_order(sums.new is None, number, "a movement after the new balance")
        amount = _amount(
            record[31:47], sums.currency, f"line {number}, amount", exact=False
        )
        if amount < 0:
            sums.debit -= amount
        else:
            sums.credit += amount
    elif record[0] == "8":
        where = f"line {number}, new balance"
        sums.new = _amount(record[41:57], sums.currency, where, exact=False)


def _check_order(holds: object, number: int, saw: Said) -> None:
    if not holds:
        raise _not_coda(number, saw)


def _check_trailer(record: str, number: int, sums: _Sums) -> None:
    """Name everything that differs at once: the reader will want to see the whole."""
    where = f"line {number}"
    new = sums.old if sums.new is None else sums.new
    debit = _amount(
        "0" + record[22:37], sums.currency, where + ", debit total", exact=False
    )
    credit = _amount(
        "0" + record[37:52], sums.currency, where + ", credit total", exact=False
    )
    count = record[16:22]
    pairs: list[tuple[str, object, object]] = [
        ("the credit total", sums.credit, credit),
        ("the debit total", sums.debit, debit),
        ("the new balance", sums.old + sums.credit - sums.debit, new),
        ("the number of records", sums.records, int(count) if count.isdecimal() else count),
    ]
    differing = [(what, ours, theirs) for what, ours, theirs in pairs if ours != theirs]
    if differing:
        raise refused(
            where=where,
            saw="; ".join(f"{what} comes to {ours}" for what, ours, _ in differing),
            wanted="; ".join(
                f"{what} {theirs} as written" for what, _, theirs in differing
            ),
            remedy="Download the file again: records are missing or were changed.",
        )


def _opened(record: str, number: int) -> StatementOpened:
    where = f"line {number}"
    account, currency = _account(record[1], record[5:42])
    return StatementOpened(
        where=where,
        account=account,
        currency=currency,
        number=record[125:128].strip() or record[2:5].strip(),
        opened_on=_day(record[58:64], where + ", date of the old balance"),
        opening=_amount(record[42:58], currency, where + ", old balance"),
        owner=record[64:90].strip(),
    )


def _closed(record: str, number: int, statement: _Statement) -> StatementClosed:
    where = f"line {number}"
    return StatementClosed(
        where=where,
        closed_on=_day(record[57:63], where + ", date of the new balance"),
        closing=_amount(record[41:57], statement.currency, where + ", new balance"),
    )


def _account(structure: str, text: str) -> tuple[str, str]:
    """The account and its currency; structure 0 is a Belgian number, 2 and 3 are IBANs."""
    if structure == "0":
        return references.belgian_iban(text[:12].strip()), text[13:16].strip()
    return "".join(text[:34].split()), text[34:37].strip()


def _movement(record: str, number: int, statement: _Statement) -> _Movement:
    where = f"line {number}"
    value_on = record[47:53]
    return _Movement(
        line=number,
        sequence=record[2:6],
        bank_reference=record[10:31].strip(),
        amount=_amount(record[31:47], statement.currency, where + ", amount"),
        value_on=None if value_on.strip() in {"", "000000"} else _day(value_on, where),
        code=record[53:61],
        booked_on=_day(record[115:121], where + ", entry date"),
        structured=record[61] == "1",
        parts=[record[62:115]],
    )


def _add(record: str, number: int, statement: _Statement) -> None:
    """Join a further record to the movement that it continues, details or explains."""
    total, latest = statement.movement, statement.latest
    if total is None or latest is None or record[2:6] != total.sequence:
        raise _not_coda(number, "a record that continues no movement")
    match record[:2]:
        case "21":
            if record[53] not in _DETAILS:
                raise _not_coda(number, f"the transaction type {shown(record[53].strip())}")
            if len(total.details) == MOST_DETAILS:
                raise _not_coda(number, f"more than {MOST_DETAILS} details of one movement")
            statement.latest = _movement(record, number, statement)
            total.details.append(statement.latest)
        case "22":
            latest.parts.append(record[10:63])
            latest.customer_reference = record[63:98].strip()
            latest.bic = record[98:109].strip()
            # Before CODA 2.5 other things stood here: only what reads as a return is one.
            if record[112] in _RETURNS and _REASON.fullmatch(record[113:117]):
                latest.return_reason = record[113:117]
        case "23":
            latest.account = _counterparty(record[10:47])
            latest.name = record[47:82].strip()
            latest.parts.append(record[82:125])
        case "31":
            latest.information.append(record[39:113])
        case "32" | "33" if latest.information:
            latest.information[-1] += record[10:115] if record[1] == "2" else record[10:100]
        case _:
            raise _not_coda(number, f"the record type {shown(record[:2])}")


def _counterparty(text: str) -> str:
    """The account of the other side; a currency may stand after it."""
    account = text[:34].strip()
    first, blank, _ = account.partition(" ")
    if not first.strip("0"):
        return ""
    converted = references.belgian_iban(first)
    if not blank or converted != first or iban.is_valid(first, check_country=False):
        return converted
    return account


def _finished(statement: _Statement) -> Iterator[LineRecord]:
    """The line of the movement that has just ended, if one was being read."""
    movement = statement.movement
    statement.movement = statement.latest = None
    if movement is None:
        return
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
    yield LineRecord(
        where=f"line {movement.line}",
        booked_on=movement.booked_on,
        value_on=movement.value_on,
        amount=movement.amount,
        currency=statement.currency,
        name=movement.name or _informed_name(movement),
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


def _said(movement: _Movement) -> _Said:
    """Read a communication; a structured one whose checksum fails is kept as text."""
    joined = "".join(movement.parts)
    free = [" ".join(text[1:].split()) for text in movement.information if text[0] == "0"]
    if not movement.structured:
        text = " ".join(part for part in (" ".join(joined.split()), *free) if part)
        return _Said(text, tuple(references.found_in(text)))
    kind, rest = joined[:3], joined[3:].ljust(146)
    if kind == _DIRECT_DEBIT:
        text = " ".join(part for part in (" ".join(rest[79:141].split()), *free) if part)
        return _Said(
            text,
            tuple(references.found_in(text)),
            mandate=rest[44:79].strip(),
            return_reason=rest[142:146].strip() if rest[141] in _RETURNS else "",
        )
    place = _REFERENCE_AT.get(kind)
    reference = references.structured(rest[place]) if place else ""
    own = "" if reference and kind != "105" else " ".join(rest.split())
    text = " ".join(part for part in (own, *free) if part)
    return _Said(text, references.unique([reference, *references.found_in(text)]))


def _payments(total: _Movement) -> tuple[tuple[Detail, ...], tuple[Problem, ...]]:
    """The payments booked together, or a remark when they do not make the total."""
    parts: list[_Movement] = []
    for part in total.details:
        if part.code[0] == "9" and parts and parts[-1].code[0] == "7":
            parts.pop()  # a subtotal gives way to its own details
        if part.code[0] != "8":
            parts.append(part)
    summed = sum((part.amount for part in parts), Decimal(0))
    if parts and summed != total.amount:
        remark = Problem(
            where=f"line {total.line}",
            saw=f"{len(parts)} details with a sum of {summed}",
            wanted=f"a sum of {total.amount}, as the bank booked",
            remedy="It was taken as one payment; look its details up at the bank.",
        )
        return (), (remark,)
    return tuple(_detail(part) for part in parts), ()


def _detail(part: _Movement) -> Detail:
    said = _said(part)
    return Detail(
        amount=part.amount,
        name=part.name or _informed_name(part),
        iban=part.account,
        text=said.text,
        structured_reference=said.references[0] if said.references else "",
        end_to_end_id=_end_to_end(part),
        mandate=said.mandate,
        return_reason=part.return_reason or said.return_reason,
    )


def _informed_name(movement: _Movement) -> str:
    """The name in an information record (types 001, 008, 009), where record 23 has none."""
    return _first(
        text[4:74].strip()
        for text in movement.information
        if text[:4] in {"1001", "1008", "1009"}
    )


def _end_to_end(movement: _Movement) -> str:
    reference = movement.customer_reference
    return "" if reference.replace(" ", "").upper() == "NOTPROVIDED" else reference


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _amount(text: str, currency: str, where: Said, *, exact: bool = True) -> Decimal:
    """Sign digit and 15 digits, three of them decimals; raises Refused.

    exact: whether a fraction that the currency does not have is refused, not kept.
    """
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise refused(
            where=where, saw=shown(text), wanted="a sign digit 0 or 1 and fifteen digits"
        )
    value = Decimal(int(found[2])).scaleb(-3)
    if not values.too_precise(value, currency):
        value = value.quantize(Decimal(1).scaleb(-money.exponent(currency)))
    elif exact:
        raise refused(
            where=where, saw=str(value), wanted=f"no more decimals than {currency} has"
        )
    return -value if found[1] == "1" else value


def _day(text: str, where: Said) -> date:
    """A day as DDMMYY, in this century; raises Refused."""
    found = _DAY.fullmatch(text)
    day = (
        values.calendar_day(2000 + int(found[3]), int(found[2]), int(found[1]))
        if found
        else None
    )
    if day is None:
        raise refused(where=where, saw=shown(text), wanted="a day such as 310326")
    return day


def _not_coda(number: int, saw: Said) -> Refused:
    return refused(
        where=f"line {number}",
        saw=saw,
        wanted=f"CODA records of {LENGTH} characters in their order, in cp1252",
        remedy="Download the file again; do not open and save it in an editor.",
    )
