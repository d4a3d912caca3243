"""Which channels are open in a run: one that is down is let be until the next run, and the
others go on.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from acquit.channels.carrying import NotHandedOver, Sent, Unknown

if TYPE_CHECKING:
    from acquit.channels.carrying import Outcome

# Once may be the fault of one message. A channel that breaks down on every one would make
# a whole run uncertain, and hang on each for as long as the time limit says.
IN_A_ROW = 3


@dataclass(slots=True)
class Ways:
    """What a run hears of each channel (a code of `channels.models.Channel`). down: those
    that are, with what was said; through: those by which something left.
    """

    down: dict[str, str] = field(default_factory=dict)
    through: set[str] = field(default_factory=set)
    _lost: Counter[str] = field(default_factory=Counter)

    def hear(self, channel: str, outcome: Outcome) -> None:
        """Understand what an outcome says of its channel."""
        match outcome:
            case NotHandedOver(down=True):
                self.down[channel] = outcome.answer
            case Unknown() | NotHandedOver(lost=True):
                self._lost[channel] += 1
                if self._lost[channel] >= IN_A_ROW:
                    self.down[channel] = outcome.answer
            case Sent():
                self.through.add(channel)
                self._lost[channel] = 0
            case NotHandedOver():
                self._lost[channel] = 0
