"""What came of debit notes that were asked for in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from acquit.claims.models import ClaimItem, ClaimRun, DebitNote
from acquit.core import sentences
from acquit.core.money import Money
from acquit.core.text import fold
from acquit.desk import words
from acquit.ledger import queries as ledger
from acquit.web import reading
from acquit.web.cells import Amounts, Badge, Cell, Link, Stacked, Text
from acquit.web.lines import Head, Lines
from acquit.web.tables import Column, Empty, Filter, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.desk.doors import DeskRequest
    from acquit.organisation.rights import Scope

Items = QuerySet[ClaimItem]
LATEST = 5
MADE, LEFT, WAITING = "made", "left-out", "waiting"
STATES = {
    MADE: Q(done_at__isnull=False, said__isnull=True),
    LEFT: Q(said__isnull=False),
    WAITING: Q(done_at=None),
}


class Progress(NamedTuple):
    """Of how many customers what came."""

    made: int
    left: int
    waiting: int

    @property
    def all(self) -> int:
        return self.made + self.left + self.waiting

    @property
    def done(self) -> int:
        return self.made + self.left


def items_within(scope: Scope) -> Items:
    """Those of the customers that may be seen."""
    return ClaimItem.objects.filter(ledger.reach(scope, customer="customer__"))


def progress(items: Items) -> Progress:
    """How far it is, in one question."""
    counts = {name: Count("pk", filter=which) for name, which in STATES.items()}
    found: dict[str, Any] = items.aggregate(
        **{name.replace("-", "_"): count for name, count in counts.items()}
    )
    return Progress(found["made"], found["left_out"], found["waiting"])


def latest(scope: Scope) -> Lines | None:
    """The newest runs; None where there is none."""
    seen = items_within(scope).filter(run=OuterRef("pk"))
    rows = ClaimRun.objects.filter(Exists(seen)).select_related("person")
    found = list(rows.order_by("-pk")[:LATEST])
    if not found:
        return None
    counted = (
        items_within(scope).filter(run__in=found).order_by().values_list("run")
    ).annotate(
        made=Count("pk", filter=STATES[MADE]),
        left=Count("pk", filter=STATES[LEFT]),
        waiting=Count("pk", filter=STATES[WAITING]),
    )
    stand = {key: Progress(*counts) for key, *counts in counted}
    heads = [Head(_("When")), Head(_("By whom")), Head(_("What came of it"))]
    return Lines(heads, [_run(one, stand[one.pk]) for one in found])


def _run(one: ClaimRun, stand: Progress) -> list[Cell]:
    href = reverse("desk:claim_run", args=[one.pk])
    return [
        Link(reading.instant(one.asked_at), href, row=True),
        Text(one.person.name),
        Text(said(stand)),
    ]


def said(stand: Progress) -> str:
    """What came of it so far, in a sentence."""
    made = ngettext(
        "%(count)d customer was claimed from",
        "%(count)d customers were claimed from",
        stand.made,
    ) % {"count": stand.made}
    left = ngettext("%(count)d left out", "%(count)d left out", stand.left) % {
        "count": stand.left
    }
    waiting = _("%(count)d still to come") % {"count": stand.waiting}
    told = [made] + [left] * bool(stand.left) + [waiting] * bool(stand.waiting)
    return ", ".join(told)


class RunList:
    """The customers of one run; their notes are asked for once for the shown ones."""

    def __init__(self, request: DeskRequest, run: ClaimRun) -> None:
        self.request = request
        self.run = run
        self.notes: dict[int, DebitNote] = {}

    def table(self) -> Table[ClaimItem]:
        """As they were chosen: by customer."""
        rows = items_within(self.request.granted).filter(run=self.run)
        return Table(
            name="debit-notes-made",
            rows=rows.select_related("customer__company"),
            columns=[
                Column(
                    "customer",
                    gettext_lazy("Customer"),
                    _customer,
                    sort="customer__search_key",
                ),
                Column("result", gettext_lazy("What came of it"), self._result),
                Column("amount", gettext_lazy("Amount"), self._amount, numeric=True),
            ],
            filters=[
                Filter("q", gettext_lazy("Customer"), _search, kind="search"),
                Filter(
                    "result",
                    gettext_lazy("What came of it"),
                    lambda rows, value: rows.filter(STATES[value]),
                    options=[
                        (MADE, gettext_lazy("Made")),
                        (LEFT, gettext_lazy("Left out")),
                        (WAITING, gettext_lazy("Still to come")),
                    ],
                ),
            ],
            sort="customer",
            load=self._load,
            empty=Empty(title=_("Nobody was chosen"), words=""),
        )

    def _load(self, rows: Sequence[ClaimItem]) -> None:
        keys = [key for row in rows for key in row.notes]
        found = DebitNote.objects.filter(pk__in=keys).select_related("invoice")
        self.notes = {one.pk: one for one in found}

    def _result(self, row: ClaimItem) -> Cell:
        if row.said is not None:
            why = words.told(sentences.of_json(row.said))
            return Badge(_("Left out"), "circle-minus", "warn", under=why)
        if row.done_at is None:
            return Badge(_("Still to come"), "clock", "neutral")
        return Stacked([_note(self.notes[key]) for key in row.notes])

    def _amount(self, row: ClaimItem) -> Cell:
        invoices = [self.notes[key].invoice for key in row.notes]
        return Amounts([Money(one.total_minor, one.currency) for one in invoices])


def _note(note: DebitNote) -> Cell:
    href = reverse("desk:invoice", args=[note.invoice_id])
    withdrawn = _("Withdrawn") if note.withdrawn_on is not None else ""
    return Link(note.invoice.number, href, under=withdrawn, code=True)


def _customer(row: ClaimItem) -> Cell:
    href = reverse("desk:customer_interest", args=[row.customer_id])
    under = f"{row.customer.code} · {row.customer.company.name}"
    return Link(row.customer.name, href, under=under)


def _search(rows: Items, typed: str) -> Items:
    return rows.filter(
        Q(customer__search_key__contains=fold(typed)) | Q(customer__code__istartswith=typed)
    )
