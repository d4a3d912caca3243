"""Opening, trying, pausing a source; its tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

import acquit.intake.actions as intake
from acquit.cycle import jobs
from acquit.desk import scopes, sheets
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.sheets import Sheet
from acquit.desk.sources.forms import FolderForm, SourceForm, companies_to_set_up
from acquit.desk.sources.views import source_of
from acquit.intake.models import Source, SourceToken
from acquit.organisation.rights import Act
from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from django.http import HttpResponse

BOTH = ("GET", "POST")


@door(Act.ADMINISTER, *BOTH)
def open_folder(request: DeskRequest) -> HttpResponse:
    """Watch one more folder."""
    title = _("Watch a folder")
    lead = _(
        "What lies in it whole is taken every minute, then moved to “done” or, with what "
        "is to be mended beside it, to “refused”."
    )
    return _opened(request, FolderForm, title, lead)


@door(Act.ADMINISTER, *BOTH)
def open_upload(request: DeskRequest) -> HttpResponse:
    """Let one more program send its files."""
    title = _("Let a program send files")
    lead = _("It sends them by HTTPS with a token, and is told what became of each.")
    return _opened(request, SourceForm, title, lead)


@door(Act.IMPORT, "POST")
def try_source(request: DeskRequest, pk: int) -> HttpResponse:
    """Have it looked into now; a worker does it, and the page shows when it has."""
    one = source_of(request, pk)
    with transaction.atomic():
        intake.ask_for_try(one, at=request.desk.at)
        jobs.ring_for_source(one.pk)
    asked = urlencode({"asked": request.desk.at.isoformat()})
    return redirect(f"{_page(one)}?{asked}")


@door(Act.ADMINISTER, *BOTH)
def pause_source(request: DeskRequest, pk: int) -> HttpResponse:
    """Take nothing from it for a while."""
    one = source_of(request, pk)
    sheet = Sheet(
        title=_("Pause “%(name)s”") % {"name": one.name},
        lead=_("Nothing is taken from it until somebody lets it go on."),
        submit=_("Pause"),
        done=_("It is paused."),
        back=_page(one),
    )
    return sheets.answer(
        request,
        sheet,
        KitForm(sheets.sent(request)),
        lambda _said: intake.pause_source(one, actor=actor(request), at=request.desk.at),
    )


@door(Act.ADMINISTER, "POST")
def resume_source(request: DeskRequest, pk: int) -> HttpResponse:
    """Go on."""
    one = source_of(request, pk)
    intake.resume_source(one, actor=actor(request), at=request.desk.at)
    return redirect(_page(one))


@door(Act.ADMINISTER, *BOTH)
def new_token(request: DeskRequest, pk: int) -> HttpResponse:
    """One more token: the answer shows it, and nothing ever shows it again."""
    one = source_of(request, pk)
    made: list[str] = []
    sheet = Sheet(
        title=_("New token"),
        lead=_("It is shown once. Those that there are stay valid until they are revoked."),
        submit=_("Make the token"),
        done="",
        back=_page(one),
    )
    form = KitForm(sheets.sent(request))
    answer = sheets.answer(
        request,
        sheet,
        form,
        lambda _said: made.append(
            intake.make_token(one, actor=actor(request), at=request.desk.at)[1]
        ),
    )
    if not made:
        return answer
    template = "desk/sources/token.html" if request.htmx else "desk/sources/token_page.html"
    context = {
        "source": one,
        "secret": made[0],
        "door": request.build_absolute_uri(reverse("api:imports")),
    }
    shown = render(request, template, context)
    shown["Cache-Control"] = "no-store"
    return shown


@door(Act.ADMINISTER, *BOTH)
def revoke_token(request: DeskRequest, pk: int) -> HttpResponse:
    """Nobody comes in by it any more."""
    seen = SourceToken.objects.filter(scopes.companies(request.granted, "source__company"))
    token = get_object_or_404(seen.select_related("source"), pk=pk)
    sheet = Sheet(
        title=_("Revoke the token %(hint)s…") % {"hint": token.hint},
        lead=_("The program that uses it is refused from now on."),
        submit=_("Revoke"),
        done=_("The token is revoked."),
        back=_page(token.source),
        danger=True,
    )
    return sheets.answer(
        request,
        sheet,
        KitForm(sheets.sent(request)),
        lambda _said: intake.revoke_token(token, actor=actor(request), at=request.desk.at),
    )


def _opened(
    request: DeskRequest, kind: type[SourceForm], title: str, lead: str
) -> HttpResponse:
    """Show the form; once it is right, go to the page of the new source."""
    made: list[Source] = []
    form = kind(companies_to_set_up(request), sheets.sent(request))
    sheet = Sheet(
        title=title, lead=lead, submit=title, done="", back=reverse("desk:sources")
    )
    answer = sheets.answer(
        request,
        sheet,
        form,
        lambda said: made.append(
            intake.open_source(
                form.words(),
                company=form.companies[said["company"]],
                actor=actor(request),
                at=request.desk.at,
            )
        ),
    )
    return sheets.gone(request, _page(made[0])) if made else answer


def _page(one: Source) -> str:
    return reverse("desk:source", args=[one.pk])
