"""Every answer, one answer in full, saying whose it is, and that it is dealt with."""

from __future__ import annotations

from django.db.models import BooleanField, Case, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from acquit.channels.models import IncomingFile
from acquit.cycle.actions import answers as cycle
from acquit.desk import lists, scopes, sheets, words
from acquit.desk.answers.forms import OwnerForm
from acquit.desk.answers.table import answer_table, answers_within, state_badge, title
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.outbox.tabs import tabs
from acquit.desk.sheets import Sheet
from acquit.ledger import queries as ledger
from acquit.ledger.models import Customer
from acquit.organisation.models import Company
from acquit.organisation.rights import Act

# Said by the database: the content itself is not needed to know that it is there.
KEPT = Case(
    When(content=b"", then=Value(value=False)),
    default=Value(value=True),
    output_field=BooleanField(),
)


@door(Act.SEE)
def answers(request: DeskRequest) -> HttpResponse:
    context = {"tabs": tabs("answers")}
    return lists.show(request, answer_table(request), "desk/answers/list.html", context)


@door(Act.SEE)
def answer(request: DeskRequest, answers: int) -> HttpResponse:
    """What was written, and what it answers."""
    seen = answers_within(request).select_related("customer", "message", "contact")
    found = get_object_or_404(seen, pk=answers)
    context = {
        "answer": found,
        "title": title(found),
        "state": state_badge(found).html(),
        "channel": words.channel(found.channel),
        "files": found.files.defer("content").order_by("pk").annotate(kept=KEPT),
    }
    return render(request, "desk/answers/answer.html", context)


@door(Act.MATCH, "GET", "POST")
def assign_answer(request: DeskRequest, answers: int) -> HttpResponse:
    """Whose it is; what was said before, or found by itself, can be wrong."""
    found = get_object_or_404(answers_within(request), pk=answers)
    companies = Company.objects.filter(scopes.companies(request.granted, "pk"))
    customers = Customer.objects.filter(ledger.reach(request.granted, customer=""))
    form = OwnerForm(companies.order_by("name"), customers, sheets.sent(request))
    sheet = Sheet(
        title=_("Whose answer is this?"),
        lead=f"{found.sender_name or found.sender} · {title(found)}",
        submit=_("Keep this answer"),
        done=_("Kept; it stands in the story of this customer now."),
        back=reverse("desk:answers"),
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: cycle.assign_answer(
            incoming_id=answers,
            customer_id=given["customer"].pk,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.NOTE, "GET", "POST")
def finish_answer(request: DeskRequest, answers: int) -> HttpResponse:
    """Somebody has read it and done what it asks for."""
    found = get_object_or_404(answers_within(request), pk=answers)
    sheet = Sheet(
        title=_("Is everything done that this asks for?"),
        lead=f"{found.sender_name or found.sender} · {title(found)}",
        submit=_("Done"),
        done=_("Done; its task is off the list."),
        back=reverse("desk:answers"),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.finish_answer(
            incoming_id=answers, actor=actor(request), at=request.desk.at
        ),
    )


@door(Act.SEE)
def answer_file(request: DeskRequest, received: int) -> HttpResponse:
    """A file that came along, to be saved: nothing of a stranger is shown in a page."""
    seen = IncomingFile.objects.filter(incoming__in=answers_within(request))
    found = get_object_or_404(seen.exclude(content=b""), pk=received)
    sent = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    named = content_disposition_header(as_attachment=True, filename=found.name)
    sent.headers["Content-Disposition"] = named or "attachment"
    sent.headers["X-Content-Type-Options"] = "nosniff"
    return sent
