"""Lines of a file that meet lines which are booked: docs/decisions/0006 says by what.

The words of both are put side by side for `core.same_line`; the answers come back as lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.bank.models import Telling
from acquit.bank.queries import lines_about, lines_to_confirm, messages_of, told_by
from acquit.core import same_line, told_line
from acquit.core.money import to_minor
from acquit.core.text import fold
from acquit.core.told_line import Told

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from acquit.bank.models import Line, Statement
    from acquit.formats.records import LineRecord

WINDOW = told_line.SAME_REFERENCE
NAME, IBAN, REFERENCE = 200, 40, 80


@dataclass(frozen=True, slots=True)
class Fresh:
    """A line of the file. key: what tells it from all others of its account."""

    key: str
    record: LineRecord
    minor: int


@dataclass(slots=True)
class Meeting:
    """What became of fresh lines: the same as a known one, one for several known ones,
    several for one known one, or new.
    """

    same: list[tuple[Fresh, Line]] = field(default_factory=list)
    wholes: list[tuple[Fresh, list[Line]]] = field(default_factory=list)
    parts: list[tuple[list[Fresh], Line]] = field(default_factory=list)
    new: list[Fresh] = field(default_factory=list)


def meet(
    fresh: Sequence[Fresh],
    statement: Statement,
    *,
    taken: Iterable[int],
    twins: Collection[int] = (),
) -> Meeting:
    """Find the lines of the account that the fresh ones, of this statement, tell of again.

    taken: ids of lines that were met by their key. twins: statements that are this one in
    another format.
    """
    by_key = set(taken)
    known = _likely(fresh, statement, twins) if fresh else []
    lines = {line.pk: line for line in known if line.pk not in by_key}
    if not lines:
        return Meeting(new=list(fresh))
    settles = statement.telling == Telling.STATEMENT
    alike = set() if settles else told_by(lines, Telling(statement.telling))
    met = same_line.meet(
        [_told_of_file(one, number) for number, one in enumerate(fresh)],
        [_told_of_line(line, pk in alike) for pk, line in lines.items()],
        alike=messages_of(by_key),
    )
    again = {*met.same, *(bundle.whole for bundle in met.wholes)}
    again.update(number for bundle in met.parts for number in bundle.parts)
    return Meeting(
        same=[(fresh[number], lines[pk]) for number, pk in met.same.items()],
        wholes=[(fresh[one.whole], [lines[pk] for pk in one.parts]) for one in met.wholes],
        parts=[([fresh[n] for n in one.parts], lines[one.whole]) for one in met.parts],
        new=[one for number, one in enumerate(fresh) if number not in again],
    )


def _likely(
    fresh: Sequence[Fresh], statement: Statement, twins: Collection[int]
) -> list[Line]:
    """A statement meets what no statement has told, a report or a notice all lines."""
    account = statement.account
    days: list[date] = [one.record.booked_on for one in fresh]
    first, last = min(days) - WINDOW, max(days) + WINDOW
    if statement.telling == Telling.STATEMENT:
        return lines_to_confirm(account, first, last, twins=twins)
    amounts = {one.minor for one in fresh}
    for one in fresh:
        amounts |= {part.amount_minor for part in _parts_of_file(one)}
    references = {one.record.bank_reference[:REFERENCE] for one in fresh} - {""}
    return lines_about(account, first, last, amounts=amounts, references=references)


def _told_of_file(one: Fresh, number: int) -> Told:
    record = one.record
    return Told(
        key=number,
        amount_minor=one.minor,
        currency=record.currency,
        booked_on=record.booked_on,
        bank_reference=record.bank_reference[:REFERENCE],
        end_to_end_id=record.end_to_end_id[:REFERENCE],
        iban=record.iban[:IBAN],
        name=fold(record.name[:NAME]),
        structured_reference=record.structured_reference,
        text=fold(record.text),
        batch=record.batch,
        parts=_parts_of_file(one),
    )


def _parts_of_file(one: Fresh) -> tuple[Told, ...]:
    currency = one.record.currency
    return tuple(
        Told(
            key=number,
            amount_minor=to_minor(detail.amount, currency),
            currency=currency,
            booked_on=one.record.booked_on,
            bank_reference=detail.bank_reference[:REFERENCE],
            end_to_end_id=detail.end_to_end_id[:REFERENCE],
            iban=detail.iban[:IBAN],
            name=fold(detail.name[:NAME]),
            structured_reference=detail.structured_reference,
            text=fold(detail.text),
        )
        for number, detail in enumerate(one.record.details)
    )


def _told_of_line(line: Line, told_alike: bool) -> Told:  # noqa: FBT001  # a fact of its row
    return Told(
        key=line.pk,
        amount_minor=line.amount_minor,
        currency=line.currency,
        booked_on=line.booked_on,
        bank_reference=line.bank_reference,
        end_to_end_id=line.end_to_end_id,
        iban=line.iban,
        name=fold(line.name),
        structured_reference=line.structured_reference,
        text=fold(line.text),
        message=line.statement_id,
        batch=line.batch,
        parts=_parts_of_line(line),
        told_alike=told_alike,
    )


def _parts_of_line(line: Line) -> tuple[Told, ...]:
    return tuple(
        Told(
            key=number,
            amount_minor=to_minor(Decimal(detail["amount"]), line.currency),
            currency=line.currency,
            booked_on=line.booked_on,
            bank_reference=detail.get("bank_reference", "")[:REFERENCE],
            end_to_end_id=detail["end_to_end_id"][:REFERENCE],
            iban=detail["iban"][:IBAN],
            name=fold(detail["name"][:NAME]),
            structured_reference=detail["structured_reference"],
            text=fold(detail["text"]),
        )
        for number, detail in enumerate(line.details)
    )
