"""The list of messages: to whom, what, when, and what became of each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acquit.channels.models import Channel, Delivery, Message, MessageState
from acquit.core.text import fold
from acquit.desk import words
from acquit.desk.following_words import STEPS, Words
from acquit.ledger import queries as ledger
from acquit.ledger.models import Contact
from acquit.web import reading
from acquit.web.cells import Cell, Instant, Link, Text, Verb, Verbs
from acquit.web.tables import Column, Empty, Filter, Table

if TYPE_CHECKING:
    from datetime import date

    from acquit.desk.doors import DeskRequest
    from acquit.organisation.rights import Scope

Messages = QuerySet[Message]
DELIVERY = pgettext_lazy("of a message", "Delivery")


def messages_within(scope: Scope) -> Messages:
    """The messages to customers that may be seen."""
    return Message.objects.filter(ledger.reach(scope, customer="customer__"))


def message_table(request: DeskRequest, *, day: date | None = None) -> Table[Message]:
    """Newest first; of one business day when it is given."""
    seen = messages_within(request.granted)
    if day is not None:
        seen = seen.filter(business_day=day)
    companies = request.desk.places.companies
    options = [(str(one.pk), one.name) for one in companies] if len(companies) > 1 else ()
    days = [
        Filter("from", _("From"), partial(_day, "business_day__gte"), kind="day"),
        Filter("to", _("Until"), partial(_day, "business_day__lte"), kind="day"),
    ]
    return Table(
        name="outbox",
        rows=seen.select_related("customer", "company").defer("body", "answer"),
        columns=_columns(request),
        filters=[
            Filter("q", _("Customer, address or subject"), _search, kind="search"),
            Filter(
                "state", _("State"), partial(_by, "state"), options=MessageState.choices
            ),
            Filter("kind", _("Step"), partial(_by, "kind"), options=_steps()),
            Filter(
                "channel", _("Channel"), partial(_by, "channel"), options=Channel.choices
            ),
            Filter(
                "delivery",
                DELIVERY,
                partial(_by, "delivery"),
                options=Delivery.choices,
            ),
            Filter("company", _("Company"), partial(_by, "company"), options=options),
            *([] if day else days),
        ],
        sort="-at",
        empty=_empty(day),
    )


def _columns(request: DeskRequest) -> list[Column[Message]]:
    may_settle = request.desk.may_do["SETTLE_MESSAGE"]

    def verbs(row: Message) -> Cell:
        if row.state != MessageState.UNCERTAIN or not may_settle:
            return Verbs([], "")
        href = reverse("desk:settle_message", args=[row.pk])
        told = Verb(gettext("Say whether it arrived"), "help-circle", href)
        return Verbs([told], gettext("What to do about this message"))

    return [
        Column("subject", _("Message"), _subject, sort="subject"),
        Column("customer", _("Customer"), _customer, sort="customer__search_key"),
        Column("kind", _("Step"), lambda m: words.step_badge(m.kind), sort="kind"),
        Column("to", _("To"), lambda m: Text(m.to), sort="to", shown=False, phone=False),
        Column("state", _("State"), lambda m: words.message_badge(m.state), sort="state"),
        Column("delivery", DELIVERY, _delivery, sort="delivery", phone=False),
        Column(
            "at", _("When"), lambda m: Instant(m.sent_at or m.claimed_at), sort="claimed_at"
        ),
        Column(
            "channel",
            _("Channel"),
            lambda m: words.channel_badge(m.channel),
            sort="channel",
            phone=False,
        ),
        Column(
            "language",
            _("Language"),
            lambda m: Text(m.language),
            sort="language",
            shown=False,
            phone=False,
        ),
        Column("verbs", "", verbs),
    ]


def _subject(row: Message) -> Cell:
    href = reverse("desk:message", args=[row.pk])
    return Link(row.subject, href, under=row.to, row=True)


def _delivery(row: Message) -> Cell:
    return words.delivery_badge(row.delivery) if row.delivery else Text("")


def _customer(row: Message) -> Cell:
    href = reverse("desk:customer", args=[row.customer_id])
    return Link(row.customer.name, href, under=row.customer.code)


def _steps() -> list[tuple[str, Words]]:
    return [(code, told[0]) for code, told in STEPS.items()]


def _search(rows: Messages, typed: str) -> Messages:
    contacts = Contact.objects.filter(name__icontains=typed).values("customer")
    return rows.filter(
        Q(customer__search_key__contains=fold(typed))
        | Q(customer__code__istartswith=typed)
        | Q(to__icontains=typed)
        | Q(subject__icontains=typed)
        | Q(customer__in=contacts)
    )


def _by(field: str, rows: Messages, value: str) -> Messages:
    return rows.filter(**{field: value})


def _day(field: str, rows: Messages, value: str) -> Messages:
    return rows.filter(**{field: reading.day(value)})


def _empty(day: date | None) -> Empty:
    if day is not None:
        return Empty(
            title=_("Nothing has left on this day"),
            words=_("Messages leave with the daily cycle, and once they are approved."),
            icon="send-off",
        )
    return Empty(
        title=_("No message has left yet"),
        words=_("Every reminder stands here in full from the moment it leaves."),
        icon="send-off",
    )
