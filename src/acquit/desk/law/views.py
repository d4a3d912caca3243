"""What does the law give us, and where does it stand?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.core.law import COUNTRIES, Charge, InterestRule, NoInterest, Rates
from acquit.core.law.books import currency_of, found
from acquit.core.law.shapes import (
    AllocationRule,
    ClauseRule,
    CostRule,
    FixedFeeRule,
    GuardRule,
    HoursRule,
    LetterRule,
    LimitationRule,
    ReminderRule,
    Rule,
)
from acquit.core.party import Party
from acquit.desk import scopes, sheets
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.law import told
from acquit.desk.law.forms import RateForm
from acquit.desk.sheets import Sheet
from acquit.law.actions import enter_rate
from acquit.law.queries import missing, rates
from acquit.organisation import rights
from acquit.organisation.models import Company
from acquit.organisation.rights import Act
from acquit.web.cells import Badge, Cell, Day, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from django.http import HttpResponse

    from acquit.core.law import Certainty
    from acquit.desk.following_words import Words
    from acquit.desk.law.told import Told

R = TypeVar("R", bound=Rule)
# So many half-years of a rate are shown.
SHOWN = 8
PARTIES: dict[Party, Words] = {
    Party.BUSINESS: gettext_lazy("Businesses"),
    Party.CONSUMER: gettext_lazy("Consumers"),
    Party.PUBLIC: gettext_lazy("Public bodies"),
}
NAMES: dict[str, Words] = {
    "BE": gettext_lazy("Belgium"),
    "DE": gettext_lazy("Germany"),
    "ES": gettext_lazy("Spain"),
    "FR": gettext_lazy("France"),
    "GB": gettext_lazy("Great Britain"),
    "IT": gettext_lazy("Italy"),
    "LU": gettext_lazy("Luxembourg"),
    "NL": gettext_lazy("Netherlands"),
}


@door(Act.SEE)
def law(request: DeskRequest) -> HttpResponse:
    """The rules in force for one country and one kind of debtor, with their sources."""
    country, party = _country(request), _party(request)
    known, today = rates(), request.desk.today
    some = list(_told(country, party, known, today))
    context = {
        "country": NAMES[country],
        "countries": _choices("country", country, NAMES, party=party.value),
        "parties": _choices("party", party, PARTIES, country=country),
        "rules": _rules(some),
        "knows_interest": _knows_interest(country, party, today),
        "rates": [_rate(known, one, today) for one in _references(country, party, today)],
        "missing": [told.REFERENCES[one] for one in missing(known, on=today)],
        "may_enter": _may_enter(request),
    }
    return render(request, "desk/law/law.html", context)


@door(Act.ADMINISTER, "GET", "POST")
def rate(request: DeskRequest, reference: str) -> HttpResponse:
    """Enter the rate of the next half-year."""
    known = rates()
    if reference not in known.tables or not _may_enter(request):
        raise Http404
    form = RateForm(known, reference, sheets.sent(request))
    name = str(told.REFERENCES[reference])
    sheet = Sheet(
        title=name[0].upper() + name[1:],
        lead=_("It holds for every company. What is entered here cannot be changed later."),
        submit=_("Enter the rate"),
        done=_("Interest is computed with it from now on."),
        back=reverse("desk:law"),
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda _given: enter_rate(form.row(), actor=actor(request), at=request.desk.at),
    )


def _may_enter(request: DeskRequest) -> bool:
    """A rate is one for all companies: who administers one of them does not enter it."""
    return rights.scope(request.user, Act.ADMINISTER).everywhere


def _country(request: DeskRequest) -> str:
    """The one that is asked for, else that of a company within the scope."""
    asked = request.GET.get("country", "")
    if asked in COUNTRIES:
        return asked
    seen = Company.objects.filter(scopes.companies(request.granted, "pk")).order_by("pk")
    ours = (one for one in seen.values_list("country", flat=True) if one in COUNTRIES)
    return next(ours, COUNTRIES[0])


def _party(request: DeskRequest) -> Party:
    asked = request.GET.get("party", "")
    return Party(asked) if asked in PARTIES else Party.BUSINESS


def _choices(
    name: str, here: str, known: Mapping[Any, Words], **others: str
) -> list[tuple[Words, str, bool]]:
    """(what it is called, where it leads, whether it is shown now)."""
    return [
        (label, f"?{urlencode({name: str(one), **others})}", one == here)
        for one, label in known.items()
    ]


def _told(country: str, party: Party, known: Rates, on: date) -> Iterator[Told]:
    """Whatever is written down of such debtors; of some nothing is."""
    currency = currency_of(country)

    def each(kind: type[R]) -> list[R]:
        return found(kind, country, party, on)

    for without in each(NoInterest):
        yield told.no_interest(without)
    for rule in each(InterestRule):
        yield told.interest(rule, known, country, on)
    for fee in each(FixedFeeRule):
        yield told.fixed_fee(fee, currency)
    for costs in each(CostRule):
        yield told.costs(costs, currency)
    for reminder in each(ReminderRule):
        yield told.reminder(reminder, currency)
    for guard in each(GuardRule):
        for charge in (one for one in Charge if one in guard.charges):
            yield told.guard(charge, guard)
    yield from map(told.letter, each(LetterRule))
    yield from map(told.clause, each(ClauseRule))
    yield from map(told.allocation, each(AllocationRule))
    yield from map(told.hours, each(HoursRule))
    yield from map(told.limitation, each(LimitationRule))


def _rules(some: list[Told]) -> Lines:
    heads = [Head(_("What")), Head(_("What holds")), Head(_("Where it stands"))]
    return Lines(
        [*heads, Head(_("How surely"))],
        [
            [
                Text(one.what),
                Text(one.says),
                Text(one.basis.source),
                certainty(one.basis.certainty),
            ]
            for one in some
        ],
    )


def _knows_interest(country: str, party: Party, on: date) -> bool:
    kinds: tuple[type[InterestRule | NoInterest], ...] = (InterestRule, NoInterest)
    return any(found(kind, country, party, on) for kind in kinds)


def _references(country: str, party: Party, on: date) -> list[str]:
    return [
        reference
        for rule in found(InterestRule, country, party, on)
        for reference in (rule.published, rule.reference)
        if reference
    ]


def _rate(known: Rates, reference: str, today: date) -> dict[str, object]:
    """The newest half-years of a reference, the newest first."""
    table = known.tables[reference]
    name = str(told.REFERENCES[reference])
    heads = [
        Head(_("From")),
        Head(_("Until")),
        Head(_("A year"), numeric=True),
        Head(_("Where it was read"), phone=False),
        Head(_("How surely")),
    ]
    rows: list[list[Cell]] = [
        [
            Day(one.valid_from, today, alone=True),
            Day(one.valid_to, today, alone=True),
            Text(told.percent(one.percent)),
            Text(one.source),
            certainty(one.certainty),
        ]
        for one in table[: -SHOWN - 1 : -1]
    ]
    return {
        "reference": reference,
        "name": name[0].upper() + name[1:],
        "lines": Lines(heads, rows),
    }


def certainty(mark: Certainty) -> Badge:
    """How surely a rule is known."""
    words, icon, tone = told.CERTAINTIES[mark]
    return Badge(str(words), icon, tone)
