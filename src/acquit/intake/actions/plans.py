"""What the invoices of a batch come to, before anything is written: the values that tables
and e-invoices share.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.sentences import say
from acquit.ledger.actions.bulk import Saved
from acquit.ledger.models import Invoice, InvoiceKind, Receivable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.audit.actions import Fact
    from acquit.core.sentences import Sentence
    from acquit.formats.records import InvoiceRow
    from acquit.intake.actions.booking import Context
    from acquit.ledger.actions.booking import Booking

# Law and habit agree where nothing else is known: EU directive 2011/7, art. 3(3)(b).
USUAL_TERMS_DAYS = 30


class Key(NamedTuple):
    """What an invoice is known by, within its company."""

    kind: str
    number: str
    year: int


@dataclass(slots=True)
class Known:
    """The company's invoices that the batch names, with their instalments."""

    invoices: dict[Key, Invoice]
    receivables: dict[tuple[int, int], Receivable]


class Reading(NamedTuple):
    """A row of the invoices table with what it comes to.

    opened: minor units, None = it says nothing of it; called: the document, in words.
    """

    row: InvoiceRow
    key: Key
    called: Sentence
    customer_id: int
    currency: str
    amount: int
    opened: int | None
    due_on: date
    due_computed: bool


@dataclass(slots=True)
class Plan:
    """What is new, what changes, and what the accounting says is open.

    released: what was settled by word alone and is taken back; facts: for the audit trail.
    """

    invoices: dict[Key, Invoice] = field(default_factory=dict)
    receivables: dict[tuple[Key, int], Receivable] = field(default_factory=dict)
    changed: dict[int, Invoice] = field(default_factory=dict)
    corrected: dict[int, Receivable] = field(default_factory=dict)
    stated: list[tuple[Receivable, Reading]] = field(default_factory=list)
    released: list[Booking] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    saved: Saved = field(default_factory=Saved)

    def add_instalment(self, key: Key, receivable: Receivable) -> None:
        """A new instalment, of a new invoice or of one that is known."""
        self.receivables[key, receivable.instalment] = receivable
        self._count(receivable.customer_id)

    def add_credit_note(self, key: Key, note: Invoice) -> None:
        """A new credit note."""
        self.invoices[key] = note
        self._count(note.customer_id)

    def _count(self, customer_id: int) -> None:
        self.saved.created += 1
        self.saved.customer_ids.add(customer_id)


def load_known(keys: Sequence[Key], context: Context) -> Known:
    """The invoices with these keys that the books hold already."""
    found = Invoice.objects.filter(
        company=context.company,
        number__in={key.number for key in keys},
        year__in={key.year for key in keys},
    )
    invoices = {Key(one.kind, one.number, one.year): one for one in found}
    rows = Receivable.objects.filter(invoice__in=[one.pk for one in invoices.values()])
    return Known(invoices, {(row.invoice_id, row.instalment): row for row in rows})


def is_ours(key: Key, known: Known, context: Context) -> bool:
    """Whether it is a debit note that we made: what the accounting says of it changes
    nothing, and is no second document.
    """
    if key._replace(kind=InvoiceKind.DEBIT_NOTE) not in known.invoices:
        return False
    context.saved.unchanged += 1
    context.remark(ours(key.number))
    return True


def ours(number: str) -> Sentence:
    """What is remarked of it."""
    return say("%(number)s is a debit note made here: passed over.", number=number)


def due_day(
    stated: date | None, issued_on: date, terms_days: int | None
) -> tuple[date, bool]:
    """The due day, and whether it had to be computed from the customer's terms."""
    if stated is not None:
        return stated, False
    days = USUAL_TERMS_DAYS if terms_days is None else terms_days
    return issued_on + timedelta(days=days), True


def new_receivable(
    invoice: Invoice, minor: int, due: tuple[date, bool], context: Context
) -> Receivable:
    """The first instalment of an invoice; one of nothing is settled as it is issued.

    minor: in the invoice's currency; due: as `due_day` gives it.
    """
    due_on, computed = due
    return Receivable(
        company_id=context.company.pk,
        customer_id=invoice.customer_id,
        invoice=invoice,
        currency=invoice.currency,
        due_on=due_on,
        due_computed=computed,
        amount_minor=minor,
        open_minor=minor,
        settled_on=None if minor else invoice.issued_on,
        recorded_at=context.at,
    )
