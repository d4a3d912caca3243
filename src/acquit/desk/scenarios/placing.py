"""Steps of a draft: put in, changed, moved, taken out. The first change begins it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from acquit.core.dunning import drawing
from acquit.core.dunning.scenario import THANKS
from acquit.core.dunning.written import as_data
from acquit.core.errors import Refusal
from acquit.desk import scopes, sheets, words
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.scenarios.forms import A_STEP, DayForm, StepForm, moved, typed
from acquit.desk.scenarios.views import show
from acquit.dunning.actions import drafts
from acquit.dunning.actions.scenarios import drawn_or_in_force
from acquit.dunning.models import Scenario
from acquit.dunning.queries.drawn import drawn_mark
from acquit.dunning.wording.codes import text_of
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpResponse

    from acquit.core.dunning import Place
    from acquit.core.dunning import Scenario as Content

BOTH = ("GET", "POST")


@door(Act.SET_RULES, *BOTH)
def add_step(request: DeskRequest, pk: int) -> HttpResponse:
    """One more step."""
    found, content = _drawn(request, pk)
    return _edit(
        request,
        found,
        A_STEP,
        0,
        lambda place: drawing.put(content, place),
    )


@door(Act.SET_RULES, *BOTH)
def change_step(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Another day, means, tone, condition for a step."""
    found, content = _drawn(request, pk)
    place = _place(content, number)
    return _edit(
        request,
        found,
        place,
        number,
        lambda given: drawing.put(content, given, number - 1),
    )


@door(Act.SET_RULES, "POST")
def move_step(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Another day, typed into the timeline itself."""
    found, content = _drawn(request, pk)
    place = _place(content, number)
    form = DayForm(request.POST)
    if not form.is_valid():
        return show(request, found, status=422)
    later = drawing.put(content, moved(place, form.cleaned_data["days"]), number - 1)
    return _draw(request, found, later, form.cleaned_data["seen"]) or show(
        request, found, editor={"trouble": _meanwhile()}, status=422
    )


@door(Act.SET_RULES, "POST")
def remove_step(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Without this step."""
    found, content = _drawn(request, pk)
    _place(content, number)
    shorter = drawing.take_out(content, number - 1)
    return _draw(request, found, shorter, request.POST.get("seen", "")) or show(
        request, found, editor={"trouble": _meanwhile()}, status=422
    )


@door(Act.SET_RULES, *BOTH)
def change_thanks(request: DeskRequest, pk: int) -> HttpResponse:
    """How a debtor that paid after a reminder is thanked; or not at all."""
    found, content = _drawn(request, pk)
    if request.POST.get("never"):
        without = type(content)(places=content.places, thanks=None)
        return _draw(request, found, without, request.POST.get("seen", "")) or show(
            request, found, editor={"trouble": _meanwhile()}, status=422
        )
    return _edit(
        request,
        found,
        content.thanks or THANKS,
        0,
        lambda place: type(content)(places=content.places, thanks=place),
        thanks=True,
    )


def _edit(  # the step, and what is made of it
    request: DeskRequest,
    found: Scenario,
    place: Place,
    number: int,
    drawn_with: Callable[[Place], Content],
    *,
    thanks: bool = False,
) -> HttpResponse:
    """Show the form below the timeline; sent and right, it becomes the draft."""
    currency = found.company.currency
    form = StepForm(
        currency,
        sheets.sent(request),
        initial={**typed(place, currency), "seen": drawn_mark(found.draft)},
        thanks=thanks,
    )
    if request.method == "POST" and form.is_valid():
        done = _draw(
            request, found, drawn_with(form.place()), form.cleaned_data["seen"], form
        )
        if done is not None:
            return done
    editor: dict[str, object] = {
        "form": form,
        "number": number,
        "action": request.path,
        "thanks": thanks,
        "title": _("The thank-you") if thanks else _title(place, number),
        "texts": _texts(found, place) if number or thanks else "",
    }
    return show(request, found, editor=editor, status=422 if form.is_bound else 200)


def _draw(
    request: DeskRequest,
    found: Scenario,
    content: Content,
    seen: str,
    form: forms.Form | None = None,
) -> HttpResponse | None:
    """Back to the page of the scenario; None when it was refused, as the form then says."""
    try:
        drafts.draw(
            found.pk,
            as_data(content),
            seen=seen,
            actor=actor(request),
            at=request.desk.at,
        )
    except Refusal as refusal:
        if form is not None:
            form.add_error(None, words.refused(refusal))
        return None
    return redirect("desk:scenario", pk=found.pk)


def _meanwhile() -> str:
    return words.refused(drafts.DrawnMeanwhile())


def _texts(found: Scenario, place: Place) -> str:
    """Where its text is read and written."""
    channel = place.channels[0].value if place.channels else ""
    asked = {
        "step": text_of(place.step.value, business=True),
        "channel": channel,
        "tone": place.tone.value,
    }
    return f"{reverse('desk:template', args=[found.company_id])}?{urlencode(asked)}"


def _title(place: Place, number: int) -> str:
    if not number:
        return _("A new step")
    return _("Step %(number)s: %(step)s") % {
        "number": number,
        "step": words.step(place.step),
    }


def _drawn(request: DeskRequest, pk: int) -> tuple[Scenario, Content]:
    seen = Scenario.objects.filter(scopes.companies(request.granted, "company_id"))
    found = get_object_or_404(seen.select_related("company"), pk=pk)
    return found, drawn_or_in_force(found)


def _place(content: Content, number: int) -> Place:
    if not 1 <= number <= len(content.places):
        raise Http404
    return content.places[number - 1]
