"""What has left so far, as the judge remembers it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from simulation.events import ClaimKey, CustomerKey


@dataclass(slots=True)
class Gone:
    """One message. ranks: the steps in it, none for a thank-you; counts: as steps; spoke:
    it counts for how often the debtor is spoken to. terms: the days that a letter gave.
    """

    key: str
    customer: CustomerKey
    on: date
    channel: str
    to: str
    kind: str = ""
    ranks: dict[ClaimKey, int] = field(default_factory=dict)
    thanked: frozenset[ClaimKey] = frozenset()
    counts: bool = True
    spoke: bool = True
    unsure: bool = False
    terms: dict[ClaimKey, date] = field(default_factory=dict)


class Left:
    """All messages, and which addresses take nothing any more."""

    def __init__(self) -> None:
        self.messages: dict[str, Gone] = {}
        self.dead: dict[CustomerKey, set[str]] = defaultdict(set)
        self._of: dict[ClaimKey, list[Gone]] = defaultdict(list)
        self._spoke: dict[CustomerKey, list[Gone]] = defaultdict(list)

    def take(self, gone: Gone) -> None:
        self.messages[gone.key] = gone
        self._spoke[gone.customer].append(gone)
        for key in (*gone.ranks, *gone.thanked):
            self._of[key].append(gone)

    def highest(self, key: ClaimKey) -> int:
        """The rank of the last step that left, -1 = none."""
        return max((one.ranks[key] for one in self._steps(key)), default=-1)

    def last_on(self, key: ClaimKey) -> date | None:
        return max((one.on for one in self._steps(key)), default=None)

    def term(self, key: ClaimKey) -> date | None:
        """The last day that a letter of the law gave for it."""
        given = [one.terms[key] for one in self._steps(key) if key in one.terms]
        return max(given, default=None)

    def unsure(self, key: ClaimKey) -> bool:
        """A message about it may or may not have arrived."""
        return any(one.unsure for one in self._of[key] if one.counts)

    def thanked(self, key: ClaimKey) -> bool:
        return any(one.counts and key in one.thanked for one in self._of[key])

    def told(self, key: ClaimKey) -> set[str]:
        """The kinds of the messages in which it stood."""
        return {one.kind for one in self._steps(key)}

    def spoke_on(self, customers: frozenset[CustomerKey]) -> list[date]:
        """The days on which they were spoken to, one of two messages twice."""
        return [one.on for key in customers for one in self._spoke[key] if one.spoke]

    def unsure_messages(self) -> list[Gone]:
        return [one for one in self.messages.values() if one.unsure]

    def said(self, key: str, *, arrived: bool) -> None:
        """A person says what became of an uncertain one."""
        gone = self.messages[key]
        gone.unsure = False
        if not arrived:
            gone.counts = gone.spoke = False

    def came_back(self, key: str, *, dead: bool) -> None:
        """It was sent, and took up the day; but its steps were not taken."""
        gone = self.messages[key]
        gone.unsure = gone.counts = False
        if dead:
            self.dead[gone.customer].add(gone.to)

    def _steps(self, key: ClaimKey) -> list[Gone]:
        return [one for one in self._of[key] if one.counts and key in one.ranks]
