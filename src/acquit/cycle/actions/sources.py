"""A source is looked into: what it brings is taken, then decided for, then put aside."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection

import acquit.intake.actions as intake
from acquit.audit.actions import Actor
from acquit.core.errors import Refusal
from acquit.core.sentences import say
from acquit.cycle.actions.facts import decide_after, import_parcel
from acquit.formats import parcels
from acquit.intake.models import RunState
from acquit.intake.sources.connector import Outcome, OutOfReach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from acquit.core.sentences import Sentence
    from acquit.formats.source import Source as File
    from acquit.intake.actions import Imported
    from acquit.intake.models import Delivery, Source, SourceToken
    from acquit.intake.sources.connector import Connector

# Any number that no other advisory lock on two numbers uses.
_LOOKING = 0x_ACC_021

logger = logging.getLogger(__name__)


class SourceIsPaused(Refusal):
    """Somebody decided that nothing is to be taken from the source for now."""

    def __init__(self, source: Source) -> None:
        super().__init__(
            "“%(name)s” is paused: nothing is taken from it until it is resumed.",
            name=source.name,
        )


class LookedInto(Refusal):
    """Another program is looking into the source at this moment."""

    def __init__(self, source: Source) -> None:
        super().__init__(
            "“%(name)s” is being looked into at this moment. Wait until that is over.",
            name=source.name,
        )


@dataclass(slots=True)
class Look:
    """What came of looking into a source. delivery None = it brought nothing; trouble None
    = it could be reached, and every file was put aside.
    """

    delivery: Delivery | None = None
    files: list[Imported] = field(default_factory=list)
    trouble: Sentence | None = None


def look_into(
    source: Source, connector: Connector, *, on: date, clock: Callable[[], datetime]
) -> Look:
    """Take what has arrived in a source. Raises SourceIsPaused, LookedInto.

    A file that a fault of ours keeps us from reading stays where it is, and the others go
    on: the source is tried again later, and people are told.
    """
    if source.paused_at:
        raise SourceIsPaused(source)
    look = Look()
    with _turn(source):
        arrived: list[File] = []
        try:
            for file in connector.fetch():
                arrived.append(file)  # noqa: PERF402  # what came before a failure stays
        except OutOfReach as trouble:
            look.trouble = trouble.said
        if arrived:
            look.delivery = intake.begin_delivery(source, at=clock())
            _take(look.delivery, arrived, connector, look, on=on, clock=clock)
    _note(source, look, on=on, at=clock())
    return look


def take_upload(
    token: SourceToken,
    connector: Connector,
    *,
    on: date,
    clock: Callable[[], datetime],
) -> Look:
    """Take what a program sent with this token; uploads may come side by side. Raises
    SourceIsPaused.
    """
    source = token.source
    if source.paused_at:
        raise SourceIsPaused(source)
    delivery = intake.begin_delivery(source, token=token, at=clock())
    look = Look(delivery)
    _take(delivery, list(connector.fetch()), connector, look, on=on, clock=clock)
    _note(source, look, on=on, at=clock())
    return look


def _take(  # what came, by what, and when
    delivery: Delivery,
    arrived: Sequence[File],
    connector: Connector,
    look: Look,
    *,
    on: date,
    clock: Callable[[], datetime],
) -> None:
    """Import and settle file by file, so that a program that is killed repeats one; then
    decide.
    """
    company = delivery.source.company
    layouts = intake.layouts_of(company)
    states = []
    for place in parcels.order(arrived, layouts):
        file = arrived[place]
        try:
            done = import_parcel(
                file,
                layouts,
                company=company,
                partial=delivery.source.partial,
                on=on,
                actor=Actor(None, delivery.source.name),
                clock=clock,
            )
        except Exception:
            ids = {"source_id": delivery.source_id, "delivery_id": delivery.pk}
            logger.exception("Could not take a file of a source", extra=ids)
            look.trouble = _fault(file)
            continue
        outcome = _outcome(done)
        intake.file_taken(delivery, file.name, done, on=on, at=clock())
        states.append(outcome.state)
        look.files += done
        try:
            connector.settled(file, outcome)
        except OutOfReach as trouble:
            look.trouble = trouble.said
    decide_after(look.files, as_of=on, at=clock())
    intake.end_delivery(delivery, states, at=clock())


def _fault(file: File) -> Sentence:
    return say(
        "“%(file)s” could not be read because of a fault in Acquit; nothing of it was "
        "taken. The administrator finds the fault in the log.",
        file=file.name,
    )


def _outcome(done: Sequence[Imported]) -> Outcome:
    return Outcome(
        [RunState(one.run.state) for one in done],
        [(one.run.file_name, problem) for one in done for problem in one.problems],
    )


def _note(source: Source, look: Look, *, on: date, at: datetime) -> None:
    ids: dict[str, int | str] = {"source_id": source.pk}
    if look.delivery is not None:
        ids |= {"delivery_id": look.delivery.pk, "state": look.delivery.state}
        logger.info("source_delivered", extra=ids)
    if look.trouble is None:
        intake.note_success(source, at=at)
    else:
        now = intake.note_failure(source, look.trouble, on=on, at=at)
        logger.warning("source_failed", extra=ids | {"failures": now.failures})


@contextmanager
def _turn(source: Source) -> Iterator[None]:
    """Only one program looks into a source at a time; a killed one gives its turn back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOOKING, source.pk])
        if not (cursor.fetchone() or [False])[0]:
            raise LookedInto(source)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOOKING, source.pk])
