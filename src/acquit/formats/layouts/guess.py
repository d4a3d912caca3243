"""Propose a layout for an unknown table, from its headers and its values.

Every pair of field and column gets a score: how well the header names the field, and how
well the values fit it. The best pairs are taken first, each field and each column once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stdnum import iban

from acquit.formats.layouts import foreign
from acquit.formats.layouts.layout import AMOUNTS, DAYS, FIELDS, NEEDED, Kind, Layout
from acquit.formats.layouts.vocabulary import likeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from acquit.formats.cells import Cell
    from acquit.formats.layouts.sample import Sample

_LEAST = 30  # below this a header does not name the field
_FITTING = 0.8  # of the values, to be taken for a day, an amount, an IBAN
_VALUES = 100
_LACKING = 100  # what a field that is needed and not found takes from a kind
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}")
_DIRECTION = re.compile(r"[A-Za-z+\-]{1,12}")
# Without headers the values alone speak: the first day and the first amount are likeliest.
_BARE = {"booked_on": 30, "issued_on": 30, "received_on": 30, "amount": 30, "currency": 30}
# What only the tables of one kind have.
_TELLING: dict[Kind, frozenset[str]] = {
    Kind.BANK: frozenset({"balance", "iban", "value_on", "direction", "credit", "bic"}),
    Kind.ITEMS: frozenset({"invoice_number", "due_on", "open_amount"}),
    Kind.CUSTOMERS: frozenset({"street", "postcode", "city", "vat", "credit_limit"}),
    Kind.CONTACTS: frozenset({"contact_name", "role"}),
    Kind.RECEIPTS: frozenset({"receipt_reference", "invoice_numbers"}),
}


def propose(sample: Sample, kind: Kind | None = None) -> Layout:
    """The likeliest layout; of the likeliest kind when none is given. It may lack fields:
    `Layout.missing` says which.
    """
    kinds = [kind] if kind else list(Kind)
    return max((_layout(sample, one) for one in kinds), key=_likelihood)[0]


def _layout(sample: Sample, kind: Kind) -> tuple[Layout, int]:
    scored = _scores(sample, kind)
    columns: dict[str, tuple[str, ...]] = {}
    taken: set[int] = set()
    total = 0
    for score, name, number in sorted(scored, key=lambda one: (-one[0], one[2])):
        if number in taken or (name in columns and name != "text"):
            continue
        if name == "text" and len(columns.get("text", ())) >= 6:
            continue
        columns[name] = (*columns.get(name, ()), sample.names[number])
        taken.add(number)
        total += score if name in _TELLING[kind] else score // 2
    if "text" in columns:  # in the order of the table, whatever their scores
        columns["text"] = tuple(n for n in sample.names if n in columns["text"])
    amounts = [
        cell for n in columns_of(sample, columns, AMOUNTS) for cell in sample.column(n)
    ]
    days = [cell for n in columns_of(sample, columns, DAYS) for cell in sample.column(n)]
    layout = Layout(
        kind=kind,
        name="",
        columns=columns,
        decimal=foreign.decimal_mark(amounts),
        days=foreign.day_order(days),
        headed=bool(sample.headers),
    )
    return layout, total


def _likelihood(proposed: tuple[Layout, int]) -> int:
    layout, score = proposed
    return score - _LACKING * len(layout.missing())


def columns_of(
    sample: Sample, columns: dict[str, tuple[str, ...]], fields: Iterable[str]
) -> list[int]:
    """The places of the columns that fill these fields."""
    wanted = {name for one in fields for name in columns.get(one, ())}
    return [number for number, name in enumerate(sample.names) if name in wanted]


def _scores(sample: Sample, kind: Kind) -> list[tuple[int, str, int]]:
    """(score, field, column) of every pair that is possible."""
    found = []
    needed = {name for group in NEEDED[kind] for name in group}
    for number in range(len(sample.names)):
        header = sample.headers[number] if sample.headers else ""
        cells = sample.column(number)[:_VALUES]
        for one in FIELDS[kind]:
            likely = likeness(header, one) if sample.headers else _BARE.get(one, 0)
            score = likely + _evidence(one, cells)
            if score >= _LEAST:
                found.append((score + (3 if one in needed else 0), one, number))
    return found


def _evidence(name: str, cells: Sequence[Cell]) -> int:
    """What the values say for or against the field: an IBAN convinces without a header."""
    if not cells:
        return -20
    if name in {"customer_code", "invoice_number"}:
        return _code_evidence(name, cells)
    if name == "direction":
        return _direction_evidence(cells)
    for names, holds, fits, unfit in _EVIDENCE:
        if name in names:
            return fits if _share(cells, holds) >= _FITTING else unfit
    return 0


def _direction_evidence(cells: Sequence[Cell]) -> int:
    short = all(_DIRECTION.fullmatch(str(cell).strip()) for cell in cells)
    return 5 if short and len({str(cell) for cell in cells}) <= 4 else -200


def _code_evidence(name: str, cells: Sequence[Cell]) -> int:
    """Numbers of documents differ from row to row; neither is a day, nor has it cents."""
    if _share(cells, _is_written_day) >= _FITTING or _share(cells, _has_cents) > 0.3:
        return -200
    if name == "invoice_number":
        return 5 if len({str(cell) for cell in cells}) > len(cells) * 0.5 else -25
    return 0


def _share(cells: Sequence[Cell], holds: Callable[[Cell], bool]) -> float:
    return sum(holds(cell) for cell in cells) / len(cells)


def _is_day(cell: Cell) -> bool:
    return foreign.day(cell, "dmy") is not None or foreign.day(cell, "mdy") is not None


def _is_written_day(cell: Cell) -> bool:
    return _is_day(cell) and any(mark in str(cell) for mark in "-/.")


def _is_amount(cell: Cell) -> bool:
    return foreign.amount(cell, "") is not None or foreign.amount(cell, ".") is not None


def _has_cents(cell: Cell) -> bool:
    value = foreign.amount(cell, "")
    return value is not None and value != value.to_integral_value()


def _is_iban(cell: Cell) -> bool:
    return iban.is_valid(str(cell), check_country=False)


def _is_email(cell: Cell) -> bool:
    return _EMAIL.fullmatch(str(cell).strip()) is not None


def _is_currency(cell: Cell) -> bool:
    text = str(cell).strip()
    return len(text) == 3 and text.isalpha() and text.isascii()


def _has_letters(cell: Cell) -> bool:
    return any(character.isalpha() for character in str(cell))


# Fields, what their values must be, what it is worth when they are, and when they are not.
_EVIDENCE: tuple[tuple[frozenset[str], Callable[[Cell], bool], int, int], ...] = (
    (DAYS, _is_day, 8, -200),
    (AMOUNTS, _is_amount, 5, -200),
    (frozenset({"iban", "ibans"}), _is_iban, 60, -30),
    (frozenset({"email"}), _is_email, 80, -60),
    (frozenset({"currency"}), _is_currency, 10, -200),
    (frozenset({"name", "customer_name", "contact_name"}), _has_letters, 5, -60),
)
