"""Which documents of an accounting file the books hold already."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from acquit.core.text import reference_key
from acquit.intake.actions.plans import Key
from acquit.ledger.models import Invoice, Receivable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from acquit.formats.ledgers.records import LedgerItem

# What is kept in `custom` of a document that came with an opening: its day.
OPENING = "opening"


class KnownDocument(NamedTuple):
    """An invoice or a credit note that the books hold."""

    key: int
    kind: str
    number: str
    number_key: str
    year: int
    customer_id: int
    issued_on: date
    currency: str
    total_minor: int
    custom: dict[str, str]


class KnownInstalment(NamedTuple):
    """An instalment of one."""

    key: int
    amount_minor: int
    due_on: date


class KnownDocuments:
    """The documents that some items of a file may be."""

    def __init__(self, company_id: int, items: Sequence[LedgerItem]) -> None:
        numbers = {number for i in items for number in (i.number, i.other_number)} - {""}
        ours = Invoice.objects.filter(company=company_id)
        self._by_key = {
            Key(one.kind, one.number, one.year): one
            for one in _documents(ours.filter(number__in=numbers))
        }
        self._carried: dict[tuple[int, str, str], KnownDocument] = {}
        self._ours = ours
        self._instalments: dict[tuple[int, int], KnownInstalment] = {}
        self._load_instalments(self._by_key.values())

    def load_carried(
        self, customer_ids: Iterable[int], items: Sequence[LedgerItem]
    ) -> None:
        """Find what items of an opening stand for, whatever the year of their document."""
        keys = {reference_key(item.number) for item in items}
        rows = self._ours.filter(customer__in=set(customer_ids), number_key__in=keys)
        found = list(_documents(rows.order_by("issued_on", "pk")))
        self._carried |= {(one.customer_id, one.kind, one.number_key): one for one in found}
        self._load_instalments(found)

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

    def carried(self, item: LedgerItem, customer_id: int) -> KnownDocument | None:
        """The document of an earlier year that an item of an opening is."""
        return self._carried.get((customer_id, item.kind, reference_key(item.number)))

    def instalment(self, document: KnownDocument, number: int) -> KnownInstalment | None:
        return self._instalments.get((document.key, number))

    def _load_instalments(self, documents: Iterable[KnownDocument]) -> None:
        rows = Receivable.objects.filter(invoice__in=[one.key for one in documents])
        for invoice_id, number, key, minor, due_on in rows.values_list(
            "invoice_id", "instalment", "pk", "amount_minor", "due_on"
        ):
            self._instalments[invoice_id, number] = KnownInstalment(key, minor, due_on)


def _documents(rows: Iterable[Invoice]) -> Iterable[KnownDocument]:
    names = ("pk", *KnownDocument._fields[1:])
    return (KnownDocument(*row) for row in rows.values_list(*names))  # type: ignore[attr-defined]
