"""What the page of an invoice says of its limitation: a part for each open instalment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.core.errors import Refusal
from acquit.core.law import Event
from acquit.desk import words
from acquit.desk.law.views import certainty
from acquit.desk.limitation import told
from acquit.limitation import queries
from acquit.web import reading
from acquit.web.cells import Badge, Cell, Link, Stacked, Text, Verb, Verbs
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.core.law import Happened, Limitation
    from acquit.desk.invoices.document import Document
    from acquit.limitation.models import Occurrence
    from acquit.limitation.queries import Dated


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """due: of which instalment, "" when there is only one. until: "" = no day is known,
    `why` says so then. moved: by what. law: where the rule stands.
    """

    due: str
    until: str = ""
    stage: Badge | None = None
    why: str = ""
    rule: str = ""
    source: str = ""
    certainty: Badge | None = None
    moved: str = ""
    law: str = ""
    events: Lines | None = None


def parts(document: Document, *, may_record: bool) -> list[Part]:
    """One for each instalment of which something is open; none for a credit note."""
    rows = [] if document.is_credit else [r for r in document.receivables if r.open_minor]
    keys = [row.pk for row in rows]
    if not keys:
        return []
    recorded: dict[int, list[Occurrence]] = {}
    for one in queries.occurrences(keys):
        recorded.setdefault(one.receivable_id, []).append(one)
    return [
        _part(
            one,
            recorded.get(one.owed.receivable_id, []),
            as_of=document.as_of,
            alone=len(document.receivables) == 1,
            may_record=may_record,
        )
        for one in queries.dated(keys, as_of=document.as_of)
    ]


def _part(
    one: Dated,
    recorded: Sequence[Occurrence],
    *,
    as_of: date,
    alone: bool,
    may_record: bool,
) -> Part:
    claim = one.owed.claim
    due = "" if alone else reading.short_day(claim.due_on, today=as_of)
    law = told.law_page(claim.country, claim.party)
    events = _events(one, recorded, may_record=may_record)
    if isinstance(one.day, Refusal):
        return Part(due=due, why=words.refused(one.day), law=law, events=events)
    moved_by = one.day.moved_by
    return Part(
        due=due,
        until=reading.short_day(one.day.until),
        stage=told.stage_badge(one.stage) if one.stage else None,
        rule=told.rule(one.day),
        source=one.day.rule.basis.source,
        certainty=certainty(one.day.rule.basis.certainty),
        moved=told.moved(moved_by.event, moved_by.on) if moved_by else "",
        law=law,
        events=events,
    )


def _events(
    one: Dated, recorded: Sequence[Occurrence], *, may_record: bool
) -> Lines | None:
    """Whatever may move the day, the newest first, and whether it does."""
    ours = [
        (happened.on, _of_books(happened, one))
        for happened in one.events
        if happened.event is Event.PART_PAYMENT or not _is_recorded(happened, recorded)
    ]
    said = [(row.on, _of_person(row, one, may_record=may_record)) for row in recorded]
    rows = [cells for _on, cells in sorted(ours + said, key=lambda r: r[0], reverse=True)]
    if not rows:
        return None
    heads = [
        Head(_("Day")),
        Head(_("What")),
        Head(_("Does it move the day?")),
        Head(_("How it is known")),
        Head(""),
    ]
    return Lines(heads, rows)


def _is_recorded(happened: Happened, recorded: Sequence[Occurrence]) -> bool:
    return any((row.on, row.kind) == (happened.on, happened.event) for row in recorded)


def _of_books(happened: Happened, one: Dated) -> list[Cell]:
    known = (
        _("A payment in the books, by its value day")
        if happened.event is Event.PART_PAYMENT
        else _("A formal notice that was sent from here")
    )
    return [
        Text(reading.short_day(happened.on)),
        told.event_badge(happened.event),
        _moves(one.day, happened.event, happened.on),
        Text(known),
        Text(" "),
    ]


def _of_person(row: Occurrence, one: Dated, *, may_record: bool) -> list[Cell]:
    back: Occurrence | None = getattr(row, "taken_back", None)
    who = row.actor.name if row.actor else _("Command line")
    known: list[Cell] = [Text(row.words, under=who)]
    if row.document is not None:
        href = reverse("desk:occurrence_document", args=[row.pk])
        known.append(Link(row.document.name, href))
    if back is not None:
        known.append(Text(_("Taken back: %(why)s") % {"why": back.words}))
    undo = Verb(
        _("Take it back"),
        "arrow-back-up",
        reverse("desk:withdraw_occurrence", args=[row.pk]),
    )
    moves = (
        Badge(_("Taken back"), "arrow-back-up")
        if back is not None
        else _moves(one.day, Event(row.kind), row.on)
    )
    return [
        Text(reading.short_day(row.on)),
        told.event_badge(row.kind),
        moves,
        Stacked(known),
        Verbs([undo] if may_record and back is None else [], _("What can be done")),
    ]


def _moves(day: Limitation | Refusal, event: Event, on: date) -> Badge:
    if isinstance(day, Refusal):
        return Badge(_("Not known"), "help-circle")
    if event not in day.rule.restarts:
        return Badge(_("Not by this law"), "minus")
    if day.moved_by is not None and (day.moved_by.event, day.moved_by.on) == (event, on):
        return Badge(_("Yes: counted from here"), "check", "good")
    if day.moved_by is not None and on <= day.moved_by.on:
        return Badge(_("Yes, until the next"), "check")
    return Badge(_("No: it came too late"), "x", "bad")
