"""Every message, one message in full, and saying what became of an uncertain one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.channels.models import Channel
from acquit.channels.outbox import KEPT, LAID
from acquit.core.dunning import Reason
from acquit.cycle import actions as cycle
from acquit.desk import lists, mails, sheets, words
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.outbox import arriving
from acquit.desk.outbox.forms import ARRIVED, SettleForm
from acquit.desk.outbox.table import message_table, messages_within
from acquit.desk.outbox.tabs import tabs
from acquit.desk.sheets import Sheet
from acquit.dunning.models import Action, ActionItem, ActionState, LegalNotice
from acquit.ledger import queries as ledger
from acquit.organisation.models import LANGUAGES
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

    from acquit.channels.models import DeliveryEvent, Message

# So many customers are named; who is left out stands on their own pages.
NAMED = 5
# A weekend, and the day before it.
LATELY = timedelta(days=4)


@door(Act.SEE)
def outbox(request: DeskRequest) -> HttpResponse:
    context = {"tabs": tabs("outbox"), "held_back": _held_back(request)}
    return lists.show(request, message_table(request), "desk/outbox/list.html", context)


def _held_back(request: DeskRequest) -> list[str]:
    """Whose message did not leave lately because of its text; some of them by name."""
    rows = Action.objects.filter(
        ledger.reach(request.granted, customer="customer__"),
        for_day__gt=request.desk.today - LATELY,
        state=ActionState.HELD,
        why=Reason.MAY_NOT_ASK.value,
    )
    names = rows.order_by("customer__name").values_list("customer__name", flat=True)
    return list(names.distinct()[:NAMED])


@door(Act.SEE)
def message(request: DeskRequest, pk: int) -> HttpResponse:
    """The message as it left, and what it was about."""
    seen = messages_within(request.granted).select_related("customer", "company", "batch")
    found = get_object_or_404(seen.defer("batch__pdf"), pk=pk)
    items = (
        ActionItem.objects.filter(action__message=found)
        .select_related("receivable__invoice")
        .order_by("receivable__due_on", "pk")
    )
    notices = list(
        LegalNotice.objects.filter(action__message=found, void=False)
        .select_related("receivable__invoice")
        .order_by("receivable__due_on", "pk")
    )
    context = {
        "message": found,
        "mail": found.channel == Channel.EMAIL and found.page,
        "step": words.step_badge(found.kind).html(),
        "state": words.message_badge(found.state).html(),
        "channel": words.channel(found.channel),
        "delivery": words.delivery_badge(found.delivery).html() if found.delivery else "",
        "events": _events(found),
        "kept": _where_it_lies(found),
        "answers": found.answers.order_by("received_at", "pk"),
        "language": dict(LANGUAGES).get(found.language, found.language),
        "items": items,
        "notices": notices,
        "arrival": arriving.panel(found, notices),
    }
    return render(request, "desk/outbox/message.html", context)


def _where_it_lies(message: Message) -> str:
    """Of what no server was handed: where it is instead."""
    return {
        KEPT: _("In the outbox: nothing leaves this computer"),
        LAID: _("In the print tray"),
    }.get(message.answer, "")


@door(Act.SEE)
def mail(request: DeskRequest, pk: int) -> HttpResponse:
    """The message as a mail program shows it."""
    seen = messages_within(request.granted).filter(channel=Channel.EMAIL)
    found = get_object_or_404(seen.select_related("company"), pk=pk)
    return mails.framed(mails.html_of(found, sender=found.company.name))


def _events(of: Message) -> list[tuple[DeliveryEvent, str]]:
    """What was reported of it, in the order in which it happened, each with its badge."""
    told = of.events.order_by("at", "pk")
    return [(event, words.delivery_badge(event.kind).html()) for event in told]


@door(Act.SETTLE_MESSAGE, "GET", "POST")
def settle_message(request: DeskRequest, pk: int) -> HttpResponse:
    """A person found out whether it arrived."""
    found = get_object_or_404(
        messages_within(request.granted).select_related("customer"), pk=pk
    )
    sheet = Sheet(
        title=_("Did this message arrive?"),
        lead=f"{found.customer.name} · {found.to} · {found.subject}",
        submit=_("Keep this answer"),
        done=_("Kept; what comes next for this customer is decided anew."),
        back=reverse("desk:message", args=[pk]),
    )
    return sheets.answer(
        request,
        sheet,
        SettleForm(sheets.sent(request)),
        lambda given: cycle.settle_message(
            message_id=pk,
            arrived=given["outcome"] == ARRIVED,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )
