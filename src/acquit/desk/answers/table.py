"""The list of what debtors wrote to us: what nobody knows the sender of comes first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acquit.channels.models import Channel, Incoming, IncomingState
from acquit.core.text import fold
from acquit.desk import words
from acquit.desk.following_words import Words
from acquit.ledger import queries as ledger
from acquit.organisation.rights import Act
from acquit.web.cells import Badge, Cell, Instant, Link, Verb, Verbs
from acquit.web.tables import Column, Empty, Filter, Table

if TYPE_CHECKING:
    from acquit.desk.doors import DeskRequest

Answers = QuerySet[Incoming]
NOBODY, SOMEBODY = "nobody", "somebody"


def answers_within(request: DeskRequest) -> Answers:
    """The answers of customers that may be seen; those that are nobody's yet, to whoever
    may say whose they are.
    """
    seen = ledger.reach(request.granted, customer="customer__") & Q(customer__isnull=False)
    if request.desk.may(Act.MATCH):
        seen |= Q(customer=None)
    return Incoming.objects.filter(seen)


def answer_table(request: DeskRequest) -> Table[Incoming]:
    """Newest first."""
    return Table(
        name="answers",
        rows=answers_within(request).select_related("customer", "message"),
        columns=_columns(request),
        filters=[
            Filter("q", _("Customer, address or words"), _search, kind="search"),
            Filter("state", _("State"), partial(_by, "state"), options=_states()),
            Filter("whose", _("Whose"), _whose, options=_owners()),
            Filter("channel", _("Channel"), partial(_by, "channel"), options=_channels()),
        ],
        sort="-at",
        empty=Empty(
            title=_("Nobody has answered yet"),
            words=_(
                "Answers to our messages appear here by themselves once a mailbox, or a "
                "service that brings them, is set up."
            ),
            icon="message",
        ),
    )


def _columns(request: DeskRequest) -> list[Column[Incoming]]:
    may_note = request.desk.may_do["NOTE"]

    def verbs(row: Incoming) -> Cell:
        name = gettext("What to do about this answer")
        if row.customer is None:
            href = reverse("desk:assign_answer", args=[row.pk])
            return Verbs([Verb(gettext("Say whose it is"), "user-check", href)], name)
        if row.state == IncomingState.DONE or not may_note:
            return Verbs([], name)
        href = reverse("desk:finish_answer", args=[row.pk])
        return Verbs([Verb(gettext("Done"), "check", href)], name)

    return [
        Column("subject", _("Answer"), _subject, sort="subject"),
        Column("customer", _("Customer"), _customer, sort="customer__search_key"),
        Column("state", _("State"), state_badge, sort="state"),
        Column(
            "channel",
            _("Channel"),
            lambda row: words.channel_badge(row.channel),
            sort="channel",
            phone=False,
        ),
        Column("at", _("When"), lambda row: Instant(row.received_at), sort="received_at"),
        Column("verbs", "", verbs),
    ]


def state_badge(row: Incoming) -> Badge:
    """Whether a person has it to read, and what kind of thing it is."""
    if row.state == IncomingState.DONE:
        return Badge(str(IncomingState.DONE.label), "check", "good")
    if row.unread:
        return Badge(gettext("Could not be read whole"), "file-unknown", "bad")
    if row.automatic:
        return Badge(gettext("Written by a machine"), "settings", "neutral")
    return Badge(str(IncomingState.NEW.label), "mail", "warn")


def title(row: Incoming) -> str:
    """What it is called: its subject, else its first words."""
    first = row.body.strip().partition("\n")[0][:80]
    return row.subject or first or gettext("Without words")


def _subject(row: Incoming) -> Cell:
    href = reverse("desk:answer", args=[row.pk])
    return Link(title(row), href, under=row.sender_name or row.sender, row=True)


def _customer(row: Incoming) -> Cell:
    if row.customer is None:
        return Badge(gettext("Nobody's yet"), "user-question", "warn")
    href = reverse("desk:customer", args=[row.customer.pk])
    return Link(row.customer.name, href, under=row.customer.code)


def _states() -> list[tuple[str, Words]]:
    return [(code, label) for code, label in IncomingState.choices]


def _channels() -> list[tuple[str, Words]]:
    return [(code, label) for code, label in Channel.choices]


def _owners() -> list[tuple[str, Words]]:
    return [(NOBODY, _("Nobody's yet")), (SOMEBODY, _("A customer's"))]


def _whose(rows: Answers, value: str) -> Answers:
    return rows.filter(customer__isnull=value == NOBODY)


def _search(rows: Answers, typed: str) -> Answers:
    return rows.filter(
        Q(customer__search_key__contains=fold(typed))
        | Q(customer__code__istartswith=typed)
        | Q(sender__icontains=typed)
        | Q(sender_name__icontains=typed)
        | Q(subject__icontains=typed)
        | Q(body__icontains=typed)
    )


def _by(field: str, rows: Answers, value: str) -> Answers:
    return rows.filter(**{field: value})
