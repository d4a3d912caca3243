"""What a person says of a line: what it settles, whose it is, or that it is nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from acquit.bank import actions as bank
from acquit.core.errors import Refusal
from acquit.cycle import actions as cycle
from acquit.desk import sheets, words
from acquit.desk.bank.choice import chosen_customers, customers_of, shares_form, use_of
from acquit.desk.bank.forms import CustomerForm
from acquit.desk.bank.views import about, after_line, line_of, show_line
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.sheets import Sheet
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.utils.safestring import SafeString

    from acquit.bank.models import Line
    from acquit.desk.bank.shares import SharesForm

BOTH = ("GET", "POST")


@door(Act.MATCH, "POST")
def accept_line(request: DeskRequest, pk: int) -> HttpResponse:
    """This payment settles these invoices, for so much each."""
    line = line_of(request, pk)
    use = use_of(request, line)
    customers = chosen_customers(request, line, use)
    form = shares_form(line, use, customers, request.POST)
    if form is None:
        messages.error(request, _("This payment is used already: nothing is left of it."))
        return redirect("desk:bank_line", pk)
    if not form.is_valid():
        return show_line(request, line, form, status=422)
    try:
        _accept(request, form)
    except Refusal as refusal:
        form.add_error(None, words.refused(refusal))
        return show_line(request, line, form, status=422)
    messages.success(request, _matched(line))
    return redirect(after_line(request, line))


def _accept(request: DeskRequest, form: SharesForm) -> None:
    """Raises Refusal."""
    said: dict[str, Any] = {
        "shares": form.shares(),
        "on": request.desk.today,
        "actor": actor(request),
        "at": request.desk.at,
    }
    receipts = form.receipt_ids()
    if len(receipts) > 1:
        cycle.accept_together(receipt_ids=receipts, **said)
    else:
        cycle.accept_match(receipt_id=form.receipt.pk, **said)


@door(Act.MATCH, *BOTH)
def decline_line(request: DeskRequest, pk: int) -> HttpResponse:
    """None of what was proposed is right; the line stays to be looked at."""
    line = line_of(request, pk)
    sheet = Sheet(
        title=_("None of the proposals is right"),
        lead=about(line),
        submit=_("Decline the proposals"),
        done=_("The proposals are declined; say what it is for instead."),
        back=reverse("desk:bank_line", args=[pk]),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.decline_match(
            receipt_id=_receipt_of(line),
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.MATCH, *BOTH)
def undo_line(request: DeskRequest, pk: int) -> HttpResponse:
    """Take back what it was used for; the invoices are open again."""
    line = line_of(request, pk)
    sheet = Sheet(
        title=_("Undo the match"),
        lead=about(line),
        submit=_("Undo"),
        done=_("Undone: the invoices are open again, and the line is to be looked at."),
        back=reverse("desk:bank_line", args=[pk]),
        danger=True,
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.undo_match(
            receipt_id=_receipt_of(line),
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.MATCH, *BOTH)
def keep_on_account(request: DeskRequest, pk: int) -> HttpResponse:
    """Leave what is not used as credit of a customer."""
    line = line_of(request, pk)
    customers = chosen_customers(request, line, use_of(request, line))
    form = CustomerForm(
        customers_of(line),
        sheets.sent(request),
        initial={"code": customers[0].code if customers else ""},
    )
    sheet = Sheet(
        title=_("Put on account"),
        lead=about(line),
        submit=_("Put on account"),
        done=_("On account: it covers what this customer owes next."),
        back=after_line(request, line),
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda _given: cycle.put_on_account(
            receipt_id=_receipt_of(line),
            customer_id=form.customer.pk if form.customer else 0,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.MATCH, *BOTH)
def disown_line(request: DeskRequest, pk: int) -> HttpResponse:
    """Interest, a refund, an own transfer: from no customer."""
    line = line_of(request, pk)
    sheet = Sheet(
        title=_("Not from a customer"),
        lead=about(line),
        submit=_("Not from a customer"),
        done=_("The line is set aside."),
        back=after_line(request, line),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.mark_not_ours(
            line_id=line.pk,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.MATCH, "POST")
def look_again(request: DeskRequest, pk: int) -> HttpResponse:
    """It may be from a customer after all."""
    line = line_of(request, pk)
    try:
        bank.look_again(line.pk, actor=actor(request), at=request.desk.at)
    except Refusal as refusal:
        messages.error(request, words.refused(refusal))
    else:
        messages.success(request, _("The line is to be looked at again."))
    return redirect("desk:bank_line", pk)


def _receipt_of(line: Line) -> int:
    """Raises Refusal for a line that brought no money."""
    if line.receipt_id is None:
        raise Refusal(_("No money came in with this line."))
    return line.receipt_id


def _matched(line: Line) -> SafeString:
    """The notice on the next line's page; the same key undoes it there as on its own."""
    undo = reverse("desk:undo_line", args=[line.pk])
    return format_html(
        '{} <a href="{}" hx-get="{}" hx-target="#dialog-body" data-key="u">'
        "{} <kbd>u</kbd></a>",
        _("%(line)s is matched.") % {"line": about(line)},
        undo,
        undo,
        _("Undo"),
    )
