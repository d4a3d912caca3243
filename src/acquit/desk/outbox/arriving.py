"""What became of a letter that was posted: recorded by a person, corrected, proven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from acquit.channels.actions.arrivals import Known
from acquit.channels.models import Arrival, ArrivalOutcome
from acquit.channels.queries import arrival_of, posted_on
from acquit.cycle.actions.arrivals import record_arrival as record
from acquit.desk import sheets
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.outbox.arrived import badge
from acquit.desk.outbox.forms import ArrivalForm
from acquit.desk.outbox.table import messages_within
from acquit.desk.sheets import Sheet
from acquit.dunning.queries import notices
from acquit.ledger.models import Document
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.channels.models import Message
    from acquit.dunning.models import LegalNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What the page of a letter says of its receipt. now: the last that was recorded;
    before: what that corrected, the newest first.
    """

    now: Arrival | None
    badge: str
    before: list[Arrival]
    effect: str


def panel(message: Message, said: Iterable[LegalNotice]) -> Panel | None:
    """None = it is no letter that went to the post."""
    if posted_on(message) is None:
        return None
    rows = message.arrivals.select_related("actor", "document").defer("document__content")
    some = list(rows.order_by("-pk"))
    now = some[0] if some else None
    return Panel(
        now=now,
        badge=badge(now.outcome).html() if now else "",
        before=some[1:],
        effect=_effect(now, list(said)),
    )


def _effect(now: Arrival | None, said: list[LegalNotice]) -> str:
    """What the law makes of it, of a letter that it asks for."""
    if not said:
        return ""
    if notices.from_receipt(said[0]):
        if now is not None and now.outcome == ArrivalOutcome.RECEIVED:
            return _("By this law its term runs from the receipt: it was counted anew.")
        return _("By this law its term runs from the receipt, presumed until it is known.")
    return _("By this law its term runs from the sending: the receipt proves, no more.")


@door(Act.HOLD, "GET", "POST")
def record_arrival(request: DeskRequest, pk: int) -> HttpResponse:
    """It was received, refused, not collected, or came back."""
    seen = messages_within(request.granted).select_related("customer")
    found = get_object_or_404(seen, pk=pk)
    before = arrival_of(pk)
    files = request.FILES if request.method == "POST" else None
    form = ArrivalForm(before, sheets.sent(request), files, today=request.desk.today)
    sheet = Sheet(
        title=_("What became of this letter?"),
        lead=f"{found.customer.name} · {found.subject}",
        submit=_("Record it"),
        done=_("Recorded; what comes next for this customer is decided anew."),
        back=reverse("desk:message", args=[pk]),
    )

    def write(given: dict[str, Any]) -> None:
        file = given.pop("file")
        scan = (file.name, file.read()) if file else None
        record(
            pk,
            Known(scan=scan, **given),
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        )

    return sheets.answer(request, sheet, form, write)


@door(Act.SEE)
def arrival_document(request: DeskRequest, pk: int) -> HttpResponse:
    """The acknowledgement of receipt, to be saved: nothing of it is shown in a page."""
    seen = Arrival.objects.filter(message__in=messages_within(request.granted), pk=pk)
    kept = get_object_or_404(Document, pk__in=seen.values("document"))
    answer = HttpResponse(bytes(kept.content), content_type="application/octet-stream")
    named = content_disposition_header(as_attachment=True, filename=kept.name)
    answer.headers["Content-Disposition"] = named or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
