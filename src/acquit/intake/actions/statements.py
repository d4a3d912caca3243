"""Booking bank statements: accounts, lines, receipts; their matching follows at once."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from acquit.bank.actions import (
    AccountOfAnother,
    close_statement,
    mark_lines,
    open_account,
    save_lines,
    save_statement,
)
from acquit.bank.models import Account, Line, LineState, Statement
from acquit.bank.queries import closing_before, known_line_keys
from acquit.core.matching import Payment
from acquit.core.money import to_minor
from acquit.core.text import reference_key
from acquit.formats.records import Detail, LineRecord, StatementClosed, StatementOpened
from acquit.ledger.actions.bulk import save_receipts
from acquit.ledger.models import Receipt, Source
from acquit.matching.actions import Incoming, match_receipts

if TYPE_CHECKING:
    from datetime import date

    from acquit.intake.actions.booking import Context

BATCH = 2000
TEXT = 200


@dataclass(slots=True)
class Statements:
    """Books the statements of one file as they stream by; `finish` when the file ends."""

    context: Context
    _account: Account | None = None
    _statement: Statement | None = None
    _lines: list[LineRecord] = field(default_factory=list)
    _seen: Counter[str] = field(default_factory=Counter)
    _last_day: date | None = None

    def take(self, record: StatementOpened | LineRecord | StatementClosed) -> None:
        match record:
            case StatementOpened():
                self._open(record)
            case LineRecord():
                self._lines.append(record)
                self._last_day = max(filter(None, (self._last_day, record.booked_on)))
                if len(self._lines) >= BATCH:
                    self._book_lines()
            case StatementClosed():
                self._book_lines()
                self._close(record)

    def _open(self, record: StatementOpened) -> None:
        self._seen.clear()
        self._last_day = None
        self._account = self._statement = None
        currency = record.currency or self.context.company.currency
        try:
            account, new = open_account(
                self.context.company, record.account, currency, by_statement=True
            )
        except AccountOfAnother as trouble:
            self.context.refuse(
                record.where,
                saw=f"account {record.account}",
                wanted=f"an account of company {self.context.company.code}",
                remedy=str(trouble),
            )
            return
        if new:
            self.context.remark(
                f"Account {account.number} was not known: opened for {account.company.code}."
            )
        self._account = account
        day = record.opened_on or self.context.on
        opening = None if record.opening is None else to_minor(record.opening, currency)
        self._statement, created = save_statement(
            Statement(
                account=account,
                key=_digest(record.number, record.opened_on, record.opening, record.where),
                number=record.number[:60],
                opened_on=record.opened_on,
                fresh_on=day,
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
                f"Account {statement.account.number}: statement {statement.number} opens with "
                "another balance than the last one closed with. One may be missing."
            )

    def _book_lines(self) -> None:
        records, self._lines = self._lines, []
        if not records or self._account is None or self._statement is None:
            if records:
                self.context.refused += len(records)
            return
        keyed = {self._key(record): record for record in records}
        known = known_line_keys(self._account, keyed)
        fresh = {key: record for key, record in keyed.items() if key not in known}
        self.context.saved.created += len(fresh)
        self.context.saved.unchanged += len(keyed) - len(fresh)
        receipts = self._receipts(fresh)
        save_lines(
            [self._line(key, record, receipts.get(key)) for key, record in fresh.items()]
        )
        self._match(fresh, receipts)

    def _key(self, record: LineRecord) -> str:
        """What tells this line from all others of the account, whichever file brings it."""
        place = "" if record.bank_reference else getattr(self._statement, "key", "")
        content = _digest(
            place,
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

    def _receipts(self, fresh: dict[str, LineRecord]) -> dict[str, Receipt]:
        company = self.context.company
        rows = []
        for key, record in fresh.items():
            minor = to_minor(record.amount, record.currency)
            self.context.count(record.currency, minor)
            if minor > 0:
                rows.append(
                    Receipt(
                        company=company,
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
                )
        return {receipt.key: receipt for receipt in save_receipts(rows)}

    def _line(self, key: str, record: LineRecord, receipt: Receipt | None) -> Line:
        returned = record.reversal or bool(record.return_reason)
        return Line(
            account=self._account,
            statement=self._statement,
            key=key,
            booked_on=record.booked_on,
            value_on=record.value_on or record.booked_on,
            amount_minor=to_minor(record.amount, record.currency),
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

    def _match(self, fresh: dict[str, LineRecord], receipts: dict[str, Receipt]) -> None:
        incoming = [
            Incoming(receipt, payment(fresh[key], receipt))
            for key, receipt in receipts.items()
        ]
        matched = match_receipts(incoming, at=self.context.at)
        mark_lines(matched.posted, LineState.MATCHED, {})
        self.context.saved.customer_ids |= matched.customer_ids

    def _close(self, record: StatementClosed) -> None:
        statement = self._statement
        if statement is None:
            return
        currency = statement.account.currency
        closing = None if record.closing is None else to_minor(record.closing, currency)
        day = record.closed_on or self._last_day or statement.opened_on or self.context.on
        close_statement(statement, closing_minor=closing, fresh_on=day)
        self._account = self._statement = None


def payment(record: LineRecord, receipt: Receipt) -> Payment:
    """The line as the matching reads it; a batch that the bank explained, part by part."""
    parts = tuple(_part(detail, record) for detail in record.details if detail.amount > 0)
    return Payment(
        amount_minor=receipt.amount_minor,
        currency=receipt.currency,
        booked_on=record.booked_on,
        text=f"{record.text} {record.end_to_end_id}",
        references=tuple(reference_key(one) for one in record.references),
        parts=parts if record.batch and len(parts) > 1 else (),
    )


def _part(detail: Detail, record: LineRecord) -> Payment:
    references = (detail.structured_reference,) if detail.structured_reference else ()
    return Payment(
        amount_minor=to_minor(detail.amount, record.currency),
        currency=record.currency,
        booked_on=record.booked_on,
        text=f"{detail.text} {detail.end_to_end_id}",
        references=tuple(reference_key(one) for one in references),
    )


def _plain(detail: Detail) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(detail).items()}


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:40]
