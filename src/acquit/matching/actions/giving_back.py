"""Receipts of which some goes back: what they were used for, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.bank.actions import keep_returns, settle_returned
from acquit.bank.models import Return
from acquit.core import returns
from acquit.core.returns import Freed, Used
from acquit.ledger.actions import lock
from acquit.ledger.actions.allocations import standing_allocations
from acquit.ledger.actions.returning import GivenBack, give_back
from acquit.ledger.models import Receipt
from acquit.matching.actions.proofs import withdraw_proposals

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from acquit.bank.models import Line
    from acquit.ledger.models import Allocation


@dataclass(slots=True)
class Purse:
    """A receipt whose lock is held. rows: what it is used for and what was booked beside
    it; left_minor: what did not go back yet; unused_minor: what is used for nothing.
    """

    receipt: Receipt
    rows: list[Allocation]
    left_minor: int
    unused_minor: int

    def free(self, minor: int, named: Collection[int]) -> Freed | None:
        """The uses of one payment in it, which names these receivables; None when that is
        not sure.
        """
        if minor > self.left_minor:
            return None
        if minor == self.left_minor:
            return returns.all_of(self._uses())
        return returns.part_of(
            self._uses(), minor, unused_minor=self.unused_minor, named=named
        )

    def free_any(self, minor: int) -> Freed:
        """So much of it, by decision of a person."""
        if minor == self.left_minor:
            return returns.all_of(self._uses())
        return returns.newest_of(self._uses(), minor, unused_minor=self.unused_minor)

    def take(self, freed: Freed, minor: int) -> list[Allocation]:
        """The rows to take back for this, those of which some is used again last; they are
        out of the purse.
        """
        keys = [use.key for use in freed.uses]
        whole = freed.uses[:-1] if freed.again_minor else freed.uses
        items = {use.receivable_id for use in whole}
        everything = minor == self.left_minor
        gone = [
            row
            for row in self.rows
            if row.beside_id and (everything or row.receivable_id in items)
        ]
        gone += sorted(
            (row for row in self.rows if row.pk in keys), key=lambda row: keys.index(row.pk)
        )
        self.rows = [row for row in self.rows if row not in gone]
        self.left_minor -= minor
        used = sum(use.amount_minor for use in freed.uses) - freed.again_minor
        self.unused_minor += used - minor
        return gone

    def _uses(self) -> list[Used]:
        """What of the money itself is used, oldest first."""
        return [
            Used(row.pk, row.receivable_id, row.amount_minor)
            for row in self.rows
            if row.receipt_id is not None
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """That this line, or a payment in it, takes this much of a receipt back."""

    line: Line
    part: int
    receipt: Receipt
    receipt_part: int
    minor: int
    reason: str
    evidence: dict[str, str]
    rows: Sequence[Allocation]
    again_minor: int

    @property
    def customer_id(self) -> int | None:
        """Whose payment it was, where that is one customer's."""
        owners = {row.receivable.customer_id for row in self.rows}
        return owners.pop() if len(owners) == 1 else self.receipt.customer_id

    def as_return(self, *, at: datetime, by: int | None) -> Return:
        return Return(
            line=self.line,
            part=self.part,
            receipt=self.receipt,
            receipt_part=self.receipt_part,
            customer_id=self.customer_id,
            amount_minor=self.minor,
            currency=self.line.currency,
            returned_on=self.line.booked_on,
            reason=self.reason,
            evidence=self.evidence,
            actor_id=by,
            recorded_at=at,
        )


def purses(receipt_ids: Collection[int]) -> dict[int, Purse]:
    """These receipts, and the customers of what they settle, locked until the transaction
    ends; by id.
    """
    lock(_customers(receipt_ids))
    rows = Receipt.objects.select_for_update().order_by("pk")
    found = rows.in_bulk(list(receipt_ids))
    made = {
        key: Purse(one, [], one.amount_minor - one.returned_minor, one.available_minor)
        for key, one in found.items()
    }
    for row in standing_allocations(receipt_ids):
        made[row.receipt_id or row.beside_id or 0].rows.append(row)
    return made


def book_returns(plans: Sequence[Plan], *, at: datetime, by: int | None = None) -> set[int]:
    """Keep what went back, and take back what it was used for. Gives the customers whose
    books were touched.
    """
    if not plans:
        return set()
    kept = keep_returns([plan.as_return(at=at, by=by) for plan in plans])
    gone = [
        GivenBack(
            receipt_id=plan.receipt.pk,
            amount_minor=plan.minor,
            on=plan.line.booked_on,
            uses=plan.rows,
            return_id=one.pk,
            again_minor=plan.again_minor,
            reason=plan.reason,
        )
        for plan, one in zip(plans, kept, strict=True)
    ]
    give_back(gone, at=at, by=by)
    receipt_ids = {plan.receipt.pk for plan in plans}
    settle_returned(receipt_ids)
    touched = {row.receivable.customer_id for plan in plans for row in plan.rows}
    touched |= {one.customer_id for one in kept if one.customer_id}
    return touched | withdraw_proposals(receipt_ids, at)


def _customers(receipt_ids: Collection[int]) -> set[int]:
    rows = standing_allocations(receipt_ids)
    owners = Receipt.objects.filter(pk__in=receipt_ids, customer__isnull=False)
    known = set(owners.values_list("customer_id", flat=True))
    return known | {row.receivable.customer_id for row in rows}
