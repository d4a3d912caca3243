"""What every kind of source can do: fetch what has arrived, and settle each file.

Between the two the file is taken into the books. A program that is killed in between
fetches it once more; importing the same file again changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from acquit.core.errors import Refusal
from acquit.intake.models import RunState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from acquit.formats.records import Problem
    from acquit.formats.source import Source as File

# After the first, second … failure in a row; after the last one, always so long.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30, 60))
# From this failure in a row on a person is told: a short outage mends itself.
TOLD_AFTER = 3


class OutOfReach(Refusal):
    """A source cannot be looked into now."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: of each file in an archive, else of itself. problems: with the
    name of the one in which they are.
    """

    states: Sequence[RunState]
    problems: Sequence[tuple[str, Problem]] = ()

    @property
    def state(self) -> RunState:
        """What became of it as a whole."""
        return worst(self.states)

    @property
    def has_refused(self) -> bool:
        """True when something in it has to be sent again."""
        return RunState.REFUSED in self.states


class Connector(Protocol):
    """One look into a source."""

    def fetch(self) -> Iterator[File]:
        """The files that have arrived whole. Raises OutOfReach, also after the first ones:
        these are good all the same.
        """

    def settled(self, file: File, outcome: Outcome) -> None:
        """Put a fetched file aside, so that it does not come again. Raises OutOfReach."""


def worst(states: Iterable[RunState]) -> RunState:
    """What became of several files together."""
    found = set(states)
    return found.pop() if len(found) == 1 else RunState.PARTLY


def next_try(failures: int, *, at: datetime) -> datetime:
    """When to look again after so many failures in a row, at least one."""
    return at + WAITS[min(failures, len(WAITS)) - 1]
