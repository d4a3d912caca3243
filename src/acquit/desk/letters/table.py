"""The tray and the bundles, as lists."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acquit.channels.models import Message, PrintBatch
from acquit.core.text import fold
from acquit.desk import scopes, words
from acquit.desk.following_words import STEPS, Words
from acquit.desk.letters.runs import APART, by_hand, named
from acquit.web.cells import Cell, Day, Instant, Link, Number, Text, Verb, Verbs
from acquit.web.tables import Column, Empty, Filter, Table

if TYPE_CHECKING:
    from acquit.desk.doors import DeskRequest
    from acquit.organisation.rights import Scope

Messages = QuerySet[Message]
Batches = QuerySet[PrintBatch]


def tray_within(scope: Scope) -> Messages:
    """The letters that wait in the trays of the companies that may be seen."""
    return Message.objects.in_tray().filter(scopes.companies(scope, "company"))


def batches_within(scope: Scope) -> Batches:
    """Their bundles, without the documents."""
    seen = PrintBatch.objects.filter(scopes.companies(scope, "company"))
    return seen.select_related("company", "made_by").annotate(apart=APART).defer("pdf")


def tray_table(request: DeskRequest) -> Table[Message]:
    """What waits, the longest first."""
    return Table(
        name="letters",
        rows=tray_within(request.granted)
        .select_related("customer", "company")
        .annotate(enclosed=Count("enclosures"))
        .defer("body", "page", "answer"),
        columns=[
            Column("subject", _("Letter"), _letter, sort="subject"),
            Column("customer", _("Customer"), _customer, sort="customer__search_key"),
            Column("kind", _("Step"), lambda m: words.step_badge(m.kind), sort="kind"),
            Column("enclosed", _("Enclosed"), _enclosed, numeric=True),
            Column(
                "to", _("To"), lambda m: Text(m.to), sort="to", shown=False, phone=False
            ),
            Column(
                "company",
                _("Company"),
                lambda m: Text(m.company.name),
                sort="company__name",
                phone=False,
            ),
            Column(
                "day",
                _("Since"),
                lambda m: Day(m.business_day, request.desk.today),
                sort="business_day",
            ),
        ],
        filters=[
            Filter("q", _("Customer, address or subject"), _search, kind="search"),
            Filter("kind", _("Step"), partial(_by, "kind"), options=_steps()),
        ],
        sort="day",
        empty=Empty(
            title=_("No letter waits to be printed"),
            words=_("Letters come here with the daily cycle, where no e-mail is known."),
            icon="mailbox",
        ),
    )


def batch_table(request: DeskRequest) -> Table[PrintBatch]:
    """Bundles, the newest first."""
    return Table(
        name="bundles",
        rows=batches_within(request.granted),
        columns=[
            Column("number", _("Bundle"), _bundle, sort="number"),
            Column("made", _("Printed"), lambda b: Instant(b.made_at), sort="made_at"),
            Column(
                "by",
                _("By"),
                lambda b: Text(b.made_by.name if b.made_by else ""),
                phone=False,
            ),
            Column("letters", _("Letters"), lambda b: Number(b.letters), numeric=True),
            Column("pages", _("Pages"), lambda b: Number(b.pages), numeric=True),
            Column("apart", _("To enclose by hand"), by_hand, numeric=True),
            Column(
                "company",
                _("Company"),
                lambda b: Text(b.company.name),
                sort="company__name",
                phone=False,
            ),
            Column(
                "posted",
                pgettext_lazy("letters", "Posted"),
                lambda b: Day(b.posted_on, request.desk.today),
                sort="posted_on",
            ),
            Column("verbs", "", _batch_verbs),
        ],
        filters=[
            Filter(
                "posted",
                pgettext_lazy("letters", "Posted"),
                lambda rows, said: rows.filter(posted_on__isnull=said == "no"),
                options=[
                    ("yes", pgettext_lazy("letters", "Posted")),
                    ("no", _("Not posted yet")),
                ],
            )
        ],
        sort="-made",
        empty=Empty(
            title=_("Nothing has been printed yet"),
            words=_("Each time the tray is emptied, its letters are kept here as bundles."),
            icon="printer",
        ),
    )


def _letter(row: Message) -> Cell:
    href = reverse("desk:letter", args=[row.pk])
    return Link(row.subject, href, under=row.to, row=True)


def _enclosed(row: Message) -> Cell:
    """How many papers go with it; those that are PDF are bound in behind it."""
    count: int = getattr(row, "enclosed", 0)
    return Number(count or None)


def _customer(row: Message) -> Cell:
    href = reverse("desk:customer", args=[row.customer_id])
    return Link(row.customer.name, href, under=row.customer.code)


def _bundle(row: PrintBatch) -> Cell:
    href = reverse("desk:bundle", args=[row.pk])
    return Link(named(row), href, row=True)


def _batch_verbs(row: PrintBatch) -> Cell:
    if row.posted_on is not None:
        return Verbs([], "")
    href = reverse("desk:post_bundle", args=[row.pk])
    posted = Verb(gettext("It went to the post"), "mail-forward", href)
    return Verbs([posted], gettext("What to do about this bundle"))


def _search(rows: Messages, typed: str) -> Messages:
    return rows.filter(
        Q(customer__search_key__contains=fold(typed))
        | Q(customer__code__istartswith=typed)
        | Q(to__icontains=typed)
        | Q(subject__icontains=typed)
    )


def _by(field: str, rows: Messages, value: str) -> Messages:
    return rows.filter(**{field: value})


def _steps() -> list[tuple[str, Words]]:
    return [(code, told[0]) for code, told in STEPS.items()]
