"""One person: what is held of them, handing it to them, and taking it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _

from acquit.core.errors import Refusal
from acquit.core.privacy import Nature
from acquit.desk import sheets, words
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.privacy import told
from acquit.desk.privacy.forms import SoleTraderForm, WhyForm
from acquit.desk.sheets import Sheet
from acquit.ledger import queries as ledger
from acquit.ledger.models import Contact, Customer
from acquit.organisation.models import Company
from acquit.organisation.rights import Act
from acquit.privacy import actions
from acquit.privacy.queries.held import Somebody, contact_person, held, nature_of
from acquit.scoring.actions.objecting import end_objection
from acquit.scoring.models import Objection
from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from acquit.desk.doors import Desk

BOTH = ("GET", "POST")


@door(Act.PERSONAL_DATA)
def customer_data(request: DeskRequest, pk: int) -> HttpResponse:
    """What is held of a customer, what of it may go, and what stays until when."""
    customer, who = _customer(request, pk)
    nature = nature_of(customer)
    objection = Objection.objects.filter(customer=pk, ended_on=None).first()
    context = {
        "who": who,
        "customer": customer,
        "nature": told.NATURES[nature],
        "cannot_tell": nature is Nature.CANNOT_TELL,
        "is_person": nature is not Nature.ORGANISATION,
        "held": told.held(held(who, as_of=request.desk.today)),
        "objection": objection,
        "export": reverse("desk:export_customer_data", args=[pk]),
        "erase": reverse("desk:erase_customer_data", args=[pk]),
        "ask": _ask(who.company, customer.code),
    }
    return render(request, "desk/privacy/person.html", context)


@door(Act.PERSONAL_DATA, "POST")
def export_customer_data(request: DeskRequest, pk: int) -> HttpResponse:
    """The file for them."""
    _found, who = _customer(request, pk)
    back = reverse("desk:customer_data", args=[pk])
    return _export(request, who, back, sole_trader=request.POST.get("sole_trader") == "on")


@door(Act.PERSONAL_DATA, *BOTH)
def erase_customer_data(request: DeskRequest, pk: int) -> HttpResponse:
    """Take out what may go now."""
    customer, who = _customer(request, pk)
    asks = nature_of(customer) is Nature.CANNOT_TELL
    return _erase(request, who, reverse("desk:customer_data", args=[pk]), asks=asks)


@door(Act.PERSONAL_DATA, *BOTH)
def end_customer_objection(request: DeskRequest, pk: int) -> HttpResponse:
    """Profile and score may decide again."""
    customer, _who = _customer(request, pk)
    sheet = Sheet(
        title=_("Let profile and score decide again"),
        lead=customer.name,
        submit=_("Let them decide"),
        done=_("Profile and score count again from the next decision on."),
        back=reverse("desk:customer_data", args=[pk]),
        danger=True,
    )
    return sheets.answer(
        request,
        sheet,
        WhyForm(sheets.sent(request)),
        lambda given: end_objection(
            customer_id=pk,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
            **given,
        ),
    )


@door(Act.PERSONAL_DATA)
def contact_data(request: DeskRequest) -> HttpResponse:
    """A contact person, found by the e-mail address; one part for each company."""
    email = request.GET.get("email", "").strip()
    found = [_part(request.desk, one) for one in _contacts(request, email)]
    context = {"email": email, "parts": found}
    return render(request, "desk/privacy/contact.html", context)


@door(Act.PERSONAL_DATA, "POST")
def export_contact_data(request: DeskRequest) -> HttpResponse:
    """The file for them."""
    who = _contact(request)
    return _export(request, who, _back_to(who), sole_trader=False)


@door(Act.PERSONAL_DATA, *BOTH)
def erase_contact_data(request: DeskRequest) -> HttpResponse:
    """Take out what may go now; without an address one looks for the person first."""
    if not request.GET.get("email"):
        return redirect("desk:contact_data")
    who = _contact(request)
    return _erase(request, who, _back_to(who), asks=False)


def _export(
    request: DeskRequest, who: Somebody, back: str, *, sole_trader: bool
) -> HttpResponse:
    # Here and not above: only who exports needs it.
    from acquit.privacy.export.making import file_name  # noqa: PLC0415

    today = request.desk.today
    try:
        packed = actions.export(
            who,
            as_of=today,
            sole_trader=sole_trader,
            actor=actor(request),
            at=request.desk.at,
        )
    except Refusal as refusal:
        messages.error(request, words.refused(refusal))
        return redirect(back)
    answer = HttpResponse(packed, content_type="application/zip")
    named = content_disposition_header(
        as_attachment=True, filename=file_name(who, as_of=today)
    )
    answer.headers["Content-Disposition"] = named or "attachment"
    return answer


def _erase(request: DeskRequest, who: Somebody, back: str, *, asks: bool) -> HttpResponse:
    today = request.desk.today
    going = told.going(held(who, as_of=today))
    form = SoleTraderForm(sheets.sent(request)) if asks else KitForm(sheets.sent(request))
    sheet = Sheet(
        title=_("Erase what may go"),
        lead=_("%(name)s: %(what)s. This cannot be undone.")
        % {"name": who.name, "what": going}
        if going
        else _("Nothing of it may go now."),
        submit=_("Erase it"),
        done=_("It is erased. What stays stands here, with the day and the reason."),
        back=back,
        danger=True,
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: actions.erase(
            who,
            as_of=today,
            sole_trader=bool(given.get("sole_trader")),
            actor=actor(request),
            at=request.desk.at,
        ),
    )


def _part(desk: Desk, who: Somebody) -> dict[str, object]:
    about = urlencode([("email", who.email), ("company", str(who.company.pk))])
    return {
        "who": who,
        "at": ", ".join(sorted({one.customer.name for one in who.contacts})),
        "held": told.held(held(who, as_of=desk.today)),
        "export": f"{reverse('desk:export_contact_data')}?{about}",
        "erase": f"{reverse('desk:erase_contact_data')}?{about}",
        "ask": _ask(who.company, who.email),
    }


def _ask(company: Company, who: str) -> str:
    about = urlencode([("company", str(company.pk)), ("who", who)])
    return f"{reverse('desk:new_request')}?{about}"


def _back_to(who: Somebody) -> str:
    return f"{reverse('desk:contact_data')}?{urlencode({'email': who.email})}"


def _customer(request: DeskRequest, pk: int) -> tuple[Customer, Somebody]:
    seen = ledger.customers_within(request.granted).select_related("company")
    found = get_object_or_404(seen, pk=pk)
    return found, Somebody(company=found.company, customer=found)


def _contacts(request: DeskRequest, email: str) -> list[Somebody]:
    """The companies within reach where somebody with this address is known."""
    if "@" not in email:
        return []
    seen = ledger.customers_within(request.granted)
    rows = Contact.objects.filter(customer__in=seen, email__iexact=email)
    keys = rows.order_by().values_list("customer__company", flat=True).distinct()
    companies = Company.objects.filter(pk__in=list(keys)).order_by("name")
    return [contact_person(one, email) for one in companies]


def _contact(request: DeskRequest) -> Somebody:
    """Raises Http404 where nobody with this address is known within reach."""
    key = request.GET.get("company", "")
    for one in _contacts(request, request.GET.get("email", "").strip()):
        if str(one.company.pk) == key:
            return one
    raise Http404
