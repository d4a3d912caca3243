"""The print tray: checked once more, set, bundled, posted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from acquit.audit.actions import Fact, record
from acquit.channels.actions import printing as tray
from acquit.channels.letter import setting
from acquit.channels.letter.plain import page_of
from acquit.channels.models import Message
from acquit.core.errors import Refusal
from acquit.cycle.actions.facts import decide_for
from acquit.dunning.actions import wanted
from acquit.ledger.actions import lock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date, datetime

    from acquit.audit.actions import Actor
    from acquit.channels.models import PrintBatch
    from acquit.core.dunning import Reason

    Unwanted = Callable[..., dict[int, Reason | None]]


class NothingToPrint(Refusal):
    """The tray is empty, or nothing in it is wanted any more."""

    def __init__(self) -> None:
        super().__init__("No letter waits to be printed.")


class ChangedMeanwhile(Refusal):
    """Somebody else is emptying the same tray at this moment."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else is printing these letters at this moment. "
            "Look at the bundles again."
        )


@dataclass(slots=True)
class Printed:
    """What became of the tray: bundles, and how many letters were no longer wanted."""

    batches: list[PrintBatch] = field(default_factory=list)
    held_back: int = 0


class _Sized(NamedTuple):
    """A letter with all that its place in the pile depends on."""

    country: str
    pages: int
    name: str
    message: Message


def print_letters(
    company_id: int,
    *,
    on: date,
    actor: Actor,
    at: datetime,
    unwanted: Unwanted = wanted.unwanted,
) -> Printed:
    """Set all letters that lie in the company's tray, in bundles that a folding machine can
    take: by country, then by number of pages, then by customer.

    Each is checked once more; what is not wanted any more is not printed and its steps do
    not count. Setting takes no lock. Raises NothingToPrint and ChangedMeanwhile.
    """
    printed = Printed()
    ids = list(
        Message.objects.in_tray().filter(company=company_id).values_list("pk", flat=True)
    )
    kept = _sift(ids, on=on, actor=actor, at=at, unwanted=unwanted, printed=printed)
    ordered = _in_order(kept)
    for start in range(0, len(ordered), setting.BUNDLE_LETTERS):
        pile = ordered[start : start + setting.BUNDLE_LETTERS]
        batch = _bundle(pile, on=on, actor=actor, at=at, unwanted=unwanted, printed=printed)
        if batch is not None:
            printed.batches.append(batch)
    if not printed.batches and not printed.held_back:
        raise NothingToPrint
    return printed


@transaction.atomic
def _sift(  # the check, and who asks for it
    ids: Collection[int],
    *,
    on: date,
    actor: Actor,
    at: datetime,
    unwanted: Unwanted,
    printed: Printed,
) -> list[Message]:
    """Take out of the tray what is not wanted any more; the rest."""
    rows = Message.objects.filter(pk__in=ids)
    lock(rows.values_list("customer_id", flat=True))
    waiting = tray.still_in_tray(ids)
    reasons = unwanted([one.pk for one in waiting], as_of=on)
    out = [one for one in waiting if one.pk in reasons]
    if out:
        wanted.hold_back(out, reasons, at=at, actor=actor)
        decide_for({one.customer_id for one in out}, as_of=on, at=at)
        printed.held_back += len(out)
    return [one for one in waiting if one.pk not in reasons]


def _in_order(messages: Sequence[Message]) -> list[Message]:
    """As a folding machine wants them, which is set for one number of pages at a time."""
    named = Message.objects.select_related("customer", "company").in_bulk(
        [one.pk for one in messages]
    )
    rows = list(named.values())
    pages = [page_of(one) for one in rows]
    sized = [
        _Sized(one.customer.country, count, one.customer.search_key, one)
        for one, count in zip(rows, setting.count_sheets(pages), strict=True)
    ]
    sized.sort(key=lambda one: (*one[:3], one.message.pk))
    return [one.message for one in sized]


def _bundle(  # the pile, the check, and who asks for it
    pile: Sequence[Message],
    *,
    on: date,
    actor: Actor,
    at: datetime,
    unwanted: Unwanted,
    printed: Printed,
) -> PrintBatch | None:
    """Set the pile and keep it, when all of it is wanted still; else set what is."""
    left = list(pile)
    while left:
        bundle = setting.set_letters([page_of(one) for one in left])
        with transaction.atomic():
            ids = [one.pk for one in left]
            kept = {
                one.pk: one
                for one in _sift(
                    ids, on=on, actor=actor, at=at, unwanted=unwanted, printed=printed
                )
            }
            if len(kept) == len(left):
                pile = [kept[pk] for pk in ids]
                batch = tray.make_batch(pile, bundle, by_id=actor.person_id, at=at)
                _tell("letters_printed", batch, actor=actor, at=at)
                return batch
        taken = Message.objects.filter(pk__in=ids, batch__isnull=False)
        if taken.exists():
            raise ChangedMeanwhile
        left = [one for one in left if one.pk in kept]
    return None


@transaction.atomic
def post_letters(
    batch_id: int, *, posted_on: date, on: date, actor: Actor, at: datetime
) -> PrintBatch:
    """Say that a bundle went to the post. Raises AlreadyPosted and PostedTooSoon."""
    batch = tray.post_batch(
        batch_id, posted_on=posted_on, today=on, by_id=actor.person_id, at=at
    )
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
