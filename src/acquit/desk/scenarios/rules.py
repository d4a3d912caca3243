"""Who gets which scenario, and why: the rules in order, and what one customer gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Q, When
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.core.errors import Refusal
from acquit.core.text import fold
from acquit.cycle.actions import scenarios as cycle
from acquit.desk import scopes, sheets, words
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.scenarios import counted, previewing, ruled, said
from acquit.desk.scenarios.counted import NOBODY
from acquit.desk.scenarios.ruled import RuleForm
from acquit.desk.scenarios.views import companies_of, may_draw, tabs
from acquit.desk.sheets import Sheet
from acquit.dunning.library import STANDARD_CODE
from acquit.dunning.models import AssignmentRule, Pin, Policy, Scenario
from acquit.dunning.queries import touched
from acquit.ledger import queries as ledger
from acquit.ledger.models import Customer
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from acquit.core.dunning.assigning import Condition
    from acquit.desk.scenarios.counted import Counted
    from acquit.organisation.models import Company

BOTH = ("GET", "POST")
FOUND = 8
PINNED = 50


@door(Act.SEE)
def rules(request: DeskRequest) -> HttpResponse:
    """All rules with how many customers each takes."""
    pinned = (
        Pin.objects.filter(customer__in=ledger.customers_within(request.granted))
        .select_related("customer", "scenario", "pinned_by")
        .order_by("customer__search_key")
    )
    first = list(pinned[:PINNED])
    asked = request.GET.get("q", "").strip()
    context = {
        "tabs": tabs("rules"),
        "companies": [
            _of_company(request, one) for one in companies_of(request).order_by("name")
        ],
        "pinned": [(one, said.name(one.scenario.name)) for one in first],
        "pins": len(first) if len(first) < PINNED else pinned.count(),
        "asked": asked,
        "found": _found(request, asked) if asked else [],
        "told": _explained(request),
    }
    return render(request, "desk/scenarios/rules.html", context)


@door(Act.SET_RULES, *BOTH)
def new_rule(request: DeskRequest, pk: int) -> HttpResponse:
    """One more rule."""
    company = get_object_or_404(companies_of(request), pk=pk)
    return _edit(request, company, None)


@door(Act.SET_RULES, *BOTH)
def change_rule(request: DeskRequest, pk: int) -> HttpResponse:
    """Say something else by a rule."""
    rule = _rule(request, pk)
    return _edit(request, rule.company, rule)


@door(Act.SET_RULES, "POST")
def move_rule(request: DeskRequest, pk: int, place: int) -> HttpResponse:
    """Look at it sooner or later."""
    rule = _rule(request, pk)
    cycle.move_rule(
        rule.pk,
        place=place,
        on=request.desk.today,
        actor=actor(request),
        at=request.desk.at,
    )
    return redirect("desk:rules")


@door(Act.SET_RULES, *BOTH)
def remove_rule(request: DeskRequest, pk: int) -> HttpResponse:
    """Without this rule."""
    rule = _rule(request, pk)
    sheet = Sheet(
        title=_("Remove the rule"),
        lead=_("%(name)s: its customers fall under the rules after it.")
        % {"name": said.name(rule.name)},
        submit=_("Remove"),
        done=_("The rule is gone; its customers are assigned anew."),
        back=reverse("desk:rules"),
        danger=True,
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.remove_rule(
            rule, on=request.desk.today, actor=actor(request), at=request.desk.at
        ),
    )


def _of_company(request: DeskRequest, company: Company) -> dict[str, object]:
    counts = counted.by_rule(company.pk, request.granted, today=request.desk.today)
    known = ruled.labels(company)
    found = touched.rules_of(company.pk)
    draws = may_draw(request, company.pk)
    rows = [
        {
            "rule": one,
            "name": said.name(one.name),
            "conditions": ruled.in_words(ruled.conditions_of(one), known),
            "scenario": said.name(one.scenario.name),
            "counted": counts.get(one.pk, NOBODY),
            "up": at > 0,
            "down": at + 1 < len(found),
        }
        for at, one in enumerate(found)
    ]
    others: Counted = counts.get(None, NOBODY)
    return {
        "company": company,
        "rules": rows,
        "usual": usual_scenario(company),
        "others": others,
        "draws": draws,
    }


def usual_scenario(company: Company) -> Scenario | None:
    """For customers that no rule takes."""
    chosen = Policy.objects.filter(company=company, scenario__isnull=False)
    fits = Q(pk__in=chosen.values("scenario")) | Q(code=STANDARD_CODE)
    rows = Scenario.objects.filter(fits, company=company)
    # What was chosen comes before the standard.
    found = rows.order_by(
        Case(When(pk__in=chosen.values("scenario"), then=0), default=1)
    ).first()
    if found is not None:
        found.name = said.name(found.name)
    return found


def followable(company: Company) -> list[Scenario]:
    """The scenarios that can be chosen: in force, not archived."""
    rows = Scenario.objects.filter(company=company, archived_at=None)
    found = list(rows.filter(versions__isnull=False).distinct())
    return sorted(found, key=lambda one: said.name(one.name))


def _edit(
    request: DeskRequest, company: Company, rule: AssignmentRule | None
) -> HttpResponse:
    held: Sequence[Condition] = ruled.conditions_of(rule) if rule else ()
    form = RuleForm(
        ruled.choices(company),
        followable(company),
        held,
        sheets.sent(request),
        initial={"name": said.name(rule.name), "scenario": rule.scenario_id}
        if rule
        else {},
    )
    only_asked = request.POST.get("preview") == "1"
    if request.method == "POST" and not only_asked and form.is_valid():
        try:
            _write(request, company, rule, form)
        except Refusal as refusal:
            form.add_error(None, words.refused(refusal))
        else:
            return redirect("desk:rules")
    context = {
        "form": form,
        "asked": ruled.asked(form),
        "rule": rule,
        "company": company,
        "tabs": tabs("rules"),
        "preview": previewing.preview(company, rule, form, held),
    }
    status = 422 if form.is_bound and not only_asked else 200
    return render(request, "desk/scenarios/rule.html", context, status=status)


def _write(
    request: DeskRequest, company: Company, rule: AssignmentRule | None, form: RuleForm
) -> None:
    said_of_it = {
        "name": form.cleaned_data["name"],
        "conditions": form.conditions(),
        "scenario_id": int(form.cleaned_data["scenario"]),
        "on": request.desk.today,
        "actor": actor(request),
        "at": request.desk.at,
    }
    if rule is None:
        cycle.add_rule(company, **said_of_it)
    else:
        cycle.change_rule(rule.pk, **said_of_it)


def _found(request: DeskRequest, asked: str) -> Sequence[Customer]:
    seen = ledger.customers_within(request.granted).select_related("company")
    fits = Q(search_key__contains=fold(asked)) | Q(code__istartswith=asked)
    return list(seen.filter(fits).order_by("search_key")[:FOUND])


def _explained(request: DeskRequest) -> dict[str, object] | None:
    """What the customer that was chosen gets, and each rule as it was looked at."""
    key = request.GET.get("customer", "")
    if not key.isdecimal() or len(key) > 17:
        return None
    seen = ledger.customers_within(request.granted).select_related("company")
    customer = get_object_or_404(seen, pk=int(key))
    told = touched.explained(customer.pk, customer.company_id)
    if told is None:
        return None
    known = ruled.labels(customer.company)
    scenario = Scenario.objects.get(pk=told.scenario_id)
    return {
        "customer": customer,
        "scenario": scenario,
        "name": said.name(scenario.name),
        "pinned": told.pinned_id is not None,
        "rule_id": told.rule_id,
        "rules": [
            (one, said.name(one.rule.name), ruled.in_words(one.rule.conditions, known))
            for one in told.rules
        ],
        "traits": _traits(told.traits, known),
    }


def _traits(traits: Any, known: ruled.Choices) -> list[tuple[str, str]]:
    rows = []
    for trait, label in said.TRAITS.items():
        value = traits.of(trait)
        if value is None or value == "":
            shown = _("not known")
        elif isinstance(value, str):
            shown = known.words(trait, value)  # type: ignore[arg-type]  # a trait
        else:
            shown = f"{value:g}"
        rows.append((str(label), shown))
    return rows


def _rule(request: DeskRequest, pk: int) -> AssignmentRule:
    seen = AssignmentRule.objects.filter(scopes.companies(request.granted, "company_id"))
    return get_object_or_404(seen.select_related("company", "scenario"), pk=pk)
