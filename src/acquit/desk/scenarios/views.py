"""How do we follow up? All scenarios, and one of them as a timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from acquit.core.dunning.comparing import differences
from acquit.core.dunning.written import of_data
from acquit.desk import scopes, words
from acquit.desk.doors import DeskRequest, door
from acquit.desk.scenarios import counted, lawful, said
from acquit.desk.scenarios.counted import NOBODY
from acquit.desk.scenarios.drawn import picture
from acquit.dunning.actions.scenarios import EMPTY, is_usual
from acquit.dunning.models import AssignmentRule, Pin, Scenario, Version
from acquit.dunning.queries import touched
from acquit.dunning.queries.drawn import drawn_mark
from acquit.organisation import rights
from acquit.organisation.models import Company
from acquit.organisation.rights import Act
from acquit.web import reading
from acquit.web.cells import EMPTY as NOTHING
from acquit.web.cells import Amounts, Badge, Cell, Link, Stacked, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from acquit.core.dunning import Scenario as Content
    from acquit.desk.scenarios.counted import Counted

Tab = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Strip:
    """The steps of a scenario in one line: a picture of the means, and the day."""

    content: Content

    def html(self) -> SafeString:
        if not self.content.places:
            return NOTHING
        steps = (
            (said.CHANNEL_ICONS[one.channels[0]] if one.channels else "help", sign(day))
            for one, day in zip(self.content.places, self.content.nominal, strict=True)
        )
        inner = format_html_join(
            "", '<span><i class="ti ti-{}" aria-hidden="true"></i>{}</span>', steps
        )
        return format_html('<div class="strip">{}</div>', inner)

    def plain(self) -> str:
        return ", ".join(sign(day) for day in self.content.nominal)


def sign(day: int) -> str:
    """-5 or +3, with a minus that is one."""
    return f"+{day}" if day > 0 else str(day).replace("-", "\u2212")


@door(Act.SEE)
def scenarios(request: DeskRequest) -> HttpResponse:
    """All of them, with whom they are for."""
    archived = request.GET.get("archived") == "1"
    rows = _scenarios(request).filter(archived_at__isnull=not archived)
    newest = Prefetch("versions", Version.objects.order_by("-number"))
    counts = counted.by_scenario(request.granted, today=request.desk.today)
    companies: dict[Company, list[Scenario]] = {
        one: [] for one in _companies(request).order_by("name")
    }
    for one in rows.select_related("company").prefetch_related(newest):
        companies[one.company].append(one)
    context = {
        "tabs": tabs("scenarios"),
        "archived": archived,
        "companies": [
            (company, _lines(some, counts), may_draw(request, company.pk))
            for company, some in companies.items()
        ],
    }
    return render(request, "desk/scenarios/list.html", context)


@door(Act.SEE)
def scenario(request: DeskRequest, pk: int) -> HttpResponse:
    """One of them: its draft, else what is in force; `?version=` names another."""
    return show(request, scenario_of(request, pk))


@door(Act.SEE)
def scenario_touched(request: DeskRequest, pk: int) -> HttpResponse:
    """Whom the draft would touch; asked for by the page once it is there."""
    found = scenario_of(request, pk)
    result = None
    if found.draft is not None and picture(of_data(found.draft), "EUR").sound:
        drawn = of_data(found.draft)
        result = touched.touched(found.pk, drawn, as_of=request.desk.today)
    context = {"scenario": found, "touched": result, "first": _first(request, result)}
    return render(request, "desk/scenarios/touched.html", context)


def show(
    request: DeskRequest,
    found: Scenario,
    *,
    editor: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one; editor: the form of a step that stands open below the timeline."""
    versions = list(
        Version.objects.filter(scenario=found)
        .select_related("published_by")
        .order_by("-number")
    )
    asked = request.GET.get("version", "")
    older = next((one for one in versions if str(one.number) == asked), None)
    force = of_data(versions[0].content) if versions else None
    currency = found.company.currency
    content = of_data(older.content if older else content_of(found, versions))
    drafted = found.draft is not None and older is None
    context = {
        "scenario": found,
        "name": said.name(found.name),
        "about": said.name(found.about),
        "tabs": tabs("scenarios"),
        "older": older,
        "drafted": drafted,
        "picture": picture(content, currency, than=force if drafted else None),
        "lawful": lawful.added(content, found.company.country, request.desk.today),
        "versions": _versions(versions, currency, found, request),
        "newest": versions[0] if versions else None,
        "changes": [said.difference(one, currency) for one in differences(force, content)]
        if drafted and force
        else [],
        "editor": editor,
        "mark": drawn_mark(found.draft),
        "draws": may_draw(request, found.company_id)
        and older is None
        and found.archived_at is None,
        "may_draw": may_draw(request, found.company_id),
        "counted": counted.by_scenario(request.granted, today=request.desk.today).get(
            found.pk, NOBODY
        ),
        "rules": [
            (one.place, said.name(one.name))
            for one in AssignmentRule.objects.filter(scenario=found).order_by("place")
        ],
        "usual": is_usual(found),
        "pins": Pin.objects.filter(scenario=found).count(),
    }
    return render(request, "desk/scenarios/scenario.html", context, status=status)


def content_of(found: Scenario, versions: Sequence[Version]) -> dict[str, object]:
    """The draft, else what is in force, else no step at all."""
    if found.draft is not None:
        draft: dict[str, object] = found.draft
        return draft
    return versions[0].content if versions else EMPTY


def scenario_of(request: DeskRequest, pk: int) -> Scenario:
    """The scenario, when its company may be seen."""
    return get_object_or_404(_scenarios(request).select_related("company"), pk=pk)


def may_draw(request: DeskRequest, company_id: int) -> bool:
    """True when this person sets the rules of the company."""
    return rights.scope(request.user, Act.SET_RULES).covers_company(company_id)


def tabs(here: str) -> list[Tab]:
    """(label, address, whether it is this one)."""
    named = (
        ("scenarios", _("Scenarios"), "desk:scenarios"),
        ("rules", _("Who gets which"), "desk:rules"),
        ("policy", _("Policy"), "desk:policies"),
        ("try", _("Try it"), "desk:try_scenario"),
    )
    return [(label, reverse(view), name == here) for name, label, view in named]


def companies_of(request: DeskRequest) -> QuerySet[Company]:
    """Those within the scope switch and the act of the page."""
    return _companies(request)


def _companies(request: DeskRequest) -> QuerySet[Company]:
    return Company.objects.filter(scopes.companies(request.granted, "pk"))


def _scenarios(request: DeskRequest) -> QuerySet[Scenario]:
    seen = Scenario.objects.filter(scopes.companies(request.granted, "company_id"))
    return seen.order_by("name", "pk")


def _lines(some: Sequence[Scenario], counts: object) -> Lines | None:
    heads = [
        Head(_("Scenario")),
        Head(_("Days"), phone=False),
        Head(_("Customers"), numeric=True),
        Head(_("Open"), numeric=True),
        Head(_("In the next seven days"), phone=False),
    ]
    found: dict[int, Counted] = dict(counts)  # type: ignore[call-overload]  # a mapping
    ordered = sorted(some, key=lambda one: -found.get(one.pk, NOBODY).customers)
    rows = [_line(one, found.get(one.pk, NOBODY)) for one in ordered]
    return Lines(heads, rows) if rows else None


def _line(one: Scenario, told: Counted) -> list[Cell]:
    versions = list(one.versions.all())
    name = Link(
        said.name(one.name),
        reverse("desk:scenario", args=[one.pk]),
        under=said.name(one.about),
        row=True,
    )
    cells: list[Cell] = [name]
    if one.draft is not None:
        cells.append(draft_badge())
    return [
        Stacked(cells) if len(cells) > 1 else name,
        Strip(of_data(versions[0].content if versions else one.draft or EMPTY)),
        Text(reading.number(told.customers)),
        Amounts(told.open),
        soon(told),
    ]


def draft_badge() -> Badge:
    """Something is drawn and not in force."""
    return Badge(_("Draft, not in force yet"), "pencil", "warn")


def soon(told: Counted) -> Cell:
    """What comes within a week, the most frequent first."""
    return Text(
        ", ".join(
            f"{words.step(step)} ({reading.number(count)})" for step, count in told.soon[:3]
        )
    )


def _versions(
    versions: Sequence[Version], currency: str, found: Scenario, request: DeskRequest
) -> list[dict[str, object]]:
    """Each with who follows it and what it does otherwise than the one before it."""
    on = counted.by_version(found.pk, request.granted) if len(versions) > 1 else {}
    contents = [of_data(one.content) for one in versions]
    rows = []
    for at, one in enumerate(versions):
        before = contents[at + 1] if at + 1 < len(contents) else None
        changes = differences(before, contents[at]) if before else []
        rows.append(
            {
                "version": one,
                "changes": [said.difference(each, currency) for each in changes],
                "stay": on.get(one.pk, 0) if at else 0,
            }
        )
    return rows


def _first(
    request: DeskRequest, result: touched.Touched | None
) -> list[tuple[touched.Changed, Badge, Badge]]:
    if result is None:
        return []
    return [
        (
            one,
            words.outlook(one.before.step, one.before.reason),
            words.outlook(one.after.step, one.after.reason),
        )
        for one in result.first
    ]
