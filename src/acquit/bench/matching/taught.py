"""The same months once more, beside a person who says what is left open at their end.

The person knows the truth, and says it as the Bank page lets a person say it: accepts,
puts on account, writes off what the truth writes off, sets aside what is nobody's. Rules
are turned on when they are offered. What is learned by that shows in the months after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.core.management import call_command

from acquit.audit.actions import Actor
from acquit.bank.models import Line, LineState
from acquit.core.errors import Refusal
from acquit.core.matching import suggested
from acquit.ledger.actions import Share, put_on_account
from acquit.ledger.models import Customer, Invoice, Receipt, Receivable, WriteOffReason
from acquit.matching import actions, queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from acquit.bench.matching.scoring import Truth
    from acquit.organisation.models import Company

AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
TEACHER = Actor(None, "teacher")
# The first day of the months that are counted: nobody helps any more.
ALONE = date(2026, 5, 1)

_WRITTEN_OFF = {
    "discount": WriteOffReason.DISCOUNT,
    "fee": WriteOffReason.BANK_CHARGES,
    "rounding": WriteOffReason.ROUNDING,
}


def forget_everything() -> None:
    """Empty the database of the benchmark."""
    call_command("flush", verbosity=0, interactive=False)


@dataclass(slots=True)
class Lessons:
    """What the teacher may still say of one company."""

    company: Company
    truths: Mapping[str, Truth]
    left: int
    said: int = 0

    def end_of(self, month: str) -> None:
        """Say what the open lines of the month are, the oldest first."""
        if date.fromisoformat(f"{month}-01") >= ALONE:
            return
        rows = Line.objects.filter(
            account__company=self.company, state=LineState.OPEN, receipt__isnull=False
        )
        for line in rows.select_related("receipt").order_by("booked_on", "pk"):
            truth = self.truths.get(line.bank_reference)
            if self.left and truth is not None and line.receipt is not None:
                self.left -= 1
                self.said += self._say(line, line.receipt, truth)
        records = queries.records_of(self.company.pk)
        rules = suggested(records, queries.rules_of(self.company.pk))
        actions.set_rules(self.company, rules, actor=TEACHER, at=AT)

    def _say(self, line: Line, receipt: Receipt, truth: Truth) -> bool:
        """Whether it could be said."""
        answer = next(iter(truth["answers"]), None)
        try:
            if answer is None:
                Line.objects.filter(pk=line.pk).update(state=LineState.NOT_OURS)
                actions.decline(receipt_id=receipt.pk, actor=TEACHER, at=AT)
            elif answer["settles"]:
                shares = self._shares(answer)
                actions.accept(receipt_id=receipt.pk, shares=shares, actor=TEACHER, at=AT)
                Line.objects.filter(pk=line.pk).update(state=LineState.MATCHED)
            else:
                self._on_account(receipt, truth["customers"])
                Line.objects.filter(pk=line.pk).update(state=LineState.ON_ACCOUNT)
        except Refusal:
            # An earlier line that was posted wrongly has taken the invoice.
            return False
        return True

    def _on_account(self, receipt: Receipt, codes: Sequence[str]) -> None:
        owner = Customer.objects.get(company=self.company, code=codes[0])
        put_on_account(receipt, owner, actor=TEACHER, at=AT)
        actions.decline(receipt_id=receipt.pk, actor=TEACHER, at=AT)
        actions.learn_owner(receipt, owner.pk, actor=TEACHER, at=AT)

    def _shares(self, answer: Mapping[str, list[list[str | int]]]) -> list[Share]:
        """Invoices, less the credit notes that were kept back, and what is written off."""
        taken = {
            self._item(str(number), int(part)): int(minor)
            for number, part, minor in answer["settles"]
            if int(minor) > 0
        }
        shares = []
        for number, _part, minor in answer["settles"]:
            rest = -int(minor)
            for key in taken if rest > 0 else ():
                used = min(rest, taken[key])
                note = Invoice.objects.get(company=self.company, number=number)
                shares.append(Share(key, used, credit_note_id=note.pk))
                taken[key], rest = taken[key] - used, rest - used
                if not rest:
                    break
        for number, part, minor, why in answer["left"]:
            if str(why) in _WRITTEN_OFF:
                key, reason = self._item(str(number), int(part)), _WRITTEN_OFF[str(why)]
                shares.append(Share(key, int(minor), written_off=reason))
        return [*(Share(key, minor) for key, minor in taken.items() if minor), *shares]

    def _item(self, number: str, part: int) -> int:
        """The receivable, by its number and instalment, 0 where there is but one."""
        found = Receivable.objects.filter(
            invoice__company=self.company, invoice__number=number
        )
        rows = found.filter(instalment=part) if part else found
        return rows.order_by("instalment").values_list("pk", flat=True)[0]
