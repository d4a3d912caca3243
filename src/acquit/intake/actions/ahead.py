"""Reading ahead while the database works."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from queue import Empty, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

One = TypeVar("One")

# Large enough to be worth handing over, small enough to be no memory to speak of.
BATCH, WAITING = 500, 20
LOOK_UP_S = 0.1


def ahead(things: Iterable[One]) -> Iterator[One]:
    """The same things, made by a thread of their own some thousand before they are asked
    for: a file is read while the database writes. What their maker raises is raised here,
    after all that it made before. A short file needs no thread.
    """
    made = iter(things)
    count = 0
    for one in islice(made, BATCH):
        count += 1
        yield one
    if count == BATCH:
        yield from _made_apart(made)


def _made_apart(made: Iterator[One]) -> Iterator[One]:
    batches: Queue[list[One] | BaseException | None] = Queue(WAITING)
    given_up = Event()
    maker = Thread(target=_make, args=(made, batches, given_up), daemon=True)
    maker.start()
    try:
        while (batch := batches.get()) is not None:
            if isinstance(batch, BaseException):
                raise batch
            yield from batch
    finally:
        given_up.set()
        while maker.is_alive():
            with suppress(Empty):  # it may wait for a place in a queue that nobody reads
                batches.get(timeout=LOOK_UP_S)


def _make(
    made: Iterator[One],
    batches: Queue[list[One] | BaseException | None],
    given_up: Event,
) -> None:
    """Put batch after batch; at the end None, or what went wrong."""
    batch: list[One] = []
    end: BaseException | None = None
    try:
        for one in made:
            batch.append(one)
            if len(batch) == BATCH:
                batches.put(batch)
                batch = []
                if given_up.is_set():
                    return
    except BaseException as trouble:  # noqa: BLE001  # raised again where it is asked for
        end = trouble
    batches.put(batch)
    batches.put(end)
