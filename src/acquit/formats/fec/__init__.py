"""FEC, the *Fichier des écritures comptables*: every line of a French company's accounting.

Of it, the customers' accounts are taken (411). Read twice: the first reading adds up and
finds the pairs of each lettering, the second yields the items; no line is held.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from acquit.core.money import to_decimal
from acquit.formats import places
from acquit.formats.fec import columns as columns_of_fec
from acquit.formats.fec import entries, rows
from acquit.formats.fec.entries import OPENING, RECEIVABLES, SALE, SALES_JOURNAL
from acquit.formats.fec.survey import (
    CURRENCY,
    Survey,
    customer_of,
    issued_on,
    reference_of,
)
from acquit.formats.ledgers.records import (
    ItemKind,
    LedgerClosed,
    LedgerItem,
    LedgerOpened,
)
from acquit.formats.records import CustomerRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.formats.records import Problem, Record
    from acquit.formats.source import Source

LABEL = "FEC"


def recognises(source: Source) -> str:
    """`fec` when the first row holds the columns that no other table has."""
    return "fec" if columns_of_fec.looks_like_one(source) else ""


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield the customers' side of the file; raises Refused when it does not balance."""
    columns = columns_of_fec.columns_of(source)
    survey = Survey.of(source, columns)
    notes = survey.notes()
    survey.entries.forget_names()
    yield _opened(survey)
    for code, name in survey.items.customers.items():
        yield CustomerRow(where=places.THE_FILE, customer_code=code, name=name)
    yield from survey.problems.values()
    yield from _items(source, survey)
    yield LedgerClosed(where=places.THE_FILE, notes=tuple(notes))


def _opened(survey: Survey) -> LedgerOpened:
    return LedgerOpened(
        where=places.THE_FILE,
        opened_on=survey.opened_on,
        ended_on=survey.ended_on,
        items=len(survey.items),
        groups=survey.items.groups,
        figures={
            "lines": survey.lines,
            "entries": len(survey.entries),
            "debit": to_decimal(survey.debit, CURRENCY),
            "credit": to_decimal(survey.credit, CURRENCY),
            "receivable_lines": len(survey.items) + len(survey.problems),
            "customers": len(survey.items.customers),
            "open_balance": to_decimal(survey.items.open_minor(), CURRENCY),
        },
    )


def _items(source: Source, survey: Survey) -> Iterator[LedgerItem]:
    c = survey.columns
    index = 0
    for number, row in rows.rows(source, c, with_text=RECEIVABLES):
        if not row[c.account].strip().startswith(RECEIVABLES) or number in survey.problems:
            continue
        if survey.items.minors[index]:
            yield _item(row, number, index, survey)
        index += 1


def _item(row: list[str], number: int, index: int, survey: Survey) -> LedgerItem:
    """The item; its booking day could be read, else it would be among the problems."""
    c, items = survey.columns, survey.items
    minor = items.minors[index]
    about = survey.entries.about[survey.entry_of[index]]
    kind = entries.kind(about, debit=minor > 0)
    code, reference = customer_of(row, c), reference_of(row, c)
    booked_on = date.fromordinal(items.days[index])
    issued = issued_on(row, c, booked_on)
    other, instalment = "", 1
    if kind is ItemKind.RECEIPT:
        day = f"{booked_on:%Y%m%d}"
        written = str(to_decimal(-minor, CURRENCY))
        name = survey.numbers.receipt(row[c.journal].strip(), day, reference, code, written)
    else:
        name, other, instalment = survey.numbers.document(
            kind, reference, issued, items.customer_of[index], code
        )
    day_settled = items.settled_on[index]
    return LedgerItem(
        where=rows.place(number, c),
        index=index,
        kind=kind,
        customer_code=code,
        number=name,
        other_number=other,
        instalment=instalment,
        issued_on=issued,
        booked_on=booked_on,
        currency=CURRENCY,
        amount=to_decimal(abs(minor), CURRENCY),
        left=to_decimal(items.left[index], CURRENCY),
        group=items.group_of[index],
        letters=row[c.letters].strip(),
        settled_on=date.fromordinal(day_settled) if day_settled else None,
        uses=items.uses(index) if minor < 0 else (),
        sale=bool(about & (SALE | SALES_JOURNAL)),
        opening=bool(about & OPENING),
        text=" ".join(row[c.text].split()),
    )
