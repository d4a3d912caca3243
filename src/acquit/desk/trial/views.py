"""What would this scenario have sent, and what leaves on the next day?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from acquit.core.dunning import STANDARD
from acquit.core.dunning.written import of_data
from acquit.core.errors import Refusal
from acquit.cycle.actions import trials as cycle
from acquit.cycle.trying import Period, what_leaves_next
from acquit.desk import scopes, sheets, words
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.scenarios import lawful
from acquit.desk.scenarios.views import content_of, may_draw, tabs
from acquit.desk.sheets import Sheet
from acquit.desk.trial import ahead, listed
from acquit.desk.trial.forms import PricesForm, TrialForm
from acquit.desk.trial.shown import Told
from acquit.dunning.actions import trials
from acquit.dunning.models import Scenario, Trial, TrialState, Version
from acquit.dunning.queries.chosen import DRAFT, Chosen, customers_of
from acquit.dunning.queries.tried import known_since
from acquit.ledger.queries import customers_within
from acquit.organisation import rights
from acquit.organisation.models import Company
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from acquit.core.dunning import Scenario as Content

LATEST = 10
AHEAD = (TrialState.WAITING, TrialState.RUNNING)


@door(Act.SEE, "GET", "POST")
def try_scenario(request: DeskRequest) -> HttpResponse:
    """Choose a scenario and days; `?scenario=` and `?company=` choose beforehand."""
    companies = list(_companies(request).order_by("name"))
    company, scenario = _meant(request, companies)
    if company is None:
        raise PermissionDenied
    form = _form(request, company, scenario)
    if request.method == "POST" and form.is_valid():
        try:
            found = _ask(request, company, form)
        except Refusal as refusal:
            form.add_error(None, words.refused(refusal))
        else:
            return redirect("desk:trial", found.pk)
    since = known_since(company.pk)
    context = {
        "form": form,
        "company": company,
        "companies": companies,
        "tabs": tabs("try"),
        "since": since,
        "latest": listed.latest(_seen(request).filter(company=company)[:LATEST]),
        "ahead": f"{reverse('desk:next_run')}?{urlencode({'company': company.pk})}",
        "may_change": may_draw(request, company.pk),
        "lawful": lawful.added(_content(scenario), company.country, request.desk.today),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/trial/try.html", context, status=status)


@door(Act.SEE)
def trial(request: DeskRequest, pk: int) -> HttpResponse:
    """How far it is, or what came of it; the page asks again until it is done."""
    found = get_object_or_404(_seen(request).select_related("company", "scenario"), pk=pk)
    context: dict[str, Any] = {
        "trial": found,
        "name": listed.name(found),
        "tabs": tabs("try"),
        "again": _again(found),
    }
    if found.state in AHEAD:
        context["done"] = listed.progress(found, now=timezone.now())
        return render(request, "desk/trial/progress.html", context)
    if request.htmx and "asked" in request.GET:
        where = reverse("desk:trial", args=[found.pk])
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    if found.state == TrialState.DONE and found.result:
        context["told"] = Told(found, request.desk.today)
        query = urlencode({"company": found.company_id, "trial": found.pk})
        context["ahead"] = f"{reverse('desk:next_run')}?{query}"
        context["may_change"] = may_draw(request, found.company_id)
    return render(request, "desk/trial/trial.html", context)


@door(Act.SEE)
def next_run(request: DeskRequest) -> HttpResponse:
    """What leaves on the next working day: by what is in force, and as tried."""
    companies = list(_companies(request))
    company, _scenario = _meant(request, companies)
    if company is None or not _sees_all(request, company.pk):
        return render(request, "desk/trial/next.html", {"hidden": True})
    now = timezone.now()
    force = what_leaves_next(company, now=now)
    asked = request.GET.get("trial", "")
    found = _seen(request).filter(pk=asked).first() if asked.isdecimal() else None
    tried = None
    if found is not None and found.content is not None:
        chosen = Chosen(found.label, None, found.scenario, found.draft)
        who = customers_of(company.pk, chosen, everybody=found.everybody)
        instead = of_data(found.content)
        tried = what_leaves_next(company, now=now, instead=instead, for_whom=who)
    context = {
        "day": date.fromisoformat(force["day"]),
        "force": ahead.Next(force),
        "tried": ahead.Next(tried) if tried else None,
        "table": ahead.next_table(force, tried),
    }
    return render(request, "desk/trial/next.html", context)


@door(Act.SET_RULES, "GET", "POST")
def message_prices(request: DeskRequest, pk: int) -> HttpResponse:
    """Say what messages cost one company."""
    company = get_object_or_404(_companies(request), pk=pk)
    form = PricesForm(company, sheets.sent(request))
    sheet = Sheet(
        title=_("What a message costs %(company)s") % {"company": company.name},
        lead=_("What is tried from now on is reckoned by it."),
        submit=_("Save"),
        done=_("The next trial is reckoned by these prices."),
        back=f"{reverse('desk:try_scenario')}?{urlencode({'company': company.pk})}",
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda _said: trials.set_prices(
            company, form.prices(), actor=actor(request), at=request.desk.at
        ),
    )


def _ask(request: DeskRequest, company: Company, form: TrialForm) -> Trial:
    """Keep what is to be tried, and play it or ring for it."""
    given = form.cleaned_data
    chosen = form.chosen()
    Period(given["first_on"], given["last_on"]).check(request.desk.today)
    within = None
    if not _sees_all(request, company.pk):
        rows = customers_within(request.granted).filter(company=company)
        within = list(rows.order_by("pk").values_list("pk", flat=True))
    found = trials.ask_trial(
        company,
        chosen,
        first_on=given["first_on"],
        last_on=given["last_on"],
        everybody=given["everybody"],
        dated=given["dated"],
        customers=within,
        actor=actor(request),
        at=request.desk.at,
    )
    if cycle.is_quick(found):
        cycle.run_trial(found, clock=timezone.now)
    else:
        cycle.ring_for_trial(found)
    return found


def _form(request: DeskRequest, company: Company, scenario: Scenario | None) -> TrialForm:
    initial: dict[str, object] = {}
    if scenario is not None:
        drafted = scenario.draft is not None and may_draw(request, company.pk)
        initial["scenario"] = f"{scenario.pk}{DRAFT if drafted else ''}"
    for name in ("first_on", "last_on", "everybody", "dated"):
        if request.GET.get(name):
            initial[name] = request.GET[name]
    return TrialForm(
        company,
        sheets.sent(request),
        today=request.desk.today,
        draws=may_draw(request, company.pk),
        initial=initial,
    )


def _meant(
    request: DeskRequest, companies: list[Company]
) -> tuple[Company | None, Scenario | None]:
    """The company of the page, the first where none is named; and the scenario."""
    asked = request.GET.get("scenario", "")
    scenario = None
    if asked.isdecimal():
        ours = Scenario.objects.filter(company__in=companies).select_related("company")
        scenario = ours.filter(pk=asked).first()
        if scenario is not None:
            return scenario.company, scenario
    wanted = request.POST.get("company") or request.GET.get("company", "")
    named = [one for one in companies if str(one.pk) == wanted]
    found = named or companies
    return (found[0] if found else None), scenario


def _content(scenario: Scenario | None) -> Content:
    """Its draft, else what is in force; the standard where none is meant."""
    if scenario is None:
        return STANDARD
    versions = Version.objects.filter(scenario=scenario).order_by("-number")[:1]
    return of_data(content_of(scenario, list(versions)))


def _again(found: Trial) -> str:
    """The form once more, as it was filled in."""
    query = {
        "company": str(found.company_id),
        "first_on": found.first_on.isoformat(),
        "last_on": found.last_on.isoformat(),
    }
    if found.scenario_id is not None:
        query["scenario"] = str(found.scenario_id)
    for name in ("everybody", "dated"):
        if getattr(found, name):
            query[name] = "on"
    return f"{reverse('desk:try_scenario')}?{urlencode(query)}"


def _sees_all(request: DeskRequest, company_id: int) -> bool:
    return request.granted.covers_company(company_id)


def _seen(request: DeskRequest) -> QuerySet[Trial]:
    """One's own, and those of companies of which everything may be seen; drafts of others
    by who sets rules.
    """
    whole = [
        one.pk
        for one in _companies(request)
        if rights.scope(request.user, Act.SEE).covers_company(one.pk)
    ]
    ruled = [pk for pk in whole if may_draw(request, pk)]
    rows = Trial.objects.filter(company__in=_companies(request)).order_by(
        "-asked_at", "-pk"
    )
    return (
        rows.filter(asked_by=request.user)
        | rows.filter(company__in=whole, draft=False)
        | rows.filter(company__in=ruled)
    )


def _companies(request: DeskRequest) -> QuerySet[Company]:
    return Company.objects.filter(scopes.companies(request.granted, "pk"))
