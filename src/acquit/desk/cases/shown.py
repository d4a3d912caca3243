"""Tables within the pages of cases: conditions, invoices, costs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.core.law import Certainty
from acquit.core.money import Money
from acquit.core.sentences import Said, Sentence, of_json
from acquit.desk import case_words, words
from acquit.desk.law.views import NAMES, certainty
from acquit.web import reading
from acquit.web.cells import Amounts, Badge, Day, Link, Stacked, Text, Verb, Verbs
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from acquit.handover.models import CaseCost, CaseReceivable
    from acquit.handover.queries.cases import Sums
    from acquit.web.cells import Cell


def conditions(kept: Iterable[Mapping[str, Any]]) -> Lines:
    """Each condition with how it stands and what was seen; kept: of `conditions.kept`."""
    heads = [
        Head(_("What is asked")),
        Head(_("How it stands")),
        Head(_("What was found")),
        Head(_("Where it stands"), phone=False),
    ]
    return Lines(heads, [_condition(one) for one in kept])


def _condition(one: Mapping[str, Any]) -> list[Cell]:
    label, icon, tone = case_words.STATES[one["state"]]
    source = Stacked([Text(one["source"]), certainty(Certainty(one["certainty"]))])
    return [
        Text(words.told(_local(of_json(one["said"])))),
        Badge(str(label), icon, tone),
        Text(words.told(_local(of_json(one["seen"])))),
        source,
    ]


_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) ([A-Z]{3})")


def _local(said: Said) -> Said:
    """Days, amounts and countries in it as the reader writes them."""
    if isinstance(said, Sentence):
        kept = tuple((name, _local(one)) for name, one in said.words)
        return Sentence(said.text, kept)
    if day := reading.day(said):
        return reading.short_day(day)
    if amount := _AMOUNT.fullmatch(said):
        return reading.amount_and_currency(Money.of(*amount.groups()))
    return str(NAMES.get(said, said))


def receivables(rows: Sequence[CaseReceivable], today: date) -> Lines:
    """What was handed over, and what is open of it now."""
    heads = [
        Head(_("Invoice")),
        Head(_("Due"), phone=False),
        Head(_("Handed over"), numeric=True),
        Head(_("Open now"), numeric=True),
    ]
    return Lines(heads, [_receivable(one, today) for one in rows])


def _receivable(one: CaseReceivable, today: date) -> list[Cell]:
    row = one.receivable
    href = reverse("desk:invoice", args=[row.invoice_id])
    return [
        Link(row.invoice.number, href, code=True),
        Day(row.due_on, today),
        Amounts([Money(one.handed_minor, row.currency)]),
        Amounts([Money(row.open_minor, row.currency)])
        if row.open_minor
        else Badge(_("Settled"), "circle-check", "good"),
    ]


def costs(rows: Sequence[CaseCost], *, may_write: bool) -> Lines:
    """What it cost, with the rows that took some back."""
    heads = [
        Head(_("Day")),
        Head(_("What for")),
        Head(_("Who bears it"), phone=False),
        Head(_("Amount"), numeric=True),
        Head(""),
    ]
    undone = {one.reverses_id for one in rows}
    return Lines(heads, [_cost(one, undone, may_write=may_write) for one in rows])


def _cost(one: CaseCost, undone: set[int | None], *, may_write: bool) -> list[Cell]:
    what = one.get_kind_display()
    if one.reverses_id:
        what = _("%(what)s, taken back") % {"what": what}
    cell: Cell = Text(what, one.words)
    if one.document_id:
        href = reverse("desk:cost_paper", args=[one.pk])
        cell = Link(what, href, under=one.words)
    verbs = []
    if may_write and not one.reverses_id and one.pk not in undone:
        href = reverse("desk:take_back_cost", args=[one.pk])
        verbs = [Verb(_("Take back"), "arrow-back-up", href)]
    return [
        Text(reading.short_day(one.on)),
        cell,
        Text(one.get_borne_by_display()),
        Amounts([Money(one.amount_minor, one.currency)]),
        Verbs(verbs, _("What to do about this cost")),
    ]


def parts(one: Sums) -> list[tuple[str, str, int]]:
    """What the sum that was handed over has become, as the parts of a bar."""
    named = (
        (_("Collected"), "good", one.collected),
        (_("Credited"), "info", one.credited),
        (_("Written off"), "bad", one.written_off),
        (_("Still open"), "warn", one.left),
    )
    return [
        (f"{label} {reading.amount_and_currency(one.money(minor))}", tone, minor)
        for label, tone, minor in named
        if minor > 0
    ]
