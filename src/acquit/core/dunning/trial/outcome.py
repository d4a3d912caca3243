"""What a trial came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from acquit.core.dunning.file import Reason
    from acquit.core.dunning.steps import Approver, Channel, Step


class Sent(NamedTuple):
    """A message that would have left. items: the receivables with the step of each;
    approver: who would have had to agree.
    """

    day: date
    customer_id: int
    step: Step
    channel: Channel
    approver: Approver | None
    items: tuple[tuple[int, Step], ...]


class Held(NamedTuple):
    """A receivable that had no next step, on one day at least, for this reason."""

    customer_id: int
    receivable_id: int
    reason: Reason


@dataclass(slots=True)
class Played:
    """Messages by day and customer, and what was held; decided: how often a customer was
    decided for. stale: the days on which the bank data were too old to write to anybody.
    """

    sent: list[Sent] = field(default_factory=list)
    held: set[Held] = field(default_factory=set)
    stale: list[date] = field(default_factory=list)
    decided: int = 0
