"""Parking a line until a day, and saying who looks at it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.bank import actions as bank
from acquit.core.errors import Refusal
from acquit.desk import sheets, words
from acquit.desk.bank.forms import AssignForm, ParkForm
from acquit.desk.bank.lines import care_of
from acquit.desk.bank.views import about, after_line, line_of
from acquit.desk.bank.whose import whose_query
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.sheets import Sheet
from acquit.organisation import rights
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

# What a colleague or a customer needs to answer.
A_WEEK = timedelta(days=7)


@door(Act.MATCH, "GET", "POST")
def park_line(request: DeskRequest, pk: int) -> HttpResponse:
    """Nobody has to look at it before a day; on that day it comes back by itself."""
    line = line_of(request, pk)
    today = request.desk.today
    form = ParkForm(sheets.sent(request), initial={"until_on": today + A_WEEK})
    sheet = Sheet(
        title=_("Park the line"),
        lead=about(line),
        submit=_("Park"),
        done=_("Parked: it comes back by itself on that day."),
        back=after_line(request, line),
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: bank.park_line(
            line.pk,
            until_on=given["until_on"],
            note=given["note"],
            on=today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.MATCH, "POST")
def unpark_line(request: DeskRequest, pk: int) -> HttpResponse:
    """It waits again, at once."""
    line = line_of(request, pk)
    try:
        bank.unpark_line(line.pk, actor=actor(request), at=request.desk.at)
    except Refusal as refusal:
        messages.error(request, words.refused(refusal))
    else:
        messages.success(request, _("The line is to be looked at again."))
    return redirect(reverse("desk:bank_line", args=[pk]) + whose_query(request))


@door(Act.MATCH, "GET", "POST")
def assign_line(request: DeskRequest, pk: int) -> HttpResponse:
    """Who looks at it; others may all the same."""
    line = line_of(request, pk)
    care = care_of(line)
    form = AssignForm(
        rights.people(Act.MATCH, line.account.company_id),
        sheets.sent(request),
        initial={"person_id": care.assignee_id if care else None},
    )
    keeps = form.is_valid() and form.person == request.user
    here = reverse("desk:bank_line", args=[pk]) + whose_query(request)
    sheet = Sheet(
        title=_("Assign the line"),
        lead=about(line),
        submit=_("Assign"),
        done=_("Assigned."),
        back=here if keeps else after_line(request, line),
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda _given: bank.assign_line(
            line.pk, form.person, actor=actor(request), at=request.desk.at
        ),
    )
