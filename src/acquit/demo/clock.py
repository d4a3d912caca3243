"""The story's own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

MORNING = time(7, 30)


@dataclass(slots=True)
class Clock:
    """Every look at it is a second later than the last."""

    now: datetime

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def to(self, day: date, at: time = MORNING) -> None:
        """Go on to that day; never backwards."""
        self.now = max(self.now, datetime.combine(day, at, tzinfo=UTC))
