"""What kinds of payers do we have, and how safe are they?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from acquit.core.profiles import STANDARD, Profile
from acquit.core.score import LEAST
from acquit.cycle import actions as cycle
from acquit.desk import scopes, sheets
from acquit.desk.customers import payer
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.payers import counted, rules
from acquit.desk.payers.counted import NOBODY, Owed
from acquit.desk.payers.rules import ThresholdsForm
from acquit.desk.sheets import Sheet
from acquit.organisation import rights
from acquit.organisation.models import Company
from acquit.organisation.rights import Act
from acquit.scoring.queries.payers import limits_of
from acquit.web import reading
from acquit.web.cells import Amounts, Cell, Link, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from acquit.desk.payers.counted import Stated


@door(Act.SEE)
def payers(request: DeskRequest) -> HttpResponse:
    companies = list(_companies(request).order_by("name"))
    profiles = counted.by("profile", request.granted, today=request.desk.today)
    context = {
        "profiles": _profiles(companies, profiles),
        "classes": _classes(
            counted.by("score_class", request.granted, today=request.desk.today),
            counted.stated(one.pk for one in companies),
        ),
        "known": sum(one.customers for one in profiles.values()),
        "may_change": [one for one in companies if _may_change(request, one.pk)],
    }
    return render(request, "desk/payers/payers.html", context)


@door(Act.SET_RULES, "GET", "POST")
def thresholds(request: DeskRequest, pk: int) -> HttpResponse:
    """Say from where on one company calls a payer what."""
    company = get_object_or_404(_companies(request), pk=pk)
    form = ThresholdsForm(limits_of([pk])[pk], sheets.sent(request))
    sheet = Sheet(
        title=_("What a payer is called at %(company)s") % {"company": company.name},
        lead=_("All its customers are named anew at once; a profile that changes is kept."),
        submit=_("Save"),
        done=_("Its payers are named by these from now on."),
        back=reverse("desk:payers"),
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda _said: cycle.set_thresholds(
            company,
            form.thresholds(),
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


def _profiles(companies: list[Company], found: Mapping[str, Owed]) -> Lines:
    """The rules are those of the company, where it is one."""
    alone = companies[0].pk if len(companies) == 1 else None
    at = STANDARD if alone is None else limits_of([alone])[alone]
    heads = [
        Head(_("Profile")),
        Head(_("When"), phone=False),
        *_money_heads(),
    ]
    rows: list[list[Cell]] = []
    for one in Profile:
        owed = found.get(one.value, NOBODY)
        rows.append(
            [
                payer.profile_badge(one.value),
                Text(rules.said(one, at)),
                *_money(owed, profile=one.value),
            ]
        )
    return Lines(heads, rows)


def _classes(found: Mapping[str, Owed], stated: Mapping[str, Stated]) -> Lines:
    heads = [
        Head(_("Class")),
        Head(_("Score"), phone=False),
        Head(_("Far too late within six months"), numeric=True),
        *_money_heads(),
    ]
    rows: list[list[Cell]] = []
    above = 100
    for one, least in LEAST.items():
        risk = stated.get(one.value)
        rows.append(
            [
                Text(payer.class_name(one.value)),
                Text(_("%(least)s to %(most)s") % {"least": least, "most": above}),
                Text(_risk(risk), under=_seen(risk)),
                *_money(found.get(one.value, NOBODY), **{"class": one.value}),
            ]
        )
        above = least - 1
    return Lines(heads, rows)


def _money_heads() -> list[Head]:
    return [
        Head(_("Customers"), numeric=True),
        Head(_("Open"), numeric=True, phone=False),
        Head(_("Overdue"), numeric=True),
    ]


def _money(owed: Owed, **asked: str) -> list[Cell]:
    href = f"{reverse('desk:customers')}?{urlencode(asked)}"
    count = reading.number(owed.customers)
    return [
        Link(count, href) if owed.customers else Text(count),
        Amounts(owed.open),
        Amounts(owed.overdue, "bad"),
    ]


def _risk(stated: Stated | None) -> str:
    return (
        _("not measured yet")
        if stated is None
        else reading.whole_percent(stated.probability)
    )


def _seen(stated: Stated | None) -> str:
    if stated is None:
        return ""
    return _("%(late)s of %(customers)s") % {
        "late": reading.number(stated.late),
        "customers": reading.number(stated.customers),
    }


def _may_change(request: DeskRequest, company_id: int) -> bool:
    return rights.scope(request.user, Act.SET_RULES).covers_company(company_id)


def _companies(request: DeskRequest) -> QuerySet[Company]:
    """Those within the scope switch and the act of the page."""
    return Company.objects.filter(scopes.companies(request.granted, "pk"))
