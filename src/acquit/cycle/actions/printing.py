"""The print tray: checked once more, set, bundled, posted.

The desk has a worker do it, `acquit letters --print` does it at once. Bundles are kept one
by one, each with its letters in one transaction: whoever is killed leaves those that are
whole, and the rest lies in the tray as before.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from procrastinate.contrib.django import app

from acquit.audit.actions import Actor, Fact, record
from acquit.channels.actions import printing as tray
from acquit.channels.actions.printing import NothingToPrint
from acquit.channels.letter import papers, setting
from acquit.channels.letter.layout import Unsettable
from acquit.channels.letter.plain import page_of
from acquit.channels.letter.press import NotSet
from acquit.channels.models import Message, PrintState
from acquit.core.errors import Refusal
from acquit.cycle.actions.facts import decide_for
from acquit.dunning.actions import wanted
from acquit.dunning.actions.notices import were_posted
from acquit.ledger.actions import lock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import date, datetime

    from acquit.channels.letter.papers import Paper
    from acquit.channels.models import PrintBatch, PrintRun
    from acquit.core.dunning import Reason

    Unwanted = Callable[..., dict[int, Reason | None]]

log = logging.getLogger(__name__)


class ChangedMeanwhile(Refusal):
    """Somebody else is emptying the same tray at this moment."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else is printing these letters at this moment. "
            "Look at the bundles again."
        )


@dataclass(slots=True)
class Printed:
    """What became of the tray: bundles, how many letters were no longer wanted, and the
    messages that cannot be set, which stay in it.
    """

    batches: list[PrintBatch] = field(default_factory=list)
    held_back: int = 0
    unset: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """Who prints when, and what came of it so far."""

    on: date
    actor: Actor
    at: datetime
    unwanted: Unwanted
    run: PrintRun | None
    printed: Printed = field(default_factory=Printed)


class _Sized(NamedTuple):
    """A letter with all that its place in the pile depends on."""

    country: str
    pages: int
    name: str
    message: Message
    papers: Sequence[Paper]


@transaction.atomic
def ask_for_print(company_id: int, *, actor: Actor, at: datetime) -> PrintRun:
    """Have a worker print the company's tray; the run that is under way, if there is one.

    Raises NothingToPrint.
    """
    run, new = tray.ask_run(company_id, by_id=actor.person_id, at=at)
    if new:
        waiting = app.configure_task("cycle.print_letters", queue="cycle")
        waiting.defer(run_id=run.pk)
    return run


def run_print(run: PrintRun, *, on: date, clock: Callable[[], datetime]) -> None:
    """Print what was asked for; what an earlier go has printed already stays so."""
    if not tray.begin_run(run, at=clock()):
        return
    person = run.asked_by
    actor = Actor.of(person) if person else Actor(None, "print tray")
    try:
        printed = print_letters(run.company_id, on=on, actor=actor, at=clock(), run=run)
    except NothingToPrint:
        printed = Printed()
    except Exception:
        log.exception("Could not print letters", extra={"run_id": run.pk})
        tray.end_run(run, PrintState.FAILED, [], at=clock())
        raise
    tray.end_run(run, PrintState.DONE, printed.unset, at=clock())


def print_letters(
    company_id: int,
    *,
    on: date,
    actor: Actor,
    at: datetime,
    unwanted: Unwanted = wanted.unwanted,
    run: PrintRun | None = None,
) -> Printed:
    """Set all letters that lie in the company's tray, in bundles that a folding machine can
    take: by country, then by number of pages, then by customer. What is enclosed is bound
    in behind its letter.

    Each is checked once more; what is not wanted any more is not printed and its steps do
    not count. Setting takes no lock. Raises NothingToPrint and ChangedMeanwhile.
    """
    work = _Work(on=on, actor=actor, at=at, unwanted=unwanted, run=run)
    printed = work.printed
    ids = list(
        Message.objects.in_tray().filter(company=company_id).values_list("pk", flat=True)
    )
    for pile in _piles(_in_order(_sift(ids, work), printed)):
        batch = _bundle(pile, work)
        if batch is not None:
            printed.batches.append(batch)
    if not printed.batches and not printed.held_back and not printed.unset:
        raise NothingToPrint
    return printed


@transaction.atomic
def _sift(ids: Collection[int], work: _Work) -> list[Message]:
    """Take out of the tray what is not wanted any more; the rest."""
    rows = Message.objects.filter(pk__in=ids)
    lock(rows.values_list("customer_id", flat=True))
    waiting = tray.still_in_tray(ids)
    reasons = work.unwanted([one.pk for one in waiting], as_of=work.on)
    out = [one for one in waiting if one.pk in reasons]
    if out:
        wanted.hold_back(out, reasons, at=work.at, actor=work.actor)
        decide_for({one.customer_id for one in out}, as_of=work.on, at=work.at)
        work.printed.held_back += len(out)
        if work.run is not None:
            tray.count_held_back(work.run, len(out))
    return [one for one in waiting if one.pk not in reasons]


def _in_order(messages: Sequence[Message], printed: Printed) -> list[_Sized]:
    """As a folding machine wants them, which is set for one number of pages at a time."""
    named = Message.objects.select_related("customer", "company").in_bulk(
        [one.pk for one in messages]
    )
    rows, counts = _counted(list(named.values()), printed)
    enclosed = papers.papers_of([one.pk for one in rows])
    sized = []
    for one, count in zip(rows, counts, strict=True):
        behind = enclosed.get(one.pk, [])
        pages = papers.pages(count, behind)
        name = one.customer.search_key
        sized.append(_Sized(one.customer.country, pages, name, one, behind))
    return sorted(sized, key=lambda one: (*one[:3], one.message.pk))


def _counted(
    rows: Sequence[Message], printed: Printed
) -> tuple[Sequence[Message], list[int]]:
    """The letters that can be set, with how many pages each has."""
    try:
        return rows, setting.count_sheets([page_of(one) for one in rows])
    except (Unsettable, NotSet):
        # One that cannot be set must not keep the others from the post.
        log.exception("letters_not_set")
    sound = [one for one in rows if setting.can_be_set(page_of(one))]
    printed.unset += sorted({one.pk for one in rows} - {one.pk for one in sound})
    return sound, setting.count_sheets([page_of(one) for one in sound])


def _piles(ordered: Sequence[_Sized]) -> Iterator[list[_Sized]]:
    """So many letters, with so much behind them, as memory allows at once."""
    pile: list[_Sized] = []
    together = 0
    for one in ordered:
        size = sum(paper.size for paper in one.papers)
        full = len(pile) == setting.BUNDLE_LETTERS
        if pile and (full or together + size > papers.AT_ONCE_BYTES):
            yield pile
            pile, together = [], 0
        pile.append(one)
        together += size
    if pile:
        yield pile


def _bundle(pile: Sequence[_Sized], work: _Work) -> PrintBatch | None:
    """Set the pile and keep it, when all of it is wanted still; else set what is."""
    left = list(pile)
    while left:
        letters = setting.set_letters([page_of(one.message) for one in left])
        bundle, apart = papers.bind(letters, [one.papers for one in left])
        ids = [one.message.pk for one in left]
        with transaction.atomic():
            kept = {one.pk: one for one in _sift(ids, work)}
            if len(kept) == len(left):
                batch = tray.make_batch(
                    [kept[pk] for pk in ids],
                    bundle,
                    apart,
                    run=work.run,
                    by_id=work.actor.person_id,
                    at=work.at,
                )
                _tell("letters_printed", batch, actor=work.actor, at=work.at)
                return batch
        if Message.objects.filter(pk__in=ids, batch__isnull=False).exists():
            raise ChangedMeanwhile
        left = [one for one in left if one.message.pk in kept]
    return None


@transaction.atomic
def post_letters(
    batch_id: int, *, posted_on: date, on: date, actor: Actor, at: datetime
) -> PrintBatch:
    """Say that a bundle went to the post. Raises AlreadyPosted and PostedTooSoon."""
    batch = tray.post_batch(
        batch_id, posted_on=posted_on, today=on, by_id=actor.person_id, at=at
    )
    were_posted(list(batch.messages.values_list("pk", flat=True)), on=posted_on)
    _tell("letters_posted", batch, actor=actor, at=at)
    return batch


def _tell(event: str, batch: PrintBatch, *, actor: Actor, at: datetime) -> None:
    fact = Fact(
        event=event,
        subject=batch,
        company_id=batch.company_id,
        details={"number": batch.number, "letters": batch.letters, "pages": batch.pages},
    )
    record(fact, actor=actor, at=at)
