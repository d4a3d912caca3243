"""The lists: what people asked, whose data are past their time, who did what with them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.core.privacy import Group
from acquit.core.text import fold
from acquit.desk import scopes
from acquit.desk.audit.table import EntryList
from acquit.desk.data_words import GROUPS
from acquit.ledger import queries as ledger
from acquit.privacy.models import REQUESTS, Past, Request
from acquit.web.cells import Badge, Cell, Day, Link, Text, Verb, Verbs
from acquit.web.tables import Column, Empty, Filter, Table

if TYPE_CHECKING:
    from acquit.audit.models import Entry
    from acquit.desk.doors import DeskRequest
    from acquit.organisation.rights import Scope

LOGGED = (
    *("personal_data_exported", "personal_data_erased", "personal_data_asked"),
    *("personal_data_answered", "scoring_objected", "scoring_objection_ended"),
)
OPEN, DONE = "open", "done"
_ANSWERED = ExpressionWrapper(Q(done_on__isnull=False), output_field=BooleanField())


def requests_within(scope: Scope) -> QuerySet[Request]:
    """What was asked in the companies that may be seen to."""
    return Request.objects.filter(scopes.companies(scope, "company"))


def request_table(request: DeskRequest) -> Table[Request]:
    """What is still to be answered first, the most pressing before the others."""
    today = request.desk.today
    return Table(
        name="requests",
        rows=requests_within(request.granted)
        .select_related("customer", "company")
        .annotate(answered=_ANSWERED),
        columns=[
            Column("who", gettext_lazy("Who"), _who, sort="customer__search_key"),
            Column("kind", gettext_lazy("What"), _kind, sort="kind"),
            Column(
                "received",
                gettext_lazy("Received on"),
                lambda r: Day(r.received_on, today, alone=True),
                sort="received_on",
            ),
            Column(
                "due",
                gettext_lazy("Answer by"),
                lambda r: Day(r.due_on, today, alone=True),
                sort="due_on",
            ),
            Column("state", gettext_lazy("How it stands"), _state, sort="answered"),
            Column("words", gettext_lazy("In their words"), _words, phone=False),
            Column("verbs", "", _verbs),
        ],
        filters=[
            Filter(
                "state",
                gettext_lazy("How it stands"),
                _by_state,
                options=[
                    (OPEN, gettext_lazy("To be answered")),
                    (DONE, gettext_lazy("Answered")),
                ],
            ),
            Filter("kind", gettext_lazy("What"), partial(_by, "kind"), options=REQUESTS),
        ],
        sort="state,due",
        empty=Empty(
            title=_("Nobody has asked anything yet"),
            words=_(
                "When somebody wants to see what is held of them, to have it erased or put "
                "right, or objects to being scored, record it here: it is answered within "
                "a month."
            ),
            icon="user-shield",
        ),
    )


def past_table(request: DeskRequest) -> Table[Past]:
    """Those that should have gone first before the others."""
    today = request.desk.today
    seen = ledger.reach(request.granted, customer="customer__", company="company_id")
    return Table(
        name="past-its-time",
        rows=Past.objects.filter(seen).select_related("customer__company"),
        columns=[
            Column("who", gettext_lazy("Who"), _past, sort="customer__search_key"),
            Column(
                "closed",
                gettext_lazy("Settled on"),
                lambda r: Day(r.closed_on, today, alone=True),
                sort="closed_on",
            ),
            Column(
                "since",
                gettext_lazy("Past its time since"),
                lambda r: Day(r.since, today, alone=True),
                sort="since",
            ),
            Column("what", gettext_lazy("What"), _groups),
        ],
        filters=[
            Filter("q", gettext_lazy("Customer"), _search, kind="search"),
            Filter(
                "company",
                gettext_lazy("Company"),
                partial(_by, "company"),
                options=[(str(one.pk), one.name) for one in request.desk.places.companies],
            ),
        ],
        sort="since",
        empty=Empty(
            title=_("Nothing is held longer than need be"),
            words=_(
                "Natural persons who owe nothing any more, and of whom messages, notes or "
                "contact details are older than their time, appear here with the daily "
                "cycle."
            ),
            icon="circle-check",
        ),
    )


def log_table(request: DeskRequest) -> Table[Entry]:
    """Who was handed or erased what, and when: from the trail, newest first."""
    whole = EntryList(request).table()
    return replace(
        whole,
        name="personal-data-log",
        rows=whole.rows.filter(event__in=LOGGED),
        filters=(),
        empty=Empty(
            title=_("Nothing was handed out or erased yet"),
            words=_("Each export and each erasure stands here for good."),
            icon="clipboard-list",
        ),
    )


def _who(row: Request) -> Cell:
    if row.customer is None:
        return Text(row.email, under=row.company.name)
    href = reverse("desk:customer_data", args=[row.customer.pk])
    under = f"{row.customer.code} · {row.company.name}"
    return Link(row.customer.name, href, under=under, row=True)


def _kind(row: Request) -> Cell:
    return Text(str(row.get_kind_display()))


def _state(row: Request) -> Cell:
    if row.done_on is None:
        return Badge(_("To be answered"), "clock", "warn")
    return Badge(_("Answered"), "check", "good", under=row.outcome[:200])


def _words(row: Request) -> Cell:
    return Text(row.words[:200] + ("…" if len(row.words) > 200 else ""))


def _verbs(row: Request) -> Cell:
    href = reverse("desk:answer_request", args=[row.pk])
    verbs = [] if row.done_on else [Verb(_("Answered"), "check", href)]
    return Verbs(verbs, _("What to do about this request"))


def _past(row: Past) -> Cell:
    href = reverse("desk:customer_data", args=[row.customer.pk])
    under = f"{row.customer.code} · {row.customer.company.name}"
    return Link(row.customer.name, href, under=under, row=True)


def _groups(row: Past) -> Cell:
    return Text(", ".join(str(GROUPS[Group(one)]) for one in row.groups))


def _search(rows: QuerySet[Past], typed: str) -> QuerySet[Past]:
    return rows.filter(
        Q(customer__search_key__contains=fold(typed)) | Q(customer__code__istartswith=typed)
    )


def _by(field: str, rows: QuerySet, value: str) -> QuerySet:  # type: ignore[type-arg]  # of either list
    return rows.filter(**{field: value})


def _by_state(rows: QuerySet[Request], value: str) -> QuerySet[Request]:
    return rows.filter(done_on__isnull=value == OPEN)
