"""The list of the audit trail: its columns and filters."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acquit.audit.models import Entry
from acquit.core.text import fold
from acquit.desk import scopes
from acquit.desk.audit import events
from acquit.desk.audit.said import said, who
from acquit.ledger.models import Customer, Invoice, Receipt, Receivable
from acquit.organisation.models import Person
from acquit.web import reading
from acquit.web.cells import Cell, Instant, Link, Text
from acquit.web.tables import Column, Empty, Filter, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import Promise as Words

    from acquit.desk.doors import DeskRequest
    from acquit.organisation.rights import Scope

Entries = QuerySet[Entry]
# In the address: Acquit itself.
NOBODY = "none"
SUBJECTS: dict[str, Words] = {
    "Receipt": _("Payment"),
    "Invoice": _("Invoice"),
    "Receivable": _("Invoice"),
    "Promise": _("Promise"),
    "Dispute": _("Dispute"),
    "Hold": pgettext_lazy("audit", "Hold"),
    "Occurrence": _("Limitation"),
    "Request": _("Request about personal data"),
    "Objection": _("Objection to scoring"),
    "DebitNote": _("Debit note"),
    "Waiver": _("Waiver"),
    "ClaimTerms": _("Terms of interest"),
    "Note": _("Note"),
    "Task": _("Task"),
    "Action": _("Step"),
    "Message": _("Message"),
    "PrintBatch": _("Bundle"),
    "Customer": _("Customer"),
    "Company": _("Company"),
    "Unit": _("Unit"),
    "Account": _("Bank account"),
    "Policy": _("Follow-up rules"),
    "Person": _("Person"),
    "Grant": _("Role"),
    "TableLayout": _("Columns of a table"),
    "Wording": _("Text of a message"),
    "Source": _("Source"),
}


def entries_within(scope: Scope) -> Entries:
    """What was done in the companies that may be seen; with all of them, what concerns none
    in particular too.
    """
    return Entry.objects.filter(scopes.companies(scope, "company_id"))


class EntryList:
    """The list for one request; what the shown rows speak of is fetched once for all."""

    def __init__(self, request: DeskRequest) -> None:
        self.scope, self.desk = request.granted, request.desk
        self.customers: dict[int, Customer] = {}
        self.invoices: dict[int, Invoice] = {}
        self.numbers: dict[int, str] = {}
        self.currencies: dict[int, str] = {}
        self.companies = {one.pk: one for one in request.desk.places.companies}

    def table(self) -> Table[Entry]:
        """Newest first."""
        return Table(
            name="audit",
            rows=entries_within(self.scope),
            columns=self._columns(),
            filters=self._filters(),
            sort="-at",
            load=self._load,
            empty=Empty(
                title=_("Nothing was recorded yet"),
                words=_("Whatever anybody does, or Acquit itself, stands here for good."),
                icon="clipboard-list",
            ),
        )

    def _load(self, rows: Sequence[Entry]) -> None:
        self.customers = Customer.objects.in_bulk(
            {row.customer_id for row in rows if row.customer_id}
        )
        self.invoices = Invoice.objects.in_bulk(_subjects(rows, "Invoice"))
        named = {_receivable(row) for row in rows}
        receivables = Receivable.objects.filter(pk__in=named - {0})
        self.numbers = dict(receivables.values_list("pk", "invoice__number"))
        receipts = Receipt.objects.filter(pk__in=_subjects(rows, "Receipt"))
        self.currencies = dict(receipts.values_list("pk", "currency"))

    def _columns(self) -> list[Column[Entry]]:
        several = len(self.companies) > 1
        return [
            Column("at", _("When"), lambda row: Instant(row.at), sort="at"),
            Column("who", _("Who"), lambda row: Text(who(row)), sort="actor_name"),
            Column("what", _("What"), lambda row: events.badge(row.event), sort="event"),
            Column("about", _("About"), self._about),
            Column("why", _("Details"), lambda row: Text(said(row, self._currency(row)))),
            Column(
                "company",
                _("Company"),
                lambda row: Text(self._company(row)),
                shown=several,
                phone=False,
            ),
        ]

    def _about(self, row: Entry) -> Cell:
        """The customer, and which thing of theirs; the thing alone where there is none."""
        kind = str(SUBJECTS.get(row.subject_kind, row.subject_kind))
        invoice = self.invoices.get(row.subject_id or 0)
        if row.subject_kind == "Invoice" and invoice is not None:
            kind = invoice.number
        elif number := self.numbers.get(_receivable(row)):
            kind = f"{kind} · {number}"
        customer = self.customers.get(row.customer_id or 0)
        if customer is None:
            return Text(kind)
        return Link(customer.name, self._href(row), under=kind, row=True)

    def _href(self, row: Entry) -> str:
        """Where most of it can be seen."""
        if row.subject_kind == "Invoice":
            return reverse("desk:invoice", args=[row.subject_id])
        if row.subject_kind == "Message":
            return reverse("desk:message", args=[row.subject_id])
        return reverse("desk:customer_timeline", args=[row.customer_id])

    def _currency(self, row: Entry) -> str:
        invoice = self.invoices.get(row.subject_id or 0)
        if row.subject_kind == "Invoice" and invoice is not None:
            return invoice.currency
        if row.subject_kind == "Receipt":
            return self.currencies.get(row.subject_id or 0, "")
        found = self.customers.get(row.customer_id or 0) or self.companies.get(
            row.company_id or 0
        )
        return found.currency if found else ""

    def _company(self, row: Entry) -> str:
        company = self.companies.get(row.company_id or 0)
        return company.name if company else ""

    def _filters(self) -> list[Filter[Entry]]:
        companies = list(self.companies.values()) if len(self.companies) > 1 else ()
        return [
            Filter("q", _("Customer"), self._by_customer, kind="search"),
            Filter("who", _("Who"), _by_person, options=self._people()),
            Filter("kind", _("Kind"), _by_kind, options=events.KINDS),
            Filter(
                "what",
                _("What"),
                lambda rows, code: rows.filter(event=code),
                options=[(code, one.label) for code, one in events.EVENTS.items()],
            ),
            Filter("from", _("From"), partial(_by_day, last=False), kind="day"),
            Filter("to", _("Until"), partial(_by_day, last=True), kind="day"),
            Filter(
                "company",
                _("Company"),
                lambda rows, key: rows.filter(company_id=key),
                options=[(str(one.pk), one.name) for one in companies],
            ),
        ]

    def _people(self) -> list[tuple[str, str | Words]]:
        """Those who hold a role where the reader may look; and Acquit itself."""
        held = Q(grants__company=None) | scopes.companies(self.scope, "grants__company")
        people = Person.objects.filter(held).distinct().order_by("name", "pk")
        return [
            *((str(one.pk), one.name) for one in people),
            (NOBODY, _("Acquit itself")),
        ]

    def _by_customer(self, rows: Entries, typed: str) -> Entries:
        named = Q(search_key__contains=fold(typed)) | Q(code__istartswith=typed)
        found = Customer.objects.filter(scopes.companies(self.scope, "company"), named)
        return rows.filter(customer_id__in=found.values("pk"))


def _subjects(rows: Sequence[Entry], kind: str) -> set[int]:
    return {row.subject_id for row in rows if row.subject_kind == kind and row.subject_id}


def _receivable(row: Entry) -> int:
    """What a promise or a dispute is about; 0 when the entry names nothing like that."""
    if row.subject_kind == "Receivable":
        return row.subject_id or 0
    return int(row.details.get("receivable", 0))


def _by_person(rows: Entries, key: str) -> Entries:
    return rows.filter(actor_id=None if key == NOBODY else int(key))


def _by_kind(rows: Entries, kind: str) -> Entries:
    return rows.filter(event__in=events.of_kind(kind))


def _by_day(rows: Entries, value: str, *, last: bool) -> Entries:
    """Days are those of the reader's clock."""
    day = reading.day(value)
    if day is None:
        return rows
    begins = timezone.make_aware(datetime.combine(day, time.min))
    if last:
        return rows.filter(at__lt=begins + timedelta(days=1))
    return rows.filter(at__gte=begins)
