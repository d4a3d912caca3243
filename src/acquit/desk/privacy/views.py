"""Personal data: the register, what was asked, what is past its time, and who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.core.errors import Refusal
from acquit.desk import lists, scopes, sheets
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.privacy import told
from acquit.desk.privacy.forms import AnswerForm, RequestForm
from acquit.desk.privacy.table import log_table, past_table, request_table, requests_within
from acquit.desk.sheets import Sheet
from acquit.ledger import queries as ledger
from acquit.organisation.models import Company
from acquit.organisation.rights import Act
from acquit.privacy import actions
from acquit.privacy.queries.held import Somebody, contact_person

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

BOTH = ("GET", "POST")


@door(Act.PERSONAL_DATA)
def personal_data(request: DeskRequest) -> HttpResponse:
    """What is done with personal data, whose, why and how long."""
    context = {
        "tabs": _tabs("personal_data"),
        "activities": told.activities(),
        "times": told.times(),
    }
    return render(request, "desk/privacy/register.html", context)


@door(Act.PERSONAL_DATA)
def data_requests(request: DeskRequest) -> HttpResponse:
    """What people asked, with the day by which it is answered."""
    context = {"tabs": _tabs("data_requests")}
    return lists.show(
        request, request_table(request), "desk/privacy/requests.html", context
    )


@door(Act.PERSONAL_DATA)
def data_past(request: DeskRequest) -> HttpResponse:
    """Of whom something is held longer than need be."""
    context = {"tabs": _tabs("data_past")}
    return lists.show(request, past_table(request), "desk/privacy/past.html", context)


@door(Act.PERSONAL_DATA)
def data_log(request: DeskRequest) -> HttpResponse:
    """Who was handed or erased what, and when."""
    context = {"tabs": _tabs("data_log")}
    return lists.show(request, log_table(request), "desk/privacy/log.html", context)


@door(Act.PERSONAL_DATA, *BOTH)
def new_request(request: DeskRequest) -> HttpResponse:
    """Somebody asks something of their data."""
    today = request.desk.today
    first = {
        "received_on": today,
        "who": request.GET.get("who", ""),
        "company": request.GET.get("company", ""),
    }
    form = RequestForm(_companies(request), sheets.sent(request), initial=first)
    sheet = Sheet(
        title=_("Record a request"),
        lead=_("An objection to being scored holds from the day it arrived."),
        submit=_("Record it"),
        done=_("The request is recorded; it stands in the list of what is to do."),
        back=reverse("desk:data_requests"),
    )

    def write(given: dict[str, Any]) -> None:
        company = get_object_or_404(_companies(request), pk=given.pop("company"))
        who = _somebody(request, company, given.pop("who"))
        actions.record_request(
            who, today=today, actor=actor(request), at=request.desk.at, **given
        )

    return sheets.answer(request, sheet, form, write)


@door(Act.PERSONAL_DATA, *BOTH)
def answer_request(request: DeskRequest, pk: int) -> HttpResponse:
    """It was answered."""
    rows = requests_within(request.granted).select_related("customer")
    found = get_object_or_404(rows, pk=pk)
    name = found.customer.name if found.customer else found.email
    sheet = Sheet(
        title=_("Answered"),
        lead=f"{found.get_kind_display()} · {name}",
        submit=_("Answered"),
        done=_("The answer is kept."),
        back=reverse("desk:data_requests"),
    )
    return sheets.answer(
        request,
        sheet,
        AnswerForm(sheets.sent(request)),
        lambda given: actions.answer_request(
            request_id=pk,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
            **given,
        ),
    )


def _somebody(request: DeskRequest, company: Company, typed: str) -> Somebody:
    """Raises Refusal for a number that no customer has."""
    if "@" in typed:
        return contact_person(company, typed)
    seen = ledger.customers_within(request.granted).select_related("company")
    found = seen.filter(company=company, code=typed.strip()).first()
    if found is None:
        raise Refusal(
            "There is no customer %(code)s in this company. Give the number, or an e-mail "
            "address.",
            code=typed.strip(),
        )
    return Somebody(company=company, customer=found)


def _companies(request: DeskRequest) -> QuerySet[Company]:
    rows = Company.objects.order_by("name")
    return rows.filter(scopes.companies(request.granted, "pk"))


def _tabs(here: str) -> list[tuple[str, str, bool]]:
    pages = {
        "personal_data": _("Register"),
        "data_requests": _("Requests"),
        "data_past": _("Past its time"),
        "data_log": _("Log"),
    }
    return [(label, reverse(f"desk:{name}"), name == here) for name, label in pages.items()]
