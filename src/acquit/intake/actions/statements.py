"""Booking bank statements: accounts, statements, and what to say about them.

`lines` books what stands in them; the matching of the money follows at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from acquit.bank.actions import (
    AccountOfAnother,
    close_statement,
    open_account,
    save_statement,
)
from acquit.bank.models import Account, Statement
from acquit.bank.queries import (
    closing_before,
    has_provisional_lines,
    known_until,
    twins,
    unconfirmed_lines,
)
from acquit.core.sentences import say
from acquit.formats.records import LineRecord, StatementClosed, StatementOpened, Telling
from acquit.formats.references import german_iban
from acquit.intake.actions.lines import LineBook, digest, is_currency

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from acquit.formats.records import Problem
    from acquit.intake.actions.booking import Context

BATCH = 5000
# Lines that meet others choose among all of their day: more of them are looked at together.
BATCH_THAT_MEETS = 20_000


@dataclass(slots=True)
class Statements:
    """Books the statements of one file as they stream by, some thousand lines at a time."""

    context: Context
    _book: LineBook | None = None
    _lines: list[LineRecord] = field(default_factory=list)
    _opened: set[int] = field(default_factory=set)
    _last_day: date | None = None
    _most: int = BATCH

    def take(self, record: StatementOpened | LineRecord | StatementClosed) -> None:
        """Take the next record of the file."""
        match record:
            case StatementOpened():
                self._open(record)
            case LineRecord():
                self._lines.append(record)
                self._last_day = max(filter(None, (self._last_day, record.booked_on)))
                self._tell(record.notes)
                if len(self._lines) >= self._most:
                    self._book_lines()
            case StatementClosed():
                self._book_lines()
                self._tell(record.notes)
                self._close(record)

    def _tell(self, notes: Iterable[Problem]) -> None:
        """What does not add up is said, and taken all the same."""
        for note in notes:
            self.context.remark(note.said)

    def _open(self, record: StatementOpened) -> None:
        self._last_day = self._book = None
        currency = record.currency or self.context.company.currency
        account = self._account(record, currency)
        if account is None:
            return
        opening = None
        if record.opening is not None:
            opening = self.context.minor(record.opening, currency, record.where)
        statement, created = save_statement(
            Statement(
                account=account,
                key=_key(record),
                telling=record.telling.value,
                number=record.number[:60],
                sequence=record.sequence,
                page=record.page,
                last_page=record.last_page,
                opened_on=record.opened_on,
                fresh_on=record.opened_on or self.context.on,
                opening_minor=opening,
                recorded_at=self.context.at,
            )
        )
        before: list[int] = []
        if record.telling == Telling.STATEMENT:
            before = twins(statement, apart=self._opened)
            self._opened.add(statement.pk)
        self._book = LineBook(self.context, statement, before)
        meets = before or has_provisional_lines(account)
        self._most = BATCH_THAT_MEETS if meets else BATCH
        if created and opening is not None and record.telling == Telling.STATEMENT:
            self._compare_with_last(statement)

    def _account(self, record: StatementOpened, currency: str) -> Account | None:
        """Its account; None, with the reason told, where it is none of the company."""
        written = Account(number=record.account, currency=currency)
        if not record.account:
            self.context.refuse(
                record.where,
                saw=say("lines of an account that is not named"),
                wanted=say("the number of our account"),
                remedy=say("Say which account it is: on the page of its columns."),
            )
            return None
        if not is_currency(currency, record.where, self.context) or not self.context.fits(
            written, record.where
        ):
            return None
        try:
            account, new = open_account(
                self.context.company,
                # As CAMT names it: both may tell of one account.
                german_iban(record.account),
                currency,
                by_statement=True,
                actor=self.context.actor,
                at=self.context.at,
            )
        except AccountOfAnother as trouble:
            self.context.refuse(
                record.where,
                saw=say("account %(number)s", number=record.account),
                wanted=say(
                    "an account of company %(code)s", code=self.context.company.code
                ),
                remedy=trouble.said,
            )
            return None
        if new:
            self.context.remark(
                say(
                    "Account %(number)s was not known: opened for this company.",
                    number=account.number,
                )
            )
        return account

    def _compare_with_last(self, statement: Statement) -> None:
        before = closing_before(statement)
        if before is not None and before != statement.opening_minor:
            self.context.remark(
                say(
                    "Account %(account)s: statement %(number)s opens with another balance "
                    "than the last one closed with. One may be missing.",
                    account=statement.account.number,
                    number=statement.number,
                )
            )

    def _book_lines(self) -> None:
        records, self._lines = self._lines, []
        if self._book is None:
            self.context.refused += len(records)
        elif records:
            self._book.book(records)

    def _close(self, record: StatementClosed) -> None:
        if self._book is None:
            return
        statement, left_out = self._book.statement, self._book.left_out
        self._say_what_is_not_booked(record, statement, left_out)
        closing = None
        if record.closing is not None:
            currency = statement.account.currency
            closing = self.context.minor(record.closing, currency, record.where)
        day = record.closed_on or self._last_day or statement.opened_on or self.context.on
        known = known_until(statement.account)
        if statement.telling == Telling.NOTICE and known is not None:
            # It tells of single entries only: the account is no better known by it.
            day = min(day, known)
        close_statement(statement, closing_minor=closing, fresh_on=day)
        if statement.telling == Telling.STATEMENT:
            self._say_what_is_not_confirmed(statement)
        self._book = None

    def _say_what_is_not_booked(
        self, record: StatementClosed, statement: Statement, left_out: int
    ) -> None:
        number = statement.account.number
        if record.pending:
            self.context.remark(
                say(
                    "Account %(account)s: what is announced, not booked, was left out "
                    "(entries: %(count)s); it comes with a later file.",
                    account=number,
                    count=record.pending,
                )
            )
        if record.informative:
            self.context.remark(
                say(
                    "Account %(account)s: what is for information only was left out "
                    "(entries: %(count)s); the bank will not book it.",
                    account=number,
                    count=record.informative,
                )
            )
        if left_out:
            self.context.remark(
                say(
                    "Account %(account)s: what the statement of its day does not have was "
                    "left out (entries: %(count)s). Compare with the bank's own view.",
                    account=number,
                    count=left_out,
                )
            )
        for words in record.messages:
            self.context.remark(
                say(
                    "Account %(account)s: the bank writes: %(text)s",
                    account=number,
                    text=words,
                )
            )

    def _say_what_is_not_confirmed(self, statement: Statement) -> None:
        first = statement.opened_on or statement.fresh_on
        days = (min(first, statement.fresh_on), statement.fresh_on)
        rows = unconfirmed_lines(statement.account).filter(booked_on__range=days)
        if count := rows.count():
            self.context.remark(
                say(
                    "Account %(account)s: what a report or a notice had told is not in the "
                    "statement (entries: %(count)s). Compare with the bank's own view.",
                    account=statement.account.number,
                    count=count,
                )
            )


def _key(record: StatementOpened) -> str:
    """What tells a statement from all others of its account; a page from other pages."""
    further: list[object] = [] if record.page == 1 else [record.page]
    if record.telling != Telling.STATEMENT:
        further.append(record.telling)
    return digest(record.number, record.opened_on, record.opening, *further)
