"""What a further message tells of lines that are booked: it confirms, adds, explains."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from acquit.bank.actions import retell_lines
from acquit.bank.models import Line, LineState, Repetition, Telling
from acquit.core.money import to_minor
from acquit.core.text import fold
from acquit.intake.actions.meeting import IBAN, NAME, REFERENCE
from acquit.ledger.actions.bulk import retell_receipts
from acquit.matching.queries import undecided

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from acquit.bank.models import Statement
    from acquit.formats.records import Detail, LineRecord
    from acquit.intake.actions.meeting import Fresh
    from acquit.ledger.models import Receipt

PAYER_IBAN, REASON = 34, 40


@dataclass(slots=True)
class Retelling:
    """What one message changes in lines that were booked before, until it is written."""

    statement: Statement
    at: datetime
    _changed: dict[int, Line] = field(default_factory=dict)
    _richer: set[int] = field(default_factory=set)
    _again: list[Repetition] = field(default_factory=list)

    @property
    def settles(self) -> bool:
        """Whether the message is the bank's last word on its days."""
        return self.statement.telling == Telling.STATEMENT

    def tell_again(self, one: Fresh, line: Line) -> bool:
        """The message tells of this very line; whether that brought anything new."""
        before = _as_told(line)
        richer = _complete(line, one.record)
        if self.settles and line.provisional:
            self._confirm(line, one)
        return self._note(line, changed=_as_told(line) != before, richer=richer)

    def explain(self, several: Sequence[Fresh], whole: Line) -> bool:
        """The message tells the payments of this line one by one."""
        for one in several:
            self.remember(one, whole)
        if whole.details:
            return False
        whole.batch = True
        whole.details = [_detail_of(one.record) for one in several]
        found = [reference for one in several for reference in one.record.references]
        whole.references = list(dict.fromkeys([*whole.references, *found]))
        return self._note(whole, changed=True, richer=True)

    def carry(self, parts: Sequence[Line], whole_id: int) -> None:
        """A statement has told as one line what was booked as several."""
        for part in parts:
            part.part_of_id, part.provisional = whole_id, False
            self._note(part, changed=True, richer=False)

    def settle(self, whole: Line) -> None:
        """A statement has told one by one what was booked as one line."""
        whole.provisional = False
        self._note(whole, changed=True, richer=False)

    def remember(self, one: Fresh, line: Line) -> None:
        """Keep the key under which a report or a notice knows the line."""
        if not self.settles:
            self._keep(one.key, line, self.statement.telling)

    def write(self) -> list[Receipt]:
        """Write all of it; gives the receipts that may be matched better now."""
        retell_lines(list(self._changed.values()), self._again)
        told = [line for line in self._changed.values() if line.receipt is not None]
        retell_receipts([_retold(line, line.receipt) for line in told if line.receipt])
        open_money = [
            line.receipt_id
            for line in told
            if line.pk in self._richer and line.receipt_id and line.state == LineState.OPEN
        ]
        if not open_money:
            return []
        return list(undecided().filter(pk__in=open_money, same_as=None))

    def _keep(self, key: str, line: Line, telling: str) -> None:
        self._again.append(
            Repetition(
                account_id=line.account_id,
                key=key,
                line=line,
                telling=telling,
                recorded_at=self.at,
            )
        )

    def _confirm(self, line: Line, one: Fresh) -> None:
        """The line is the statement's now, and known by its key: so it is met by no other
        line of a statement that a report or a notice told of in the same words.
        """
        self._keep(line.key, line, line.statement.telling)
        line.key, line.statement, line.provisional = one.key, self.statement, False
        line.booked_on = one.record.booked_on
        line.value_on = one.record.value_on or one.record.booked_on
        line.bank_reference = one.record.bank_reference[:REFERENCE] or line.bank_reference

    def _note(self, line: Line, *, changed: bool, richer: bool) -> bool:
        if changed:
            self._changed[line.pk] = line
        if richer:
            self._richer.add(line.pk)
        return changed


def details_of(record: LineRecord) -> list[dict[str, str]]:
    """The payments inside a batch, as they are kept."""
    return [_plain(detail) for detail in record.details]


def is_return(record: LineRecord) -> bool:
    """Whether the line takes a payment back, all of it or a payment inside it."""
    return (
        record.reversal
        or bool(record.return_reason)
        or any(detail.return_reason for detail in record.details)
    )


def _plain(detail: Detail) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(detail).items()}


def _detail_of(record: LineRecord) -> dict[str, str]:
    """A line of its own, as a payment inside another one."""
    return {
        "amount": str(record.amount),
        "name": record.name,
        "iban": record.iban,
        "text": record.text,
        "structured_reference": record.structured_reference,
        "end_to_end_id": record.end_to_end_id,
        "mandate": record.mandate,
        "bank_reference": record.bank_reference,
        "return_reason": record.return_reason,
    }


def _as_told(line: Line) -> tuple[object, ...]:
    return (
        *(line.statement_id, line.provisional, line.booked_on, line.value_on),
        *(line.name, line.iban, line.bank_reference, line.return_reason, line.reversal),
        *(line.charges_minor, line.batch, line.state, *_words(line)),
    )


def _words(line: Line) -> tuple[object, ...]:
    """What the matching reads."""
    found = (line.text, line.structured_reference, line.end_to_end_id)
    return (*found, tuple(line.references), len(line.details))


def _complete(line: Line, record: LineRecord) -> bool:
    """Add to the line what the record knows more; whether the matching may gain by it."""
    before = _words(line)
    line.name = line.name or record.name[:NAME]
    line.iban = line.iban or record.iban[:IBAN]
    line.text = _joined(line.text, record.text)
    line.structured_reference = line.structured_reference or record.structured_reference
    line.references = list(dict.fromkeys([*line.references, *record.references]))
    line.end_to_end_id = line.end_to_end_id or record.end_to_end_id[:REFERENCE]
    line.charges_minor = line.charges_minor or to_minor(record.charges, record.currency)
    line.batch = line.batch or record.batch
    line.details = line.details or details_of(record)
    line.reversal = line.reversal or record.reversal
    line.return_reason = line.return_reason or record.return_reason[:REASON]
    if is_return(record) and line.state == LineState.OUTGOING:
        line.state = LineState.OPEN
    return _words(line) != before


def _joined(ours: str, theirs: str) -> str:
    """Both texts, or the one that holds the other."""
    if fold(theirs) in fold(ours):
        return ours
    return theirs if fold(ours) in fold(theirs) else f"{ours} {theirs}"


def _retold(line: Line, receipt: Receipt) -> Receipt:
    receipt.key = f"{line.account_id}-{line.key}"
    receipt.payer_name = receipt.payer_name or line.name
    receipt.payer_iban = receipt.payer_iban or line.iban[:PAYER_IBAN]
    receipt.text = line.text
    return receipt
