"""Interest and flat sums of a customer: shown, claimed, waived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.claims import paper
from acquit.claims.models import Ask, DebitNote, Waiver
from acquit.claims.queries import beside
from acquit.cycle import actions as cycle
from acquit.desk import sheets
from acquit.desk.claims import late
from acquit.desk.claims.forms import WaiveForm, WithdrawForm
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.letters.views import shown_pdf
from acquit.desk.sheets import Sheet
from acquit.dunning.queries import notices
from acquit.ledger import queries as ledger
from acquit.organisation.rights import Act
from acquit.web import reading

if TYPE_CHECKING:
    from acquit.ledger.models import Customer


@door(Act.SEE)
def customer_claims(request: DeskRequest, pk: int) -> HttpResponse:
    """What has come to what is late: fetched by the tab of the customer file."""
    customer = _customer(request, pk)
    may = request.desk.may_do[Act.CHARGE] and not request.desk.in_the_past
    read = late.read(customer, as_of=request.desk.as_of, may_claim=may)
    page = late.paged(read.found, request.GET.get("page", "1"))
    context = {
        "customer": customer,
        "late": read,
        "page": page,
        "table": late.table(page, as_of=request.desk.as_of, may_charge=may),
        "may_charge": may,
    }
    return render(request, "desk/claims/late.html", context)


@door(Act.SEE)
def customer_claimed(request: DeskRequest, pk: int) -> HttpResponse:
    """The debit notes and waivers of a customer: fetched by the tab as well."""
    customer = _customer(request, pk)
    may = request.desk.may_do[Act.CHARGE] and not request.desk.in_the_past
    context = {
        "customer": customer,
        "notes": late.notes(customer, may_charge=may, today=request.desk.today),
        "waivers": late.waivers(customer, may_charge=may),
    }
    return render(request, "desk/claims/claimed.html", context)


@door(Act.CHARGE, "GET", "POST")
def claim(request: DeskRequest, pk: int) -> HttpResponse:
    """Issue the debit notes of a customer."""
    customer = _customer(request, pk)
    found = late.read(customer, as_of=request.desk.today, may_claim=True)
    sheet = Sheet(
        title=_("Claim interest and flat sums of %(name)s") % {"name": customer.name},
        lead=late.said(found.drafts) or _("Nothing is left to claim."),
        submit=_("Issue the debit note"),
        done=_(
            "The debit note is issued: its PDF lies on its page, and it is followed up "
            "like an invoice."
        ),
        back=_tab(pk),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.issue_debit_notes(
            customer_id=pk,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.CHARGE)
def preview(request: DeskRequest, pk: int, currency: str) -> HttpResponse:
    """The debit note as it would be, as a letter."""
    customer = _customer(request, pk)
    read = late.read(customer, as_of=request.desk.today, may_claim=True)
    draft = next((one for one in read.drafts if one.currency == currency), None)
    if draft is None:
        raise Http404
    # Here and not above: a page that previews nothing loads no press.
    from acquit.channels.letter.setting import set_letter  # noqa: PLC0415

    page = paper.previewed(customer, draft, read.terms, on=request.desk.today)
    return shown_pdf(set_letter(page), f"{customer.code}-{request.desk.today}.pdf")


@door(Act.CHARGE, "GET", "POST")
def waive_claim(request: DeskRequest, pk: int, charge: str) -> HttpResponse:
    """Let go of interest or flat sum of one receivable."""
    row = get_object_or_404(ledger.receivables_within(request.granted), pk=pk)
    if charge.upper() not in Ask.values:
        raise Http404
    what, today = Ask(charge.upper()), request.desk.today
    letters = notices.of([pk], as_of=today)
    found = beside([pk], as_of=today, notices=letters).get(pk)
    if found is None:
        raise Http404
    form = WaiveForm(found.asked(what).left, sheets.sent(request))
    left = reading.amount_and_currency(found.asked(what).left)
    sheet = Sheet(
        title=_("Waive: %(what)s of %(number)s")
        % {"what": what.label, "number": found.row.invoice.number},
        lead=_("%(amount)s is left to claim.") % {"amount": left},
        submit=_("Waive"),
        done=_("It is waived. Who, when and why stays in the trail."),
        back=_tab(row.customer_id),
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: cycle.waive(
            receivable_id=pk,
            charge=what,
            amount=given["amount"],
            reason=given["reason"],
            on=today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.CHARGE, "GET", "POST")
def end_waiver(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a waiver back."""
    customers = ledger.customers_within(request.granted)
    waiver = get_object_or_404(Waiver.objects.filter(customer__in=customers), pk=pk)
    sheet = Sheet(
        title=_("Take the waiver back"),
        lead=_("What it let go may be claimed again."),
        submit=_("Take it back"),
        done=_("It may be claimed again."),
        back=_tab(waiver.customer_id),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.end_waiver(
            waiver_id=pk, on=request.desk.today, actor=actor(request), at=request.desk.at
        ),
    )


@door(Act.CHARGE, "GET", "POST")
def withdraw_debit_note(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask for it no more."""
    customers = ledger.customers_within(request.granted)
    note = get_object_or_404(DebitNote.objects.filter(customer__in=customers), pk=pk)
    sheet = Sheet(
        title=_("Withdraw %(number)s") % {"number": note},
        lead=_("Its open amount goes; its number stays used."),
        submit=_("Withdraw"),
        done=_("It is withdrawn."),
        back=reverse("desk:invoice", args=[note.invoice_id]),
        danger=True,
    )
    return sheets.answer(
        request,
        sheet,
        WithdrawForm(sheets.sent(request)),
        lambda given: cycle.withdraw_debit_note(
            note_id=pk,
            reason=given["reason"],
            waive=given["waive"],
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


def _customer(request: DeskRequest, pk: int) -> Customer:
    seen = ledger.customers_within(request.granted).select_related("company")
    return get_object_or_404(seen, pk=pk)


def _tab(pk: int) -> str:
    return reverse("desk:customer_interest", args=[pk])
