"""The statement as a workbook (XLSX): a sheet for each currency, ready to be summed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Font

from acquit.core.money import exponent, to_decimal
from acquit.dunning.statement.paper import named
from acquit.dunning.statement.words import words
from acquit.dunning.wording import said
from acquit.formats import cells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from openpyxl.worksheet.worksheet import Worksheet

    from acquit.dunning.statement.lines import Account
    from acquit.dunning.statement.words import Words
    from acquit.ledger.models import Customer

BOLD = Font(bold=True)
WIDTHS = (44, 12, 12, 8, 14, 14, 14)
HEAD_ROW, LATE_COLUMN = 5, 4


def written(
    customer: Customer, found: Sequence[Account], language: str, *, as_of: date
) -> bytes:
    """The workbook; a single sheet that says so when nothing is open."""
    told = words(language)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for one in found:
        _sheet(workbook.create_sheet(one.currency), customer, one, told, language)
    if not found:
        sheet = workbook.create_sheet(customer.currency)
        _title(sheet, customer, told, said.day(as_of, language))
        sheet.append([told.nothing])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _sheet(
    sheet: Worksheet, customer: Customer, one: Account, told: Words, language: str
) -> None:
    _title(sheet, customer, told, said.day(one.as_of, language))
    heads = [
        told.document,
        told.on,
        told.due,
        told.late,
        told.amount,
        told.open,
        told.balance,
    ]
    sheet.append(heads)
    _bold(sheet)
    for line, balance in zip(one.lines, one.balances, strict=True):
        late = line.days_late(one.as_of)
        amounts = (line.total_minor, line.open_minor, balance)
        sheet.append(
            [
                cells.guarded(named(line, told)),
                line.on,
                line.due_on,
                late or None,
                *(to_decimal(minor, one.currency) for minor in amounts),
            ]
        )
    total = to_decimal(one.balance_minor, one.currency)
    sheet.append([told.to_pay if total >= 0 else told.in_favour, *[None] * 4, total])
    _bold(sheet)
    overdue = to_decimal(one.overdue_minor, one.currency)
    sheet.append([told.overdue, *[None] * 4, overdue])
    sheet.append([])
    sheet.append(list(told.ages))
    _bold(sheet)
    sheet.append([to_decimal(minor, one.currency) for minor in one.ages])
    _paid(sheet, one, told)
    _dress(sheet, one.currency)


def _title(sheet: Worksheet, customer: Customer, told: Words, day: str) -> None:
    sheet.append([told.title.format(day=day)])
    _bold(sheet)
    sheet.append([cells.guarded(customer.company.name)])
    sheet.append([cells.guarded(f"{customer.code} {customer.name}")])
    sheet.append([])


def _paid(sheet: Worksheet, one: Account, told: Words) -> None:
    if not one.paid:
        return
    sheet.append([])
    sheet.append([told.text, told.came_on, None, None, told.amount])
    _bold(sheet)
    for paid in one.paid:
        amount = to_decimal(paid.amount_minor, one.currency)
        sheet.append([cells.guarded(paid.text), paid.on, None, None, amount])


def _bold(sheet: Worksheet) -> None:
    """The row that was written last."""
    for cell in sheet[sheet.max_row]:
        cell.font = BOLD


def _dress(sheet: Worksheet, currency: str) -> None:
    """Widths, and as many decimals as the currency has."""
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFG"[place]].width = width
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    places = exponent(currency)
    pattern = "#,##0." + "0" * places if places else "#,##0"
    for row in sheet.iter_rows(min_row=HEAD_ROW + 1):
        for cell in row:
            if cell.data_type == "n" and cell.column != LATE_COLUMN:
                cell.number_format = pattern
