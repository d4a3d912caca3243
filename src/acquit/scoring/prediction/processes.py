"""Work that is dealt to two processes, where the machine has two: half the time, and the
same answers as in one.

Forked, so that the books need not be copied; on Linux alone, as elsewhere a forked process
may not use the system's libraries. Small work stays where it is.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from typing import TYPE_CHECKING, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from acquit.scoring.prediction.arrays import Ints
    from acquit.scoring.prediction.mornings import Looks
    from acquit.scoring.prediction.past import Known, Past

# Fewer rows are done before a second process has begun.
LEAST_ROWS = 30_000

_T = TypeVar("_T")


class ProcessDied(Exception):
    """The other process ended without an answer: it failed, or was ended."""


def worth_two(rows: int) -> bool:
    """Whether a second process makes work on so many rows quicker."""
    if sys.platform != "linux" or rows < LEAST_ROWS:
        return False
    return len(os.sched_getaffinity(0)) > 1


class Beside(Generic[_T]):
    """Work that another process does meanwhile, where it is worth one; else it is done when
    it is asked for. Leaving gives up what was not asked for.
    """

    def __init__(self, work: Callable[[], _T], *, worth: bool) -> None:
        self._work = work
        self._answer: Connection | None = None
        if worth:
            fork = multiprocessing.get_context("fork")
            self._answer, told = fork.Pipe(duplex=False)
            self._process = fork.Process(target=_tell, args=(work, told))
            self._process.start()
            told.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._answer:
            self._answer.close()
            # Killed, as a polite signal would reach what the parent listens to as well.
            self._process.kill()
            self._process.join()

    def result(self) -> _T:
        """What the work gave. Raises ProcessDied."""
        if self._answer is None:
            return self._work()
        try:
            given: _T = self._answer.recv()
        except EOFError as error:
            raise ProcessDied from error
        return given


def each(past: Past, looks: Looks, work: Callable[[Ints, Known], _T]) -> list[_T]:
    """What `work` gives for each block of looks, of which it is told the places and what
    was known; in no order. Raises ProcessDied.
    """
    two = worth_two(len(looks.rows))

    def done(part: int) -> list[_T]:
        blocks = past.known(*looks, part=part, parts=1 + two)
        return [work(places, known) for places, known in blocks]

    with Beside(lambda: done(1) if two else [], worth=two) as other:
        return done(0) + other.result()


def _tell(work: Callable[[], _T], told: Connection) -> None:
    with told:
        told.send(work())
