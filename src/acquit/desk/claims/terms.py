"""What each company asks for beside the amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.claims.queries import CompanyTerms
from acquit.claims.queries import terms as terms_of
from acquit.core.money import Money
from acquit.cycle import actions as cycle
from acquit.desk import scopes, sheets
from acquit.desk.claims.forms import TermsForm
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.law.told import percent
from acquit.desk.sheets import Sheet
from acquit.organisation import rights
from acquit.organisation.models import Company
from acquit.organisation.rights import Act
from acquit.web import reading

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse


@door(Act.SEE)
def claim_terms(request: DeskRequest) -> HttpResponse:
    """The terms of each company, as they hold today."""
    companies = list(_companies(request).order_by("name"))
    held = terms_of([one.pk for one in companies], as_of=request.desk.today)
    sets = rights.scope(request.user, Act.SET_RULES)
    context = {
        "companies": [
            {
                "company": one,
                "rows": _rows(one, held[one.pk]),
                "since": held[one.pk].valid_from,
                "sets": sets.covers_company(one.pk),
            }
            for one in companies
        ],
    }
    return render(request, "desk/claims/terms.html", context)


@door(Act.SET_RULES, "GET", "POST")
def company_terms(request: DeskRequest, pk: int) -> HttpResponse:
    """Set the terms of one company."""
    company = get_object_or_404(_companies(request), pk=pk)
    today = request.desk.today
    held = terms_of([pk], as_of=today)[pk]
    form = TermsForm(company, held, sheets.sent(request), initial={"valid_from": today})
    sheet = Sheet(
        title=_("What %(company)s asks for when payment is late")
        % {"company": company.name},
        submit=_("Save"),
        done=_("These terms hold from their day on; earlier ones stay in the books."),
        back=reverse("desk:claim_terms"),
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda _given: cycle.set_terms(
            company, form.terms(), actor=actor(request), at=request.desk.at
        ),
    )


def _companies(request: DeskRequest) -> QuerySet[Company]:
    return Company.objects.filter(scopes.companies(request.granted, "pk"))


def _rows(company: Company, held: CompanyTerms) -> list[tuple[str, str]]:
    """(what it is called, what holds)."""
    minimum = Money(held.minimum_minor, company.currency)
    return [
        (_("Rate"), _("of the law") if held.percent is None else percent(held.percent)),
        (_("Messages may tell interest and flat sum"), _yes(yes=held.shown)),
        (_("They are claimed by debit notes"), _yes(yes=held.claimed)),
        (
            _("Smallest debit note"),
            reading.amount_and_currency(minimum) if minimum else _("any amount"),
        ),
        (_("A debit note is to be paid within (days)"), reading.number(held.due_days)),
        (
            _("The contract with consumers has a clause about late payment"),
            _yes(yes=held.clause_agreed),
        ),
        (
            _("The invoices say what the law wants them to say"),
            _yes(yes=held.invoice_warns),
        ),
        (_("The company is small or of medium size"), _yes(yes=held.small_creditor)),
    ]


def _yes(*, yes: bool) -> str:
    return _("yes") if yes else _("no")
