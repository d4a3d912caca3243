"""Forms that open in a sheet over the page, or stand alone where there is no JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from acquit.core.errors import Refusal
from acquit.desk import words
from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from django import forms
    from django.http import QueryDict
    from django.utils.functional import Promise

    from acquit.desk.doors import DeskRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a sheet says. `done`: the notice afterwards; `back`: where one goes then."""

    title: str | Promise
    submit: str | Promise
    done: str | Promise
    back: str
    lead: str | Promise = ""
    danger: bool = False


def sent(request: DeskRequest) -> QueryDict | None:
    """What a form was sent with, be it nothing at all; None when it is only shown."""
    return request.POST if request.method == "POST" else None


def answer(
    request: DeskRequest,
    sheet: Sheet,
    form: forms.Form,
    write: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """Show the form; when it was sent and is right, `write` and go back.

    A Refusal of `write` is shown in the form: what was typed is not lost.
    """
    if request.method == "POST" and form.is_valid():
        try:
            write(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, words.refused(refusal))
        else:
            messages.success(request, str(sheet.done))
            return gone(request, sheet.back)
    status = 422 if form.is_bound else 200
    template = "desk/sheet.html" if request.htmx else "desk/sheet_page.html"
    context = {"form": form, "sheet": sheet, "action": request.get_full_path()}
    return render(request, template, context, status=status)


def confirm(
    request: DeskRequest, sheet: Sheet, write: Callable[[], object]
) -> HttpResponse:
    """The same with nothing to fill in: only yes, or away."""
    return answer(request, sheet, KitForm(sent(request)), lambda _given: write())


def gone(request: DeskRequest, back: str) -> HttpResponse:
    """Leave the sheet for this page."""
    if not request.htmx:
        return redirect(back)
    return HttpResponse(status=204, headers={"HX-Redirect": back})
