"""What stands on an account: one line for each thing, and sums; one account per currency.

Amounts are minor units of the account's currency; what is to the customer's credit is
negative, so that the balances run.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

# How many days late each heap reaches; what is later lies in the last.
AGES = (30, 60, 90)


class Sort(Enum):
    """What a line is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit note"
    DEBIT_NOTE = "debit note"
    MONEY = "money"


class Line(NamedTuple):
    """One thing that is open. part: "2/3" of an invoice in instalments. due_on: None for
    what is to the customer's credit.
    """

    sort: Sort
    number: str
    part: str
    on: date
    due_on: date | None
    total_minor: int
    open_minor: int

    def days_late(self, as_of: date) -> int:
        """0 until the end of the due day."""
        return max(0, (as_of - self.due_on).days) if self.due_on else 0


class Paid(NamedTuple):
    """Money that came in the period. text: what the payer wrote."""

    on: date
    text: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """All in one currency. lines: by due day, credit last. paid: by day."""

    currency: str
    as_of: date
    lines: Sequence[Line]
    paid: Sequence[Paid] = ()

    @property
    def balances(self) -> list[int]:
        """After each line."""
        return list(accumulate(line.open_minor for line in self.lines))

    @property
    def balance_minor(self) -> int:
        """Owed, less what is to the customer's credit."""
        return sum(line.open_minor for line in self.lines)

    @property
    def overdue_minor(self) -> int:
        """Owed and late, without any credit."""
        return sum(line.open_minor for line in self.lines if line.days_late(self.as_of))

    @property
    def ages(self) -> list[int]:
        """Owed: not due, late by up to 30, 60, 90 days, by more; and all credit."""
        heaps = [0] * (len(AGES) + 3)
        for line in self.lines:
            heaps[_heap(line, self.as_of)] += line.open_minor
        return heaps


def accounts(
    lines: Iterable[tuple[str, Line]],
    paid: Iterable[tuple[str, Paid]] = (),
    *,
    as_of: date,
) -> list[Account]:
    """One account for each currency, in the order of their codes; an account on which
    nothing stands and nothing came in is left out.
    """
    open_by: dict[str, list[Line]] = {}
    paid_by: dict[str, list[Paid]] = {}
    for currency, line in lines:
        open_by.setdefault(currency, []).append(line)
    for currency, one in paid:
        paid_by.setdefault(currency, []).append(one)
    return [
        Account(
            currency=currency,
            as_of=as_of,
            lines=sorted(open_by.get(currency, ()), key=_place),
            paid=sorted(paid_by.get(currency, ())),
        )
        for currency in sorted({*open_by, *paid_by})
    ]


def _heap(line: Line, as_of: date) -> int:
    if line.due_on is None:
        return len(AGES) + 2
    late = line.days_late(as_of)
    if late == 0:
        return 0
    return 1 + sum(late > age for age in AGES)


def _place(line: Line) -> tuple[bool, date, str, str]:
    return line.due_on is None, line.due_on or line.on, line.number, line.part
