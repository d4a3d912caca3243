"""Scenarios begun, copied, named, put aside, published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.core.dunning import Scenario as Content
from acquit.core.dunning.scenario import STANDARD, THANKS
from acquit.cycle.actions import scenarios as cycle
from acquit.desk import scopes, sheets
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.scenarios import said
from acquit.desk.scenarios.naming import CopyForm, NameForm, PublishForm
from acquit.desk.scenarios.views import companies_of
from acquit.desk.sheets import Sheet
from acquit.dunning.actions import drafts, scenarios
from acquit.dunning.models import Following, Scenario, Version
from acquit.dunning.queries.drawn import in_force
from acquit.organisation.rights import Act
from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpResponse

BOTH = ("GET", "POST")
# What a new one begins with: a friendly reminder, so that there is something to change.
BEGINNING = Content(places=STANDARD.places[1:2], thanks=THANKS)


@door(Act.SET_RULES, *BOTH)
def new_scenario(request: DeskRequest, pk: int) -> HttpResponse:
    """Begin one for a company."""
    company = get_object_or_404(companies_of(request), pk=pk)
    made: list[Scenario] = []

    def write(given: dict[str, Any]) -> None:
        made.append(
            scenarios.create_scenario(
                company,
                content=BEGINNING,
                actor=actor(request),
                at=request.desk.at,
                **given,
            )
        )

    return _begun(
        request,
        NameForm(sheets.sent(request)),
        write,
        made,
        title=_("A new scenario"),
        lead=company.name,
    )


@door(Act.SET_RULES, *BOTH)
def copy_scenario(request: DeskRequest, pk: int) -> HttpResponse:
    """Another one that does the same at first, or its twin on paper."""
    found = _scenario(request, pk)
    made: list[Scenario] = []

    def write(given: dict[str, Any]) -> None:
        made.append(
            scenarios.copy_scenario(
                found, actor=actor(request), at=request.desk.at, **given
            )
        )

    name = _("%(name)s (copy)") % {"name": said.name(found.name)}
    form = CopyForm(sheets.sent(request), initial={"name": name})
    return _begun(
        request,
        form,
        write,
        made,
        title=_("Copy the scenario"),
        lead=said.name(found.name),
    )


@door(Act.SET_RULES, *BOTH)
def rename_scenario(request: DeskRequest, pk: int) -> HttpResponse:
    """Another name, another word on whom it is for."""
    found = _scenario(request, pk)
    form = NameForm(
        sheets.sent(request),
        initial={"name": said.name(found.name), "about": said.name(found.about)},
    )
    sheet = Sheet(
        title=_("Name the scenario"),
        submit=_("Save"),
        done=_("It is called so from now on."),
        back=_page(found),
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: scenarios.rename_scenario(
            pk, actor=actor(request), at=request.desk.at, **given
        ),
    )


@door(Act.SET_RULES, *BOTH)
def archive_scenario(request: DeskRequest, pk: int) -> HttpResponse:
    """Put it aside."""
    found = _scenario(request, pk)
    sheet = Sheet(
        title=_("Archive the scenario"),
        lead=_("No rule and nobody can choose it any more. What it sent stays."),
        submit=_("Archive"),
        done=_("It is archived."),
        back=reverse("desk:scenarios"),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: scenarios.archive_scenario(
            found.pk, actor=actor(request), at=request.desk.at
        ),
    )


@door(Act.SET_RULES, "POST")
def restore_scenario(request: DeskRequest, pk: int) -> HttpResponse:
    """Take an archived one back."""
    found = _scenario(request, pk)
    scenarios.restore_scenario(found.pk, actor=actor(request), at=request.desk.at)
    messages.success(request, _("It can be chosen again."))
    return redirect(_page(found))


@door(Act.SET_RULES, *BOTH)
def discard_draft(request: DeskRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    found = _scenario(request, pk)
    sheet = Sheet(
        title=_("Throw the draft away"),
        lead=_("What is in force stays as it is."),
        submit=_("Throw away"),
        done=_("The draft is gone."),
        back=_page(found),
        danger=True,
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: drafts.discard_draft(found.pk, actor=actor(request), at=request.desk.at),
    )


@door(Act.SET_RULES, *BOTH)
def publish_scenario(request: DeskRequest, pk: int) -> HttpResponse:
    """Put the draft in force."""
    found = _scenario(request, pk)
    last = in_force(found)
    number = last.number + 1 if last else 1
    count = Following.objects.filter(version__scenario=found).count()
    sheet = Sheet(
        title=_("Publish version %(number)s") % {"number": number},
        lead=_followed(said.name(found.name), count),
        submit=_("Publish"),
        done=_("It is in force; what comes next for its customers is decided anew."),
        back=_page(found),
    )
    return sheets.answer(
        request,
        sheet,
        PublishForm(sheets.sent(request)),
        lambda given: cycle.publish_scenario(
            found.pk,
            note=given["note"],
            moves=given["moves"] == "yes",
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.SET_RULES, *BOTH)
def move_followers(request: DeskRequest, pk: int) -> HttpResponse:
    """Move all who stayed on an older version to the newest."""
    seen = Version.objects.filter(scopes.companies(request.granted, "scenario__company_id"))
    version = get_object_or_404(seen.select_related("scenario"), pk=pk)
    count = Following.objects.filter(version=version).count()
    lead = ngettext(
        "%(count)d customer stayed on version %(number)d. It goes on from where it stands.",
        "%(count)d customers stayed on version %(number)d. They go on from where they "
        "stand.",
        count,
    ) % {"count": count, "number": version.number}
    sheet = Sheet(
        title=_("Move them to the newest version"),
        lead=lead,
        submit=_("Move"),
        done=_("They follow the newest version from now on."),
        back=_page(version.scenario),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.take_newest(
            version.pk,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


def _begun(  # what the sheet says, and what comes of it
    request: DeskRequest,
    form: KitForm,
    write: Any,
    made: list[Scenario],
    *,
    title: str,
    lead: str,
) -> HttpResponse:
    """The sheet of a scenario that is to be; then its page."""
    sheet = Sheet(
        title=title,
        lead=lead,
        submit=_("Begin"),
        done=_("It is drawn, and not in force yet."),
        back=reverse("desk:scenarios"),
    )
    answer = sheets.answer(request, sheet, form, write)
    return sheets.gone(request, _page(made[0])) if made else answer


def _followed(name: str, count: int) -> str:
    return ngettext(
        "%(name)s: %(count)d customer is followed up by it.",
        "%(name)s: %(count)d customers are followed up by it.",
        count,
    ) % {"name": name, "count": count}


def _scenario(request: DeskRequest, pk: int) -> Scenario:
    seen = Scenario.objects.filter(scopes.companies(request.granted, "company_id"))
    return get_object_or_404(seen.select_related("company"), pk=pk)


def _page(found: Scenario) -> str:
    return reverse("desk:scenario", args=[found.pk])
