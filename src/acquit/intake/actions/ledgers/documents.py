"""The invoices and credit notes of an accounting file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from acquit.core.money import to_minor
from acquit.core.text import reference_key
from acquit.formats.ledgers.records import ItemKind
from acquit.formats.records import InvoiceRow
from acquit.intake.actions.invoices import book_invoices
from acquit.intake.actions.ledgers.known import OPENING, KnownDocuments
from acquit.intake.actions.ledgers.taken import State
from acquit.intake.actions.plans import Key, due_day, ours
from acquit.ledger.actions.taking_over import (
    NewDocument,
    NewReceivable,
    take_documents,
    take_receivables,
)
from acquit.ledger.models import Invoice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from acquit.formats.ledgers.records import LedgerItem
    from acquit.intake.actions.booking import Context
    from acquit.intake.actions.ledgers.asking import KnownDocument
    from acquit.intake.actions.ledgers.taken import Taken

LONGEST_NUMBER = Invoice._meta.get_field("number").max_length or 0


class Documents:
    """Takes batches of them. carried: the customers whose items from before the opening the
    books hold already.
    """

    def __init__(
        self,
        taken: Taken,
        terms: Mapping[str, tuple[int, int | None]],
        opened_on: date | None,
        carried: set[int],
        context: Context,
    ) -> None:
        self._taken = taken
        self._terms = terms
        self._opening = opened_on.isoformat() if opened_on else ""
        self._carried = carried
        self._context = context
        self._new: dict[Key, list[LedgerItem]] = {}
        self._changed: list[tuple[LedgerItem, InvoiceRow]] = []

    def take(self, items: Sequence[LedgerItem]) -> None:
        """Create what is new, correct what the accounting changed."""
        if not items:
            return
        known = KnownDocuments(self._context.company.pk, items)
        opening = [i for i in items if i.opening and self._customer(i) in self._carried]
        if opening:
            known.load_carried((self._customer(item) for item in opening), opening)
        for item in items:
            self._sort(item, known)
        self._create()
        self._correct()

    def _customer(self, item: LedgerItem) -> int:
        return self._terms[item.customer_code][0]

    def _sort(self, item: LedgerItem, known: KnownDocuments) -> None:
        if known.debit_note(item):
            self._pass_over(item)
            return
        customer_id = self._customer(item)
        document = known.find(item, customer_id)
        forward = item.opening and customer_id in self._carried
        if forward and (document is None or document.opening != self._opening):
            self._carry(item, known, document or known.carried(item, customer_id))
        elif document is not None:
            self._compare(item, known, document)
        else:
            self._add(item, known)

    def _pass_over(self, item: LedgerItem) -> None:
        self._taken.became(item.index, State.CARRIED, 0)
        self._context.saved.unchanged += 1
        self._context.remark(ours(item.number))

    def _carry(
        self, item: LedgerItem, known: KnownDocuments, document: KnownDocument | None
    ) -> None:
        """An item of an opening stands for what the books hold: the document of its number,
        else whatever they hold of this customer from before.
        """
        key = 0
        if document is not None and item.kind is ItemKind.CREDIT_NOTE:
            key = document.key
        elif document is not None:
            instalment = known.instalment(document, item.instalment)
            key = instalment.key if instalment else 0
        self._taken.became(item.index, State.KNOWN if key else State.CARRIED, key)
        self._context.saved.unchanged += 1

    def _compare(
        self, item: LedgerItem, known: KnownDocuments, document: KnownDocument
    ) -> None:
        minor = to_minor(item.amount, item.currency)
        same = (document.customer_id, document.issued_on, document.currency) == (
            self._customer(item),
            item.issued_on,
            item.currency,
        )
        if item.kind is ItemKind.CREDIT_NOTE:
            key, same = document.key, same and document.total_minor == minor
        else:
            instalment = known.instalment(document, item.instalment)
            key = instalment.key if instalment else 0
            same = same and instalment is not None and instalment.amount_minor == minor
            if instalment and item.due_on not in {None, instalment.due_on}:
                same = False
        if same:
            self._taken.became(item.index, State.KNOWN, key)
            self._context.saved.unchanged += 1
        else:
            self._changed.append((item, _row(item, document.number)))

    def _add(self, item: LedgerItem, known: KnownDocuments) -> None:
        year, number = item.issued_on.year, item.number
        if item.other_number and not known.is_free(item.kind, number, year):
            number = item.other_number
        if len(number) > LONGEST_NUMBER:
            self._context.fits(Invoice(number=number), item.where)
            return
        self._new.setdefault(Key(item.kind, number, year), []).append(item)

    def _create(self) -> None:
        company_id, at = self._context.company.pk, self._context.at
        keys = list(self._new)
        papers = [self._document(key, self._new[key]) for key in keys]
        ids = take_documents(papers, company_id=company_id, at=at)
        items: list[LedgerItem] = []
        receivables: list[NewReceivable] = []
        for key, paper, paper_id in zip(keys, papers, ids, strict=True):
            for item in self._new[key]:
                if item.kind is ItemKind.INVOICE:
                    items.append(item)
                    receivables.append(self._receivable(item, paper, paper_id))
                else:
                    self._taken.became(item.index, State.NEW, paper_id)
        new_ids = take_receivables(receivables, company_id=company_id, at=at)
        for item, key_ in zip(items, new_ids, strict=True):
            self._taken.became(item.index, State.NEW, key_)
        saved = self._context.saved
        saved.created += len(items) + len(papers) - len({r.invoice_id for r in receivables})
        saved.customer_ids |= {paper.customer_id for paper in papers}

    def _document(self, key: Key, items: Sequence[LedgerItem]) -> NewDocument:
        first = items[0]
        lefts = sum(self._taken.lefts[item.index] for item in items)
        if lefts:
            self._context.named.add(reference_key(key.number))
        return NewDocument(
            customer_id=self._customer(first),
            kind=key.kind,
            number=key.number,
            number_key=reference_key(key.number),
            issued_on=first.issued_on,
            year=key.year,
            currency=first.currency,
            total_minor=sum(self._taken.minors[item.index] for item in items),
            available_minor=lefts if first.kind is ItemKind.CREDIT_NOTE else 0,
            custom=self._custom(first),
        )

    def _custom(self, item: LedgerItem) -> str:
        """What people should see of a document that is no plain sale."""
        custom = {OPENING: self._opening} if item.opening and self._opening else {}
        if item.text and (item.opening or not item.sale):
            custom["text"] = item.text
        return json.dumps(custom) if custom else "{}"

    def _receivable(
        self, item: LedgerItem, paper: NewDocument, invoice_id: int
    ) -> NewReceivable:
        _, days = self._terms[item.customer_code]
        due_on, computed = due_day(item.due_on, item.issued_on, days)
        left = self._taken.lefts[item.index]
        return NewReceivable(
            customer_id=paper.customer_id,
            invoice_id=invoice_id,
            instalment=item.instalment,
            currency=item.currency,
            due_on=due_on,
            due_computed=computed,
            amount_minor=self._taken.minors[item.index],
            open_minor=left,
            settled_on=None if left else item.settled_on or item.issued_on,
        )

    def _correct(self) -> None:
        """The rules of the invoices table hold for what the accounting changed."""
        if not self._changed:
            return
        for item, _ in self._changed:
            sign = -1 if item.kind is ItemKind.INVOICE else 1
            # Counted as it was met; the table counts it again.
            self._context.count(item.currency, sign * self._taken.minors[item.index])
        book_invoices([row for _, row in self._changed], self._context)
        known = KnownDocuments(self._context.company.pk, [i for i, _ in self._changed])
        for item, row in self._changed:
            document = known.find(item, self._customer(item))
            if document is None:
                continue
            instalment = known.instalment(document, row.instalment or 1)
            key = instalment.key if instalment else 0
            if item.kind is ItemKind.CREDIT_NOTE:
                key = document.key
            self._taken.became(item.index, State.KNOWN if key else State.ABSENT, key)


def _row(item: LedgerItem, number: str) -> InvoiceRow:
    return InvoiceRow(
        where=item.where,
        invoice_number=number,
        instalment=item.instalment,
        customer_code=item.customer_code,
        credit_note=item.kind is ItemKind.CREDIT_NOTE,
        issued_on=item.issued_on,
        due_on=item.due_on,
        currency=item.currency,
        amount=item.amount,
    )
