"""XAF, the *XML Auditfile Financieel*: the accounting of a Dutch company, 3.0 to 4.0.

The customers and their lines are taken. Read twice: the first reading counts and finds the
pairs of each match, the second yields the items; no line is held. Why by hand and not by a
library: docs/decisions/, "Accounting files".
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from acquit.core.money import to_decimal
from acquit.formats import places
from acquit.formats.ledgers.lettered import Items
from acquit.formats.ledgers.numbers import Numbers
from acquit.formats.ledgers.records import (
    ItemKind,
    LedgerClosed,
    LedgerItem,
    LedgerOpened,
)
from acquit.formats.problems import Problem
from acquit.formats.records import CustomerRow
from acquit.formats.xaf import versions
from acquit.formats.xaf.lines import LEDGER, SUBLEDGER
from acquit.formats.xaf.notes import notes
from acquit.formats.xaf.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.formats.records import Record
    from acquit.formats.source import Source
    from acquit.formats.xaf.lines import Line

LABEL = "XAF"


class _Kept:
    """What is kept of the lines of one part of the file."""

    def __init__(self) -> None:
        self.items = Items()
        self.numbers = Numbers()
        self.opened = False
        self.ended_on: date | None = None

    def add(self, line: Line, name: str) -> None:
        customer = self.items.customer(line.customer, name)
        day = line.booked_on.toordinal()
        self.items.add(line.minor, day=day, customer=customer, group=line.group)
        if line.kind is not ItemKind.RECEIPT:
            self.numbers.keep(line.kind, line.reference, line.issued_on, customer)
        self.opened = self.opened or line.opening
        self.ended_on = max(self.ended_on or line.booked_on, line.booked_on)


def recognises(source: Source) -> str:
    """`xaf.3.2`, `xaf.4.0` …; also what is an audit file of another standard, to refuse it
    by its name.
    """
    return versions.version(source)


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield the customers' side of the file; raises Refused."""
    code = versions.version(source)
    if not code.startswith(("xaf.3", "xaf.4")):
        raise versions.another_standard(code)
    source = versions.mended(source)
    walk = Walk(source)
    parts = {SUBLEDGER: _Kept(), LEDGER: _Kept()}
    problems: list[Problem] = []
    for line in walk.lines():
        if isinstance(line, Problem):
            problems.append(line)
        else:
            parts[line.basis].add(line, _name(walk, line.customer))
    basis = SUBLEDGER if len(parts[SUBLEDGER].items) else LEDGER
    kept = parts[basis]
    kept.items.currency = walk.head.currency
    kept.items.letter()
    rows = _customers(walk, kept.items)
    yield _opened(walk, kept, len(rows))
    yield from rows
    yield from problems
    yield from _items(source, kept, basis, walk.head.currency)
    yield LedgerClosed(where=places.THE_FILE, notes=tuple(notes(walk, kept.items, basis)))


def _name(walk: Walk, code: str) -> str:
    known = walk.relations.get(code)
    return known.row.name if known else walk.debtors.get(code, code)


def _customers(walk: Walk, items: Items) -> list[CustomerRow]:
    """Whoever the file calls a customer, and whoever has a line as one."""
    rows = [
        one.row
        for code, one in walk.relations.items()
        if one.is_customer or code in items.customers
    ]
    return rows + [
        CustomerRow(where=places.THE_FILE, customer_code=code, name=name)
        for code, name in items.customers.items()
        if code not in walk.relations
    ]


def _opened(walk: Walk, kept: _Kept, customers: int) -> LedgerOpened:
    head, figures = walk.head, walk.figures
    counted = (
        *("subledger_lines", "due_dates", "accounts", "transactions"),
        *("customers_suppliers", "opening_lines", "opening_subledger_lines"),
    )
    return LedgerOpened(
        where=places.THE_FILE,
        name=head.name,
        tax_number=head.tax_number,
        register_number=head.register_number,
        opened_on=(head.opened_on or head.began_on) if kept.opened else None,
        ended_on=kept.ended_on,
        items=len(kept.items),
        groups=kept.items.groups,
        masters=True,
        figures={
            "lines": figures["lines"],
            "debit": to_decimal(figures["debit"], head.currency),
            "credit": to_decimal(figures["credit"], head.currency),
            "customers": customers,
            **{name: figures[name] for name in counted},
        },
    )


def _items(source: Source, kept: _Kept, basis: str, currency: str) -> Iterator[LedgerItem]:
    index = 0
    for line in Walk(source, counting=False).lines():
        if not isinstance(line, Problem) and line.basis == basis:
            yield _item(line, index, kept, currency)
            index += 1


def _item(line: Line, index: int, kept: _Kept, currency: str) -> LedgerItem:
    items, numbers = kept.items, kept.numbers
    other, instalment = "", 1
    if line.kind is ItemKind.RECEIPT:
        amount = str(to_decimal(-line.minor, currency))
        day = f"{line.booked_on:%Y%m%d}"
        number = numbers.receipt(line.journal, day, line.reference, line.customer, amount)
    else:
        customer = items.customer_of[index]
        number, other, instalment = numbers.document(
            line.kind, line.reference, line.issued_on, customer, line.customer
        )
    settled = items.settled_on[index]
    return LedgerItem(
        where=line.where,
        index=index,
        kind=line.kind,
        customer_code=line.customer,
        number=number,
        other_number=other,
        instalment=instalment,
        issued_on=line.issued_on,
        booked_on=line.booked_on,
        due_on=line.due_on,
        currency=currency,
        amount=to_decimal(abs(line.minor), currency),
        left=to_decimal(items.left[index], currency),
        group=items.group_of[index],
        letters=line.letters,
        settled_on=date.fromordinal(settled) if settled else None,
        uses=items.uses(index) if line.minor < 0 else (),
        sale=line.sale,
        opening=line.opening,
        text=line.text,
    )
