"""The list of sources, and the deliveries of one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acquit.core.sentences import of_json
from acquit.desk import scopes, words
from acquit.desk.sources import lights
from acquit.intake.models import (
    Delivery,
    DeliveryState,
    Run,
    RunState,
    Source,
    SourceKind,
)
from acquit.intake.queries import newest_states
from acquit.intake.sources.light import light
from acquit.web.cells import Badge, Cell, Instant, Link, Stacked, Text
from acquit.web.tables import Column, Empty, Filter, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.desk.doors import DeskRequest
    from acquit.organisation.rights import Scope

Sources = QuerySet[Source]
MOST_FILES_SHOWN = 5

DELIVERIES: dict[str, tuple[str, str]] = {
    "": ("loader", "info"),
    DeliveryState.TAKEN: ("circle-check", "good"),
    DeliveryState.PARTLY: ("alert-circle", "warn"),
    DeliveryState.REFUSED: ("circle-x", "bad"),
    DeliveryState.FAILED: ("plug-connected-x", "warn"),
    DeliveryState.CUT_SHORT: ("scissors", "neutral"),
}


def sources_within(scope: Scope) -> Sources:
    """The sources of the companies that may be seen."""
    return Source.objects.filter(scopes.companies(scope, "company"))


class SourceList:
    """The list for one request; the states behind the lights are asked for at once."""

    def __init__(self, request: DeskRequest) -> None:
        self.request = request
        self.now = request.desk.at
        self.states: dict[int, str] = {}

    def table(self) -> Table[Source]:
        """By name."""
        companies = self.request.desk.places.companies
        return Table(
            name="sources",
            rows=sources_within(self.request.granted).select_related("company"),
            columns=[
                Column("name", _("Source"), _name, sort="name"),
                Column("light", _("State"), self._light),
                Column("last", _("Last files"), self._last, sort="delivered_at"),
                Column(
                    "next",
                    _("Next look"),
                    lambda s: Text(lights.next_try(s, now=self.now)),
                    sort="next_try_at",
                    phone=False,
                ),
            ],
            filters=[
                Filter(
                    "q",
                    _("Name"),
                    lambda rows, typed: rows.filter(name__icontains=typed),
                    kind="search",
                ),
                Filter("kind", _("Kind"), partial(_by, "kind"), options=SourceKind.choices),
                Filter(
                    "company",
                    _("Company"),
                    partial(_by, "company"),
                    options=[(str(c.pk), c.name) for c in companies]
                    if len(companies) > 1
                    else (),
                ),
            ],
            sort="name",
            load=self._load,
            empty=Empty(
                title=_("No source yet"),
                words=_(
                    "A watched folder or an upload brings the files of your bank and your "
                    "accounting by itself: nobody has to drop them any more."
                ),
                icon="plug-connected",
            ),
        )

    def _load(self, rows: Sequence[Source]) -> None:
        self.states = newest_states(rows)

    def _light(self, row: Source) -> Cell:
        found = light(row, self.states.get(row.pk, ""), at=self.now)
        return lights.badge(found, lights.trouble(row))

    def _last(self, row: Source) -> Cell:
        if row.delivered_at is None:
            return Text("")
        ago, _point, instant = lights.since(row.delivered_at, now=self.now).partition(" · ")
        return Text(ago, under=instant)


def delivery_table(source: Source) -> Table[Delivery]:
    """Newest first."""
    names = Run.objects.only("file_name", "state", "delivery_id").order_by("pk")
    return Table(
        name=f"deliveries-{source.pk}",
        rows=source.deliveries.prefetch_related(Prefetch("runs", names)),
        columns=[
            Column("at", _("When"), lambda d: Instant(d.started_at), sort="started_at"),
            Column("state", _("State"), lambda d: _badge(d.state), sort="state"),
            Column("what", _("What came"), _what),
        ],
        filters=[Filter("state", _("State"), _of_state, options=DeliveryState.choices)],
        sort="-at",
        empty=Empty(
            title=_("Nothing has come yet"),
            words=_("As soon as files arrive, what became of them stands here."),
            icon="inbox",
        ),
    )


def _name(row: Source) -> Cell:
    href = reverse("desk:source", args=[row.pk])
    what = row.folder or row.get_kind_display()
    return Link(row.name, href, under=f"{row.company.name} · {what}", row=True)


def _badge(state: str) -> Badge:
    icon, tone = DELIVERIES[state]
    known = dict(DeliveryState.choices)
    return Badge(str(known.get(state) or gettext("Under way")), icon, tone)


def _what(delivery: Delivery) -> Cell:
    """The files, each leading to what became of it, or why there are none."""
    if delivery.trouble:
        return Text(words.told(of_json(delivery.trouble)))
    runs: list[Run] = list(delivery.runs.all())
    shown: list[Cell] = [
        Link(
            run.file_name,
            reverse("desk:import_run", args=[run.pk]),
            under="" if run.state == RunState.TAKEN else run.get_state_display(),
        )
        for run in runs[:MOST_FILES_SHOWN]
    ]
    if len(runs) > MOST_FILES_SHOWN:
        more = gettext("and %(count)s more") % {"count": len(runs) - MOST_FILES_SHOWN}
        shown.append(Text(more))
    return Stacked(shown)


def _by(field: str, rows: Sources, value: str) -> Sources:
    return rows.filter(**{field: value})


def _of_state(rows: QuerySet[Delivery], value: str) -> QuerySet[Delivery]:
    return rows.filter(state=value)
