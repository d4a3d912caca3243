"""Which documents of an accounting file the books hold already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.text import reference_key
from acquit.intake.actions.ledgers import asking
from acquit.intake.actions.plans import Key
from acquit.ledger.models import InvoiceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from acquit.formats.ledgers.records import LedgerItem
    from acquit.intake.actions.ledgers.asking import KnownDocument, KnownInstalment

# What is kept in `custom` of a document that came with an opening: its day.
OPENING = "opening"


class KnownDocuments:
    """The documents that some items of a file may be."""

    def __init__(self, company_id: int, items: Sequence[LedgerItem]) -> None:
        numbers = {number for i in items for number in (i.number, i.other_number)} - {""}
        found = asking.numbered(company_id, numbers)
        self._company_id = company_id
        self._by_key = {Key(one.kind, one.number, one.year): one for one in found}
        self._instalments = asking.instalments(found)
        self._carried: dict[tuple[int, str, str], KnownDocument] = {}

    def load_carried(
        self, customer_ids: Iterable[int], items: Sequence[LedgerItem]
    ) -> None:
        """Find what items of an opening stand for, whatever the year of their document."""
        keys = {reference_key(item.number) for item in items}
        found = asking.of_customers(self._company_id, set(customer_ids), keys)
        self._carried = {(one.customer_id, one.kind, one.number_key): one for one in found}
        self._instalments |= asking.instalments(found)

    def find(self, item: LedgerItem, customer_id: int) -> KnownDocument | None:
        """The document that the item is. Of several that share a reference, the one of its
        customer and day; a reference that stands for one alone is that one's.
        """
        year = item.issued_on.year
        forms = [
            self._by_key.get(Key(item.kind, number, year))
            for number in (item.number, item.other_number)
            if number
        ]
        whose = customer_id, item.issued_on
        for one in forms:
            if one is not None and (one.customer_id, one.issued_on) == whose:
                return one
        return forms[0] if not item.other_number else None

    def is_free(self, kind: str, number: str, year: int) -> bool:
        return Key(kind, number, year) not in self._by_key

    def debit_note(self, item: LedgerItem) -> KnownDocument | None:
        """The debit note of ours that the accounting booked as this item."""
        key = Key(InvoiceKind.DEBIT_NOTE, item.number, item.issued_on.year)
        return self._by_key.get(key)

    def carried(self, item: LedgerItem, customer_id: int) -> KnownDocument | None:
        """The document of an earlier year that an item of an opening is."""
        return self._carried.get((customer_id, item.kind, reference_key(item.number)))

    def instalment(self, document: KnownDocument, number: int) -> KnownInstalment | None:
        return self._instalments.get((document.key, number))
