"""How right is the machine, on our own data?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

import acquit.matching.actions as matching
from acquit.desk import scopes, sheets
from acquit.desk.accuracy import (
    foretold,
    foretold_pictures,
    kinds,
    months,
    months_judged,
    proving,
    rules,
    taught,
)
from acquit.desk.accuracy.rules import RulesForm
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.sheets import Sheet
from acquit.matching.queries.accuracy import accuracy as counted
from acquit.matching.queries.accuracy import learned
from acquit.organisation.models import Company
from acquit.organisation.rights import Act
from acquit.scoring.queries import predictions as asked

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse


@door(Act.SEE_BANK)
def accuracy(request: DeskRequest) -> HttpResponse:
    companies = {one.pk: one for one in _companies(request).order_by("name")}
    books = counted(list(companies), today=request.desk.at.date())
    often, seldom = kinds.tables(books)
    standings = rules.standings(request, books, companies)
    context = {
        "proving": proving.proving(books),
        "months": months.by_month(books.months, trail=request.desk.may(Act.SEE_AUDIT)),
        "kinds": often,
        "more_kinds": seldom,
        "kinds_how": kinds.how(),
        "standings": standings,
        "rules": rules.table(standings),
        "offers": list(rules.offers(request, books, companies)),
        "learned": learned(list(companies)),
        "lessons": taught.newest(list(companies)),
        "lessons_how": taught.how(),
        "tabs": _tabs("accuracy"),
    }
    return render(request, "desk/accuracy/accuracy.html", context)


@door(Act.SEE_BANK)
def predictions(request: DeskRequest) -> HttpResponse:
    """The other tab: how right the predicted days were."""
    companies = {one.pk: one for one in _companies(request).order_by("name")}
    judged = months_judged.by_month(asked.checks(list(companies)))
    context = {
        "proving": foretold.proving(judged),
        "answering": foretold.answering(asked.answering(list(companies)), companies),
        "judged": foretold_pictures.by_month(judged),
        "calibration": foretold_pictures.calibration(judged),
        "coverage": foretold_pictures.coverage(judged),
        "tabs": _tabs("accuracy_predictions"),
    }
    return render(request, "desk/accuracy/predictions.html", context)


@door(Act.SET_RULES, "GET", "POST")
def matching_rules(request: DeskRequest, pk: int) -> HttpResponse:
    """Say what posts by itself in one company."""
    company = get_object_or_404(_companies(request), pk=pk)
    (books,) = counted([company.pk], today=request.desk.at.date()).books
    form = RulesForm(books, request.GET.get("turn_on", ""), sheets.sent(request))
    sheet = Sheet(
        title=_("What posts by itself at %(company)s") % {"company": company.name},
        lead=_(
            "It holds for payments that come from now on. What people did before "
            "stays as it is."
        ),
        submit=_("Save"),
        done=_("It holds from now on."),
        back=reverse("desk:accuracy"),
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda _said: matching.set_rules(
            company, form.rules(), actor=actor(request), at=request.desk.at
        ),
    )


def _companies(request: DeskRequest) -> QuerySet[Company]:
    """Those within reach of the act of the page."""
    return Company.objects.filter(scopes.companies(request.granted, "pk"))


def _tabs(here: str) -> list[tuple[str, str, bool]]:
    pages = {"accuracy": _("Payments"), "accuracy_predictions": _("Predictions")}
    return [(label, reverse(f"desk:{name}"), name == here) for name, label in pages.items()]
