"""The payments of an accounting file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.matching import words
from acquit.intake.actions.ledgers import asking
from acquit.intake.actions.ledgers.taken import State
from acquit.ledger.actions.taking_over import NewReceipt, take_receipts
from acquit.ledger.models import Receipt, Source
from acquit.matching.actions import told_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.formats.ledgers.records import LedgerItem
    from acquit.intake.actions.booking import Context
    from acquit.intake.actions.ledgers.taken import Taken


class Payments:
    """Takes batches of them."""

    def __init__(self, taken: Taken, context: Context) -> None:
        self._taken = taken
        self._context = context

    def take(self, items: Sequence[LedgerItem]) -> None:
        """Create what is new; a payment that the bank has told of is that receipt."""
        if not items:
            return
        known = asking.receipts(self._context.company.pk, [i.number for i in items])
        fresh = []
        for item in items:
            if item.number in known:
                self._taken.became(item.index, State.KNOWN, known[item.number])
                self._context.saved.unchanged += 1
            else:
                fresh.append(item)
        company_id, at = self._context.company.pk, self._context.at
        rows = [self._receipt(item) for item in fresh]
        keys = take_receipts(rows, company_id=company_id, at=at)
        for item, key in zip(fresh, keys, strict=True):
            self._taken.became(item.index, State.NEW, key)
        for row in rows:
            if row.available_minor:
                # It is looked at with those that wait for the invoices they name.
                self._context.named |= words(row.text)
        self._context.saved.created += len(fresh)
        self._context.saved.customer_ids |= {row.customer_id for row in rows}
        self._leave_to_the_bank(fresh, keys)

    def _receipt(self, item: LedgerItem) -> NewReceipt:
        return NewReceipt(
            customer_id=self._taken.customers[item.index],
            key=item.number,
            received_on=item.booked_on,
            value_on=item.booked_on,
            currency=item.currency,
            amount_minor=self._taken.minors[item.index],
            available_minor=self._taken.lefts[item.index],
            text=item.text,
        )

    def _leave_to_the_bank(self, items: Sequence[LedgerItem], keys: Sequence[int]) -> None:
        by_bank = Receipt.objects.filter(company=self._context.company, source=Source.BANK)
        if not keys or not by_bank.exists():
            return
        receipts = list(Receipt.objects.filter(pk__in=keys).order_by("pk"))
        carriers = told_before(receipts, at=self._context.at)
        for item, key in zip(items, keys, strict=True):
            if key in carriers:
                self._taken.became(item.index, State.KNOWN, carriers[key])
