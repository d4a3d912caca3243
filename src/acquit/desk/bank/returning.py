"""What a person says of a line that takes money back: of which payment, or of none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.cycle import actions as cycle
from acquit.desk import sheets
from acquit.desk.bank.views import about, line_of
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.sheets import Sheet
from acquit.organisation.rights import Act
from acquit.web import reading

if TYPE_CHECKING:
    from django.http import HttpResponse

    from acquit.bank.models import Line


@door(Act.MATCH, "GET", "POST")
def say_returned(request: DeskRequest, pk: int, paid: int) -> HttpResponse:
    """This line takes that payment back."""
    line, other = line_of(request, pk), line_of(request, paid)
    sheet = Sheet(
        title=_("It takes this payment back"),
        lead=f"{_about(line)} ← {_about(other)}",
        submit=_("It takes this payment back"),
        done=_("What that payment had paid is open again."),
        back=reverse("desk:bank_line", args=[pk]),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.say_returned(
            line_id=line.pk,
            receipt_id=other.receipt_id or 0,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.MATCH, "GET", "POST")
def undo_return(request: DeskRequest, pk: int) -> HttpResponse:
    """The bank was wrong: the payment counts again."""
    line = line_of(request, pk)
    sheet = Sheet(
        title=_("The payment counts again"),
        lead=_about(line),
        submit=_("The payment counts again"),
        done=_("The payment counts again; the line is to be looked at."),
        back=reverse("desk:bank_line", args=[pk]),
        danger=True,
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.undo_return(
            line_id=line.pk,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


def _about(line: Line) -> str:
    return f"{reading.short_day(line.booked_on)} · {about(line)}"
