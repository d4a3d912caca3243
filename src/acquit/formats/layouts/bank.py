"""Bank lines out of the tables that banks let people download.

There is no standard: amounts stand in one column with a sign, in two, or beside a word that
says which way the money went; the account stands in a column, in a title, or nowhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from stdnum import iban

from acquit.core.sentences import say
from acquit.core.text import fold
from acquit.formats import references
from acquit.formats.cells import Unfit
from acquit.formats.layouts.layout import MONEY_OUT
from acquit.formats.records import (
    NO_AMOUNT,
    LineRecord,
    Problem,
    StatementClosed,
    StatementOpened,
)
from acquit.formats.values import refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from acquit.formats.layouts.table import Row, Table
    from acquit.formats.records import Record

MOST_ACCOUNTS = 50
THE_TABLE = say("the table")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{2,4}){3,8}")


@dataclass(slots=True)
class _Account:
    """What a first pass learns of one account and currency of the table."""

    first_on: date
    last_on: date
    first: tuple[Decimal | None, Decimal]
    last: tuple[Decimal | None, Decimal]

    def meet(self, on: date, balance: Decimal | None, amount: Decimal) -> None:
        self.first_on, self.last_on = min(self.first_on, on), max(self.last_on, on)
        self.last = balance, amount

    def balances(self) -> tuple[Decimal | None, Decimal | None]:
        """Opening and closing; tables run downwards in time or upwards."""
        (first, first_amount), (last, _) = self.first, self.last
        if first is None or last is None:
            return None, None
        return first - first_amount, last

    def balances_upwards(self) -> tuple[Decimal | None, Decimal | None]:
        (first, _), (last, last_amount) = self.first, self.last
        if first is None or last is None:
            return None, None
        return last - last_amount, first


def read(table: Table) -> Iterator[Record | Problem]:
    """Each account as a statement of its own; one that nobody names is called ""."""
    accounts, sums = _accounts(table)
    if not accounts:
        yield Problem(
            where=THE_TABLE,
            saw=say("no line with a day and an amount"),
            wanted=say("at least one"),
            remedy=say("There is nothing to import, or the columns are others."),
        )
    for (account, currency), found in accounts.items():
        opening, closing = _balances(found, sums[account, currency])
        yield StatementOpened(
            where=THE_TABLE,
            account=account,
            currency=currency,
            number="",
            opened_on=found.first_on,
            opening=opening,
        )
        for row in _lines(table):
            try:
                if (_account(row, table), _currency(row)) == (account, currency):
                    yield from _records(row, currency)
            except Unfit as unfit:
                if (account, currency) == next(iter(accounts)):  # said once
                    yield unfit.at(row.where)
        yield StatementClosed(where=THE_TABLE, closed_on=found.last_on, closing=closing)


def _balances(found: _Account, total: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """Those that agree with the lines between them, else none."""
    for opening, closing in (found.balances(), found.balances_upwards()):
        if opening is not None and closing is not None and opening + total == closing:
            return opening, closing
    return None, None


def _accounts(
    table: Table,
) -> tuple[dict[tuple[str, str], _Account], dict[tuple[str, str], Decimal]]:
    """The accounts that the table tells of, in their order, and what they come to."""
    found: dict[tuple[str, str], _Account] = {}
    sums: dict[tuple[str, str], Decimal] = {}
    for row in _lines(table):
        try:
            key = _account(row, table), _currency(row)
            on, amount, balance = _day(row), _amount(row), row.amount("balance")
        except Unfit:
            continue  # the second pass says so
        amount -= abs(row.amount("fee") or NO_AMOUNT)
        sums[key] = sums.get(key, NO_AMOUNT) + amount
        if known := found.get(key):
            known.meet(on, balance, amount)
        elif len(found) < MOST_ACCOUNTS:
            found[key] = _Account(on, on, (balance, amount), (balance, amount))
        else:
            raise refused(
                where=row.where,
                saw=say("more than %(most)s accounts", most=MOST_ACCOUNTS),
                wanted=say("the lines of a few accounts"),
                remedy=say("Is the column of the account the right one?"),
            )
    return found, sums


def _lines(table: Table) -> Iterator[Row]:
    """The rows that tell of a movement: with a day; titles and totals have none."""
    for row in table.rows():
        if not row.is_empty("booked_on", "value_on") and not row.is_empty(
            "amount", "credit", "debit"
        ):
            yield row


def _records(row: Row, currency: str) -> Iterator[LineRecord]:
    """The movement; the bank's fee, where it stands beside it, as a line of its own."""
    text = row.text("text")
    stated = row.text("payment_reference")
    found = references.unique([references.structured(stated), *references.found_in(text)])
    booked_on, bank_reference = _day(row), row.text("bank_reference")
    yield LineRecord(
        where=row.where,
        booked_on=booked_on,
        value_on=row.day("value_on"),
        amount=_amount(row),
        currency=currency,
        name=row.text("name"),
        iban=row.text("iban").replace(" ", ""),
        bic=row.text("bic"),
        text=" ".join(dict.fromkeys(part for part in (text, stated) if part)),
        structured_reference=found[0] if found else "",
        references=found,
        end_to_end_id=row.text("end_to_end_id"),
        mandate=row.text("mandate"),
        bank_reference=bank_reference,
    )
    if fee := row.amount("fee"):
        yield LineRecord(
            where=row.where,
            booked_on=booked_on,
            value_on=row.day("value_on"),
            amount=-abs(fee),
            currency=currency,
            text=text,
            bank_reference=f"{bank_reference}-fee" if bank_reference else "",
        )


def _day(row: Row) -> date:
    day = row.day("booked_on") or row.day("value_on")
    if day is None:
        raise Unfit(say("nothing"), say("a day"), say("Fill the cell, or delete the row."))
    return day


def _amount(row: Row) -> Decimal:
    """Signed, money in positive; raises Unfit."""
    amount = row.amount("amount")
    if amount is None:
        credit, debit = row.amount("credit"), row.amount("debit")
        if credit is None and debit is None:
            raise Unfit(
                say("nothing"), say("an amount"), say("Fill the cell, or delete the row.")
            )
        return abs(credit or NO_AMOUNT) - abs(debit or NO_AMOUNT)
    direction = fold(row.text("direction"))
    if direction:
        return -abs(amount) if direction in MONEY_OUT else abs(amount)
    return -amount if row.table.layout.inverse else amount


def _currency(row: Row) -> str:
    """As the row or the layout says; "" = the company's own."""
    said = row.text("currency").upper() or row.table.layout.constants.get("currency", "")
    return said if len(said) == 3 and said.isalpha() else ""


def _account(row: Row, table: Table) -> str:
    """Our own account: in its column, as the layout says, or in a line above the header."""
    said = row.text("account").replace(" ", "")
    return (
        references.belgian_iban(said)
        or table.layout.constants.get("account", "")
        or titled_account(table)
    )


def titled_account(table: Table) -> str:
    """The only valid IBAN that stands above the header; "" for none, or several."""
    found = {
        compact
        for row in table.titles
        for cell in row
        for match in _IBAN.finditer(str(cell))
        if iban.is_valid(compact := match[0].replace(" ", ""), check_country=False)
    }
    return found.pop() if len(found) == 1 else ""
