"""A tray that is being printed, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.channels.models import Enclosure, PrintBatch, PrintRun, PrintState
from acquit.desk import scopes
from acquit.web.cells import Badge, Link, Number, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from acquit.organisation.rights import Scope
    from acquit.web.cells import Cell

UNDER_WAY = (PrintState.WAITING, PrintState.RUNNING)
_STATES = {
    PrintState.WAITING: ("clock", "neutral"),
    PrintState.RUNNING: ("loader", "info"),
    PrintState.DONE: ("circle-check", "good"),
    PrintState.FAILED: ("alert-triangle", "bad"),
}
# How many enclosures of a bundle are not bound in.
APART = Count("messages__enclosures", filter=~Q(messages__enclosures__apart=""))


def runs_within(scope: Scope) -> QuerySet[PrintRun]:
    """Those of the companies that may be seen."""
    seen = PrintRun.objects.filter(scopes.companies(scope, "company"))
    return seen.select_related("company")


def stopped(scope: Scope, companies: Sequence[int]) -> list[PrintRun]:
    """The last run of each of these companies, where a fault stopped it."""
    last = runs_within(scope).filter(company__in=companies).order_by("company", "-pk")
    return [one for one in last.distinct("company") if one.state == PrintState.FAILED]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. letters: set so far, of so many."""

    run: PrintRun

    @property
    def state(self) -> Badge:
        """How it stands."""
        icon, tone = _STATES[PrintState(self.run.state)]
        return Badge(self.run.get_state_display(), icon, tone)

    @property
    def letters(self) -> int:
        """How many are in bundles, or were not wanted."""
        printed = self.run.batches.aggregate(sum=Sum("letters"))["sum"] or 0
        return printed + self.run.held_back


def bundles_of(run: PrintRun) -> Lines | None:
    """What it made, to be opened and printed."""
    made = run.batches.defer("pdf").annotate(apart=APART).order_by("number")
    rows: list[Sequence[Cell]] = [
        [
            Link(named(one), reverse("desk:bundle", args=[one.pk]), row=True),
            Number(one.letters),
            Number(one.pages),
            by_hand(one),
        ]
        for one in made
    ]
    heads = [
        Head(_("Bundle")),
        Head(_("Letters"), numeric=True),
        Head(_("Pages"), numeric=True),
        Head(_("To enclose by hand"), numeric=True),
    ]
    return Lines(heads, rows) if rows else None


def named(one: PrintBatch) -> str:
    """Its name."""
    return _("Bundle %(number)s") % {"number": one.number}


def by_hand(one: PrintBatch) -> Cell:
    """How many papers a person puts into the envelopes, and where they are named."""
    apart: int = getattr(one, "apart", 0)
    if not apart:
        return Text("")
    return Link(str(apart), reverse("desk:by_hand", args=[one.pk]))


def apart_from(of: PrintBatch) -> Lines | None:
    """The papers that are not bound in behind their letters, and why."""
    some = Enclosure.objects.filter(message__batch=of).exclude(apart="")
    papers = some.select_related("message__customer").order_by(
        "message__customer__search_key", "message", "pk"
    )
    return _papers(papers.defer("content"))


def _papers(some: Iterable[Enclosure]) -> Lines | None:
    rows: list[Sequence[Cell]] = [
        [
            Link(
                one.message.subject,
                reverse("desk:letter", args=[one.message_id]),
                under=one.message.to,
            ),
            Text(one.message.customer.name),
            Link(one.name, reverse("desk:enclosure", args=[one.pk])),
            Text(one.get_apart_display()),
        ]
        for one in some
    ]
    heads = [
        Head(_("Letter")),
        Head(_("Customer")),
        Head(_("Enclosure")),
        Head(_("Why it is not bound in")),
    ]
    return Lines(heads, rows) if rows else None
