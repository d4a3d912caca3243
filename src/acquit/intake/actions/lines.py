"""Booking the lines of one statement: what is new, and what other messages told before.

docs/decisions/0006 says what a statement, a report and a notice are worth.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from acquit.bank.actions import NewLine, save_lines
from acquit.bank.models import LineState, Telling
from acquit.bank.queries import covered_periods, known_lines, lines_with_receipts
from acquit.core.money import to_minor
from acquit.core.sentences import say
from acquit.formats.values import ASK_AGAIN, shown
from acquit.intake.actions.meeting import IBAN, NAME, REFERENCE, Fresh, meet
from acquit.intake.actions.retelling import (
    PAYER_IBAN,
    REASON,
    Retelling,
    details_of,
    is_return,
)
from acquit.ledger.actions.bulk import BankReceipt, add_receipts
from acquit.ledger.models import Source
from acquit.matching.actions import match_incoming, match_receipts
from acquit.matching.incoming import Incoming, bank_payment
from acquit.matching.queries import knows_anything

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from acquit.bank.models import Line, Statement
    from acquit.core.sentences import Said
    from acquit.formats.records import LineRecord
    from acquit.intake.actions.booking import Context
    from acquit.intake.actions.meeting import Meeting

# Money that came in, and the receipt that carries it.
Booked = tuple[Fresh, int]

_CURRENCY = re.compile("[A-Z]{3}")


@dataclass(slots=True)
class LineBook:
    """The lines of one statement, report or notice, some thousand at a time.

    twins: statements that are this one in another format, by id. left_out: lines that a
    report or a notice tells of days whose statement has them not.
    """

    context: Context
    statement: Statement
    twins: Sequence[int] = ()
    left_out: int = 0
    _seen: Counter[str] = field(default_factory=Counter)

    def book(self, records: Iterable[LineRecord]) -> None:
        """Book what is new, add what is told again to what is there, match the money."""
        saved, at = self.context.saved, self.context.at
        told = self._keyed(records)
        telling = Telling(self.statement.telling)
        known = known_lines(self.statement.account, told, telling)
        fresh = [one for key, one in told.items() if key not in known]
        meeting = meet(fresh, self.statement, taken=known.values(), twins=self.twins)
        retelling = Retelling(self.statement, at)
        before = saved.created + saved.updated + self.left_out
        incoming = (
            self._settle(meeting, retelling)
            if retelling.settles
            else self._announce(meeting, retelling)
        )
        for one, line in meeting.same:
            retelling.remember(one, line)
        again = [*meeting.same, *self._met_by_key(told, known)]
        saved.updated += sum(retelling.tell_again(one, line) for one, line in again)
        told_of = saved.created + saved.updated + self.left_out - before
        saved.unchanged += len(told) - told_of
        richer = retelling.write()
        if incoming and knows_anything(self.context.company.pk):
            money = [self._incoming(one, receipt_id) for one, receipt_id in incoming]
            saved.customer_ids |= match_incoming(money, at=at)
        saved.customer_ids |= match_receipts(richer, at=at)

    def _keyed(self, records: Iterable[LineRecord]) -> dict[str, Fresh]:
        told: dict[str, Fresh] = {}
        for record in records:
            if not is_currency(record.currency, record.where, self.context):
                continue
            minor = self.context.minor(record.amount, record.currency, record.where)
            if minor is not None:
                self.context.count(record.currency, minor)
                key = self._key(record)
                told[key] = Fresh(key, record, minor)
        return told

    def _key(self, record: LineRecord) -> str:
        """What tells this line from all others of the account, whichever file brings it.

        Of lines that are alike to the letter, each counts once per statement: two such
        lines in one statement are two payments, one such line in two overlapping statements
        is one. On a further page of a statement they are others than on the first.
        """
        page = () if self.statement.page == 1 else (self.statement.page,)
        content = digest(
            record.bank_reference,
            record.booked_on,
            record.amount,
            record.name,
            record.iban,
            record.text,
            record.structured_reference,
            record.end_to_end_id,
            *page,
        )
        self._seen[content] += 1
        return f"{content}-{self._seen[content]}"

    def _met_by_key(
        self, told: Mapping[str, Fresh], known: Mapping[str, int]
    ) -> list[tuple[Fresh, Line]]:
        """Known lines to which this message adds something: that they are settled, or the
        payments of a batch.
        """
        settles = self.statement.telling == Telling.STATEMENT
        wanted = [pk for key, pk in known.items() if settles or told[key].record.details]
        lines = lines_with_receipts(wanted, provisional=settles)
        return [(told[key], lines[pk]) for key, pk in known.items() if pk in lines]

    def _settle(self, meeting: Meeting, retelling: Retelling) -> list[Booked]:
        """A statement books all its lines; money that is booked stays where it is."""
        incoming = self._book_new(meeting.new)
        for one, parts in meeting.wholes:
            (whole_id,) = self._save([self._line(one, LineState.CARRIED)])
            retelling.carry(parts, whole_id)
        for several, whole in meeting.parts:
            lines = [self._line(one, LineState.CARRIED) for one in several]
            self._save([line._replace(part_of_id=whole.pk) for line in lines])
            retelling.settle(whole)
        return incoming

    def _announce(self, meeting: Meeting, retelling: Retelling) -> list[Booked]:
        """A report or a notice books what no statement can have told yet."""
        new = self._not_settled(meeting.new)
        self.left_out += len(meeting.new) - len(new)
        for one, parts in meeting.wholes:
            retelling.remember(one, parts[0])
        for several, whole in meeting.parts:
            if retelling.explain(several, whole):
                self.context.saved.updated += len(several)
        return self._book_new(new, provisional=True)

    def _not_settled(self, fresh: Sequence[Fresh]) -> list[Fresh]:
        if not fresh:
            return []
        since = min(one.record.booked_on for one in fresh)
        periods = covered_periods(self.statement.account, since)
        return [
            one
            for one in fresh
            if not any(first <= one.record.booked_on <= last for first, last in periods)
        ]

    def _book_new(
        self, fresh: Sequence[Fresh], *, provisional: bool = False
    ) -> list[Booked]:
        company_id = self.context.company.pk
        money = [one for one in fresh if one.minor > 0]
        receipts = add_receipts(
            [self._receipt(one) for one in money], company_id=company_id, at=self.context.at
        )
        carried = dict(zip((one.key for one in money), receipts, strict=True))
        self._save(
            [
                self._line(one, _state(one), provisional, carried.get(one.key))
                for one in fresh
            ]
        )
        return [(one, carried[one.key]) for one in money]

    def _save(self, lines: Sequence[NewLine]) -> list[int]:
        self.context.saved.created += len(lines)
        return save_lines(lines, at=self.context.at)

    def _receipt(self, one: Fresh) -> BankReceipt:
        record = one.record
        return BankReceipt(
            key=f"{self.statement.account_id}-{one.key}",
            received_on=record.booked_on,
            value_on=record.value_on or record.booked_on,
            currency=record.currency,
            amount_minor=one.minor,
            payer_name=record.name[:NAME],
            payer_iban=record.iban[:PAYER_IBAN],
            text=record.text,
        )

    def _line(
        self,
        one: Fresh,
        state: LineState,
        provisional: bool = False,  # noqa: FBT001, FBT002  # a fact of its row
        receipt_id: int | None = None,
    ) -> NewLine:
        record = one.record
        return NewLine(
            account_id=self.statement.account_id,
            statement_id=self.statement.pk,
            key=one.key,
            booked_on=record.booked_on,
            value_on=record.value_on or record.booked_on,
            amount_minor=one.minor,
            currency=record.currency,
            name=record.name[:NAME],
            iban=record.iban[:IBAN],
            text=record.text,
            structured_reference=record.structured_reference,
            references=_json(record.references),
            end_to_end_id=record.end_to_end_id[:REFERENCE],
            bank_reference=record.bank_reference[:REFERENCE],
            charges_minor=to_minor(record.charges, record.currency),
            reversal=record.reversal,
            return_reason=record.return_reason[:REASON],
            batch=record.batch,
            details=_json(details_of(record)),
            state=state.value,
            provisional=provisional,
            receipt_id=receipt_id,
        )

    def _incoming(self, one: Fresh, receipt_id: int) -> Incoming:
        record = one.record
        return Incoming(
            receipt_id=receipt_id,
            company_id=self.context.company.pk,
            source=Source.BANK,
            amount_minor=one.minor,
            payer_iban=record.iban[:PAYER_IBAN],
            payer_name=record.name[:NAME],
            reversal=record.reversal or bool(record.return_reason),
            payment=bank_payment(
                one.minor,
                record.currency,
                record.booked_on,
                text=record.text,
                end_to_end_id=record.end_to_end_id[:REFERENCE],
                references=record.references,
                details=details_of(record),
            ),
        )


def _state(one: Fresh) -> LineState:
    waits = one.minor > 0 or is_return(one.record)
    return LineState.OPEN if waits else LineState.OUTGOING


def _json(values: Sequence[Any]) -> str:
    return json.dumps(values) if values else "[]"


def is_currency(code: str, where: Said, context: Context) -> bool:
    """False, with the record refused, for what is no code of ISO 4217."""
    if _CURRENCY.fullmatch(code):
        return True
    context.refuse(
        where,
        saw=shown(code),
        wanted=say("a currency code such as EUR"),
        remedy=ASK_AGAIN,
    )
    return False


def digest(*parts: object) -> str:
    """A key of what a bank says."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:40]
