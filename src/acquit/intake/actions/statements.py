"""Booking bank statements: accounts, lines, receipts; their matching follows at once."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from acquit.bank.actions import (
    AccountOfAnother,
    close_statement,
    open_account,
    save_lines,
    save_statement,
)
from acquit.bank.models import Account, Line, LineState, Statement
from acquit.bank.queries import closing_before, known_lines
from acquit.core.sentences import say
from acquit.formats.records import Detail, LineRecord, StatementClosed, StatementOpened
from acquit.ledger.actions.bulk import save_receipts
from acquit.ledger.models import Receipt, Source
from acquit.matching.actions import match_receipts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from acquit.formats.records import Problem
    from acquit.intake.actions.booking import Context

BATCH = 2000
TEXT = 200


@dataclass(slots=True)
class Statements:
    """Books the statements of one file as they stream by, some thousand lines at a time."""

    context: Context
    _account: Account | None = None
    _statement: Statement | None = None
    _lines: list[LineRecord] = field(default_factory=list)
    _seen: Counter[str] = field(default_factory=Counter)
    _last_day: date | None = None

    def take(self, record: StatementOpened | LineRecord | StatementClosed) -> None:
        """Take the next record of the file."""
        match record:
            case StatementOpened():
                self._open(record)
            case LineRecord():
                self._lines.append(record)
                self._last_day = max(filter(None, (self._last_day, record.booked_on)))
                self._tell(record.notes)
                if len(self._lines) >= BATCH:
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
        self._seen.clear()
        self._last_day = None
        self._account = self._statement = None
        currency = record.currency or self.context.company.currency
        if not record.account:
            self.context.refuse(
                record.where,
                saw=say("lines of an account that is not named"),
                wanted=say("the number of our account"),
                remedy=say("Say which account it is: on the page of its columns."),
            )
            return
        try:
            account, new = open_account(
                self.context.company,
                record.account,
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
            return
        if new:
            self.context.remark(
                say(
                    "Account %(number)s was not known: opened for this company.",
                    number=account.number,
                )
            )
        opening = None
        if record.opening is not None:
            opening = self.context.minor(record.opening, currency, record.where)
        self._account = account
        self._statement, created = save_statement(
            Statement(
                account=account,
                key=_digest(record.number, record.opened_on, record.opening),
                number=record.number[:60],
                opened_on=record.opened_on,
                fresh_on=record.opened_on or self.context.on,
                opening_minor=opening,
                recorded_at=self.context.at,
            )
        )
        if created and opening is not None:
            self._compare_with_last(self._statement)

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
        if self._account is None or self._statement is None:
            self.context.refused += len(records)
            return
        keyed: dict[str, tuple[LineRecord, int]] = {}
        for record in records:
            minor = self.context.minor(record.amount, record.currency, record.where)
            if minor is not None:
                self.context.count(record.currency, minor)
                keyed[self._key(record)] = record, minor
        known = known_lines(self._account, keyed)
        fresh = {key: pair for key, pair in keyed.items() if key not in known}
        self.context.saved.created += len(fresh)
        self.context.saved.unchanged += len(keyed) - len(fresh)
        receipts = {
            key: self._receipt(f"{self._account.pk}-{key}", record, minor)
            for key, (record, minor) in fresh.items()
            if minor > 0
        }
        incoming = save_receipts(list(receipts.values()))
        save_lines(
            [
                self._line(key, record, minor, receipts.get(key))
                for key, (record, minor) in fresh.items()
            ]
        )
        self.context.saved.customer_ids |= match_receipts(incoming, at=self.context.at)

    def _key(self, record: LineRecord) -> str:
        """What tells this line from all others of the account, whichever file brings it.

        Of lines that are alike to the letter, each counts once per statement: two such
        lines in one statement are two payments, one such line in two overlapping statements
        is one.
        """
        content = _digest(
            record.bank_reference,
            record.booked_on,
            record.amount,
            record.name,
            record.iban,
            record.text,
            record.end_to_end_id,
        )
        self._seen[content] += 1
        return f"{content}-{self._seen[content]}"

    def _receipt(self, key: str, record: LineRecord, minor: int) -> Receipt:
        return Receipt(
            company=self.context.company,
            source=Source.BANK,
            key=key,
            received_on=record.booked_on,
            value_on=record.value_on or record.booked_on,
            currency=record.currency,
            amount_minor=minor,
            available_minor=minor,
            payer_name=record.name[:TEXT],
            payer_iban=record.iban[:34],
            text=record.text,
            recorded_at=self.context.at,
        )

    def _line(
        self, key: str, record: LineRecord, minor: int, receipt: Receipt | None
    ) -> Line:
        returned = record.reversal or bool(record.return_reason)
        return Line(
            account=self._account,
            statement=self._statement,
            key=key,
            booked_on=record.booked_on,
            value_on=record.value_on or record.booked_on,
            amount_minor=minor,
            currency=record.currency,
            name=record.name[:TEXT],
            iban=record.iban[:40],
            text=record.text,
            structured_reference=record.structured_reference,
            references=list(record.references),
            end_to_end_id=record.end_to_end_id[:80],
            bank_reference=record.bank_reference[:80],
            reversal=record.reversal,
            return_reason=record.return_reason[:40],
            details=[_plain(detail) for detail in record.details],
            receipt=receipt,
            state=LineState.OPEN if receipt or returned else LineState.OUTGOING,
            recorded_at=self.context.at,
        )

    def _close(self, record: StatementClosed) -> None:
        statement = self._statement
        if statement is None:
            return
        if record.pending:
            self.context.remark(
                say(
                    "Account %(account)s: what is announced, not booked, was left out "
                    "(entries: %(count)s); it comes with a later file.",
                    account=statement.account.number,
                    count=record.pending,
                )
            )
        closing = None
        if record.closing is not None:
            currency = statement.account.currency
            closing = self.context.minor(record.closing, currency, record.where)
        day = record.closed_on or self._last_day or statement.opened_on or self.context.on
        close_statement(statement, closing_minor=closing, fresh_on=day)
        self._account = self._statement = None


def _plain(detail: Detail) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(detail).items()}


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:40]
