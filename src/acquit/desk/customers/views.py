"""The list of customers, and the tabs of a customer file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from acquit.core.dunning.endless import is_endless
from acquit.core.money import Money
from acquit.desk import erased, lists, words
from acquit.desk.cases import banner
from acquit.desk.customers import following, head, standing
from acquit.desk.customers.behaviour import behaved, changes, figures, pictures
from acquit.desk.customers.receivables import ReceivableList
from acquit.desk.customers.table import CustomerList
from acquit.desk.customers.timeline.page import page as story
from acquit.desk.doors import DeskRequest, door
from acquit.desk.letters.views import shown_pdf
from acquit.ledger import queries as ledger
from acquit.ledger.models import Document
from acquit.organisation.rights import Act
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.desk.cases.banner import Standing
    from acquit.desk.customers.following import Followed
    from acquit.desk.customers.head import Payer
    from acquit.dunning.models import Outlook
    from acquit.ledger.models import Customer, Hold

Tab = tuple[str, str, str, bool]


@door(Act.SEE)
def customers(request: DeskRequest) -> HttpResponse:
    table = CustomerList(request).table()
    return lists.show(request, table, "desk/customers/list.html", {})


@door(Act.SEE)
def customer(request: DeskRequest, pk: int) -> HttpResponse:
    file = _file(request, pk, "receivables")
    table = ReceivableList(request, file.customer).table()
    return lists.show(request, table, "desk/customers/receivables.html", {"file": file})


@door(Act.SEE)
def customer_timeline(request: DeskRequest, pk: int) -> HttpResponse:
    file = _file(request, pk, "timeline")
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and 0 < len(asked) < 5 else 1
    page = story(file.customer, scope=request.granted, number=max(1, number))
    return render(request, "desk/customers/timeline.html", {"file": file, "page": page})


@door(Act.SEE)
def customer_behaviour(request: DeskRequest, pk: int) -> HttpResponse:
    """How it has paid, until the day of the page."""
    file = _file(request, pk, "behaviour")
    as_of = request.desk.as_of
    done = behaved.read(file.customer, as_of=as_of)
    context = {
        "file": file,
        "pictures": pictures.all_of(done) if done.payments else None,
        "in_words": figures.in_words(done.figures),
        "words_how": figures.how(),
        "changes": changes.history(file.customer, as_of=as_of),
    }
    return render(request, "desk/customers/behaviour.html", context)


@door(Act.SEE)
def customer_contacts(request: DeskRequest, pk: int) -> HttpResponse:
    file = _file(request, pk, "contacts")
    contacts = file.customer.contacts.order_by("name")
    context = {"file": file, "contacts": contacts}
    return render(request, "desk/customers/contacts.html", context)


@door(Act.SEE)
def customer_documents(request: DeskRequest, pk: int) -> HttpResponse:
    file = _file(request, pk, "documents")
    invoices = (
        ledger.invoices_within(request.granted)
        .filter(customer=file.customer, document__isnull=False)
        .select_related("document")
        .defer("document__content")
        .order_by("-issued_on", "-pk")[:200]
    )
    context = {"file": file, "invoices": invoices}
    return render(request, "desk/customers/documents.html", context)


@door(Act.SEE)
def customer_interest(request: DeskRequest, pk: int) -> HttpResponse:
    """The tab of interest; what is late is fetched by it."""
    context = {"file": _file(request, pk, "interest")}
    return render(request, "desk/customers/interest.html", context)


@door(Act.SEE)
def document(request: DeskRequest, pk: int) -> HttpResponse:
    """The document of an invoice, as it was received."""
    invoices = ledger.invoices_within(request.granted).filter(pk=pk)
    kept = get_object_or_404(Document, pk__in=invoices.values("document"))
    erased.check(kept.size)
    answer = HttpResponse(bytes(kept.content), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=kept.name
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@door(Act.SEE)
def statement_letter(request: DeskRequest, pk: int) -> HttpResponse:
    """The statement of account as a letter, of the day of the books."""
    found, day = _of_statement(request, pk), request.desk.as_of
    # Here and not above: a page that makes no statement loads none of it.
    from acquit.dunning import statement  # noqa: PLC0415

    return shown_pdf(statement.pdf(pk, day), f"{found.code}-{day}.pdf")


@door(Act.SEE)
def statement_workbook(request: DeskRequest, pk: int) -> HttpResponse:
    """The same as a workbook."""
    found, day = _of_statement(request, pk), request.desk.as_of
    from acquit.dunning import statement  # noqa: PLC0415 - as above

    answer = HttpResponse(statement.xlsx(pk, day), content_type=lists.MEDIA["xlsx"])
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{found.code}-{day}.xlsx"
    )
    return answer


def _of_statement(request: DeskRequest, pk: int) -> Customer:
    return get_object_or_404(ledger.customers_within(request.granted), pk=pk)


@dataclass(frozen=True, slots=True)
class File:
    """What the head of a customer file shows, on every tab."""

    customer: Customer
    aged: Sequence[standing.Aged]
    unused: Sequence[Money]
    next: Outlook | None
    hold: Hold | None
    payer: Payer | None
    followed: Followed | None
    legal: Standing | None
    tabs: Sequence[Tab]

    @property
    def ends_by_hand(self) -> bool:
        """Whether the hold is one that a person ends."""
        return self.hold is not None and not is_endless(self.hold.until_on)

    @property
    def next_badge(self) -> str:
        if self.next is None:
            return ""
        return words.outlook(self.next.next_action, self.next.reason).html()

    @property
    def next_why(self) -> str:
        return words.why(self.next.reason) if self.next else ""

    @property
    def bars(self) -> list[tuple[standing.Aged, list[tuple[str, str, int]]]]:
        """For each currency, the parts of its bar."""
        return [(one, _parts(one)) for one in self.aged]


def _file(request: DeskRequest, pk: int, tab: str) -> File:
    seen = ledger.customers_within(request.granted).select_related(
        "company", "unit", "collector", "representative"
    )
    told = following.with_following(head.with_payer(seen, request.desk.today))
    found = get_object_or_404(banner.with_standing(told), pk=pk)
    scope, as_of, today = request.granted, request.desk.as_of, request.desk.today
    return File(
        customer=found,
        aged=standing.aged(pk, scope=scope, as_of=as_of, today=today),
        unused=standing.unused(pk, scope=scope),
        next=standing.next_steps([pk]).first(),
        hold=ledger.running_hold(pk, on=today),
        payer=head.read(found, request.desk),
        followed=None
        if request.desk.in_the_past
        else following.read(found, scope=scope, today=today),
        legal=None if request.desk.in_the_past else banner.standing(found),
        tabs=_tabs(request, pk, tab),
    )


def _tabs(request: HttpRequest, pk: int, here: str) -> list[Tab]:
    """(label, icon, address, whether it is this one). The day of the books stays."""
    as_of = request.GET.get("as_of")
    kept = f"?as_of={as_of}" if as_of else ""
    named = (
        ("receivables", _("Receivables"), "file-invoice", "desk:customer"),
        ("timeline", _("Timeline"), "history", "desk:customer_timeline"),
        ("behaviour", _("Behaviour"), "chart-histogram", "desk:customer_behaviour"),
        ("contacts", _("Contacts"), "address-book", "desk:customer_contacts"),
        ("documents", _("Documents"), "files", "desk:customer_documents"),
        ("interest", _("Interest"), "percentage", "desk:customer_interest"),
    )
    return [
        (label, icon, reverse(view, args=[pk]) + kept, name == here)
        for name, label, icon, view in named
    ]


def _parts(one: standing.Aged) -> list[tuple[str, str, int]]:
    parts = (
        (_("Not due"), "good", one.not_due),
        (_("1 to 30 days"), "info", one.to_30),
        (_("31 to 60 days"), "warn", one.to_60),
        (_("61 to 90 days"), "bad", one.to_90),
        (_("Over 90 days"), "worst", one.over_90),
    )
    return [
        (f"{label} {reading.amount_and_currency(Money(n, one.currency))}", tone, n)
        for label, tone, n in parts
        if n
    ]
