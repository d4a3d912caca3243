"""One invoice or credit note: what it asks for, what was used for it, and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.core.money import Money, total
from acquit.desk import words
from acquit.ledger.models import Allocation, AllocationKind, InvoiceKind, WriteOffReason
from acquit.web import reading
from acquit.web.cells import Amounts, Badge, Cell, Link, Text, Verb, Verbs
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from acquit.ledger.models import Invoice, Receivable

# What the bar of a paid invoice is cut into.
PAID_BY = (
    (AllocationKind.RECEIPT, "good"),
    (AllocationKind.CREDIT_NOTE, "info"),
    (AllocationKind.STATED, "warn"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What the page shows of it, as it stood at the close of `as_of`.

    current: that is today, and nothing that came later has to be left out.
    """

    invoice: Invoice
    as_of: date
    current: bool
    receivables: Sequence[Receivable]
    allocations: Sequence[Allocation]

    @property
    def is_credit(self) -> bool:
        return self.invoice.kind == InvoiceKind.CREDIT_NOTE

    @property
    def is_debit(self) -> bool:
        """A debit note of ours: what is asked for beside late invoices."""
        return self.invoice.kind == InvoiceKind.DEBIT_NOTE

    @property
    def total(self) -> Money:
        return self._money(self.invoice.total_minor)

    @property
    def open(self) -> Money:
        """What is still to be paid; of a credit note, what is left of it."""
        if self.is_credit:
            return self.total - self.used - self.used_elsewhere
        balances = (self._money(balance(row)) for row in self.receivables)
        return total(balances, self.invoice.currency)

    @property
    def used(self) -> Money:
        amounts = (self._money(one.amount_minor) for one in self.allocations)
        return total(amounts, self.invoice.currency)

    @property
    def used_elsewhere(self) -> Money:
        """Of a credit note, what the accounting calls used without naming an invoice.

        How much it was on a past day is not known: none.
        """
        if not self.current:
            return self._money(0)
        return self.total - self.used - self._money(self.invoice.available_minor)

    @property
    def due_on(self) -> date | None:
        """The first due day of what is open, else the last one there was."""
        still_open = [row.due_on for row in self.receivables if balance(row)]
        every = [row.due_on for row in self.receivables]
        return min(still_open, default=max(every, default=None))

    @property
    def settled_on(self) -> date | None:
        """When nothing was left, if nothing is."""
        if self.open or not self.receivables:
            return None
        return max(
            (row.settled_on for row in self.receivables if row.settled_on), default=None
        )

    @property
    def late(self) -> bool:
        return any(row.due_on < self.as_of for row in self.receivables if balance(row))

    @property
    def first_open(self) -> Receivable | None:
        """The instalment that is to be paid next."""
        still_open = [row for row in self.receivables if balance(row)]
        return min(still_open, key=lambda row: row.due_on, default=None)

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """What became of the amount, for a bar: (words, tone, minor units)."""
        by_kind: dict[str, int] = {}
        for one in self.allocations:
            by_kind[one.kind] = by_kind.get(one.kind, 0) + one.amount_minor
        if self.is_credit:
            found = [
                (_("Used for invoices"), "good", self.used),
                (_("Used, says the accounting"), "warn", self.used_elsewhere),
                (_("Not used yet"), "info", self.open),
            ]
        else:
            found = [
                (str(kind.label), tone, self._money(by_kind.get(kind, 0)))
                for kind, tone in PAID_BY
            ]
            found.append((_("Open"), "bad" if self.late else "neutral", self.open))
        return [
            (f"{name} {reading.amount_and_currency(money)}", tone, money.minor)
            for name, tone, money in found
            if money.minor > 0
        ]

    @property
    def state(self) -> Badge:
        """How it stands, in one mark."""
        if self.is_credit:
            if self.open:
                return Badge(_("Not used up"), "receipt-refund", "info")
            return Badge(_("Used up"), "circle-check", "good")
        if not self.open:
            return Badge(_("Settled"), "circle-check", "good")
        if self.late:
            return Badge(_("Overdue"), "clock-exclamation", "bad")
        return Badge(_("Open"), "clock", "neutral")

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the document says, only what is known."""
        invoice, customer = self.invoice, self.invoice.customer
        known = [
            (_("Kind"), str(invoice.get_kind_display())),
            (_("Number"), invoice.number),
            (_("Issued"), reading.short_day(invoice.issued_on)),
            (_("Amount"), reading.amount_and_currency(self._signed(self.total))),
            (_("Terms"), invoice.terms),
            (_("Discount"), "; ".join(map(self._offer, invoice.discounts))),
            (_("Payment reference"), invoice.payment_reference),
            (_("Order number"), invoice.order_number),
            (_("Corrects"), ", ".join(invoice.corrects)),
            (_("Company"), customer.company.name),
            (_("Unit"), customer.unit.name if customer.unit else ""),
            (_("Recorded"), reading.instant(invoice.recorded_at)),
        ]
        custom = [(str(name), str(value)) for name, value in invoice.custom.items()]
        return [(name, value) for name, value in (*known, *custom) if value]

    def _offer(self, discount: dict[str, Any]) -> str:
        """A discount for early payment, as `Invoice.discounts` keeps it."""
        day = reading.short_day(date.fromisoformat(discount["until"]))
        if discount["percent"] is None:
            amount = reading.amount_and_currency(self._money(discount["amount_minor"]))
            return _("%(amount)s until %(day)s") % {"amount": amount, "day": day}
        percent = reading.number(float(discount["percent"]))
        return _("%(percent)s %% until %(day)s") % {"percent": percent, "day": day}

    def _money(self, minor: int) -> Money:
        return Money(minor, self.invoice.currency)

    def _signed(self, money: Money) -> Money:
        """With the sign that the document itself carries."""
        return -money if self.invoice.written_negative else money


def balance(row: Receivable) -> int:
    """What was open of it on the day of the page, in minor units."""
    minor: int = row.balance_minor  # type: ignore[attr-defined]  # set by `read`
    return minor


def read(invoice: Invoice, *, as_of: date, today: date) -> Document:
    """The document with its instalments and what was used, in two queries."""
    receivables = list(
        invoice.receivables.order_by("instalment").select_related(
            "invoice", "outlook", "prediction"
        )
    )
    used = Allocation.objects.filter(receivable__invoice=invoice)
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        used = Allocation.objects.filter(credit_note=invoice)
    if as_of < today:
        used = used.filter(booked_on__lte=as_of)
    allocations = list(
        used.select_related(
            "receivable__invoice", "receipt", "credit_note", "actor"
        ).order_by("booked_on", "pk")
    )
    for row in receivables:
        paid = sum(one.amount_minor for one in allocations if one.receivable_id == row.pk)
        if paid < row.amount_minor:
            row.settled_on = None  # it was settled later than the day of the page
        row.balance_minor = row.amount_minor - paid  # type: ignore[attr-defined]  # as `insight.owed` names it
    return Document(
        invoice=invoice,
        as_of=as_of,
        current=as_of >= today,
        receivables=receivables,
        allocations=allocations,
    )


def uses(
    document: Document, lines: Mapping[int, int], *, may_take_back: bool = False
) -> Lines:
    """What paid an invoice, or which invoices a credit note paid, oldest first.

    lines: the bank line of each receipt, for those who may see the bank. may_take_back: a
    write-off, that is.
    """
    heads = [
        Head(_("Used for") if document.is_credit else _("What")),
        Head(_("Day")),
        Head(_("Amount"), numeric=True),
        Head(_("Why?")),
        Head(_("Who says so")),
    ]
    rows = [
        (
            _invoice_paid(one) if document.is_credit else _paid_by(one, lines),
            Text(reading.short_day(one.booked_on)),
            Amounts([Money(one.amount_minor, document.invoice.currency)]),
            _evidence(one),
            Text(str(one.get_source_display()), under=one.actor.name if one.actor else ""),
        )
        for one in document.allocations
    ]
    if not may_take_back or not any(map(_given_up, document.allocations)):
        return Lines(heads, rows)
    verbs = [_take_back(one, document.allocations) for one in document.allocations]
    with_verbs = [(*row, verb) for row, verb in zip(rows, verbs, strict=True)]
    return Lines([*heads, Head("")], with_verbs)


def _given_up(one: Allocation) -> bool:
    """Whether a person wrote it off by itself."""
    alone = one.kind == AllocationKind.WRITE_OFF and one.beside_id is None
    alone = alone and one.written_off != WriteOffReason.WITHDRAWN  # a debit note's
    return alone and one.amount_minor > 0


def _take_back(one: Allocation, every: Sequence[Allocation]) -> Cell:
    undone = any(other.reverses_id == one.pk for other in every)
    if not _given_up(one) or undone:
        return Text("")
    href = reverse("desk:take_back_write_off", args=[one.pk])
    verb = Verb(_("Take back"), "arrow-back-up", href)
    return Verbs([verb], _("What to do about this write-off"))


def _invoice_paid(one: Allocation) -> Cell:
    invoice = one.receivable.invoice
    return Link(
        invoice.number, reverse("desk:invoice", args=[invoice.pk]), under=_taken_back(one)
    )


def _paid_by(one: Allocation, lines: Mapping[int, int]) -> Cell:
    under = _taken_back(one)
    if one.credit_note:
        href = reverse("desk:invoice", args=[one.credit_note.pk])
        number = _("Credit note %(number)s") % {"number": one.credit_note.number}
        return Link(number, href, under=under)
    if one.receipt is None:
        why = one.get_written_off_display() if one.written_off else ""
        said = " · ".join(part for part in (str(why), under) if part)
        return Text(str(one.get_kind_display()), under=said)
    payer = one.receipt.payer_name
    said = _("Payment of %(payer)s") % {"payer": payer} if payer else _("Payment")
    if line_id := lines.get(one.receipt.pk):
        return Link(said, reverse("desk:bank_line", args=[line_id]), under=under)
    return Text(said, under=under)


def _taken_back(one: Allocation) -> str:
    return _("taken back") if one.amount_minor < 0 else ""


def _evidence(one: Allocation) -> Cell:
    """Why it was used for this, with what was found in the bank's own text."""
    found = one.evidence.get("found", one.evidence.get("words", ""))
    return Text(words.evidence(one.evidence), under=str(found))
