"""An invented company whose payers have habits, as tables and as books."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from acquit.formats.records import InvoiceRow
from acquit.scoring.prediction import reading
from acquit.scoring.prediction.arrays import OPEN
from acquit.scoring.prediction.told import Debits, Disputes, Promises, Reminders, Told

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from acquit.scoring.prediction.books import Books

START = date(2024, 1, 2)
HEADER = "invoice_number,customer_code,issue_date,due_date,currency,amount,settled_on"


class Line(NamedTuple):
    """An invoice as a table tells it; settled None = open."""

    number: str
    customer: str
    issued: date
    due: date
    amount: int
    settled: date | None


def company(count: int, *, days: int = 300, payers: int = 30, seed: int = 1) -> list[Line]:
    """So many invoices within the days, of payers that pay so many days after due, each in
    its own run: on one weekday, or at once. All are paid in the end.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    habits = [
        (chance.choice([-2, 0, 3, 9, 21]), chance.choice([None, 1, 3]))
        for _ in range(payers)
    ]
    lines = []
    for number in range(count):
        payer = min(int(chance.paretovariate(1) - 1), payers - 1)
        after, weekday = habits[payer]
        issued = START + timedelta(chance.randrange(days))
        due = issued + timedelta(30)
        paid = due + timedelta(after + chance.choice([-1, 0, 0, 0, 1, 12]))
        while paid.weekday() > 4 or (weekday is not None and paid.weekday() != weekday):
            paid += timedelta(1)
        lines.append(
            Line(f"N{number:05}", f"C{payer:02}", issued, due, 100 + number % 900, paid)
        )
    return sorted(lines, key=lambda line: (line.issued, line.number))


def split(lines: Iterable[Line], day: date) -> tuple[list[Line], list[Line]]:
    """What was paid before the day, and what was open on its morning."""
    lines = list(lines)
    paid = [line for line in lines if line.settled and line.settled < day]
    waiting = [
        line._replace(settled=None)
        for line in lines
        if line.issued <= day and not (line.settled and line.settled < day)
    ]
    return paid, waiting


def write(path: Path, lines: Iterable[Line]) -> Path:
    """The table of these invoices."""
    rows = [
        f"{line.number},{line.customer},{line.issued},{line.due},EUR,{line.amount}.00,"
        f"{line.settled or ''}"
        for line in lines
    ]
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return path


def books(lines: Iterable[Line]) -> Books:
    """The columns of these invoices."""
    return reading.books_of([_row(line) for line in lines])


def talk(of: Books, *, seed: int = 1) -> Told:
    """Reminders, promises and disputes of every third row, on days before and after it was
    paid; a sixth of the payers pay by debit, some since lately.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    rows = np.array(sorted(chance.sample(range(len(of)), len(of) // 3)), np.int64)
    later = np.array([chance.randrange(90) for _ in rows], np.int64)
    for_days = np.array([chance.randrange(20) for _ in rows], np.int64)
    ends = np.array([chance.choice([3, 25, OPEN]) for _ in rows], np.int64)
    day, payers = of.issued[rows] + later, np.arange(0, len(of.customers), 6)
    ended = np.minimum(day + for_days + ends, OPEN)
    return Told(
        reminders=Reminders(day=day, row=rows),
        promises=Promises(day=day + 3, row=rows, promised=day + 3 + for_days, ended=ended),
        disputes=Disputes(
            day=day[::4] - 9,
            row=rows[::4],
            ended=ended[::4],
            share=1 / (1 + later[::4] % 2),
        ),
        debits=Debits(day=of.issued.min() + payers * 15, customer=payers),
    )


def _row(line: Line) -> InvoiceRow:
    return InvoiceRow(
        where="",
        invoice_number=line.number,
        instalment=None,
        customer_code=line.customer,
        credit_note=False,
        issued_on=line.issued,
        due_on=line.due,
        currency="EUR",
        amount=Decimal(line.amount),
        settled_on=line.settled,
    )
