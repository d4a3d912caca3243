"""Trying a scenario on days that are past: what it would have sent, had it been in force.

The *past* is told day by day as it became known (`facts`), kept as the books of each
morning (`books`), and walked (`playing`). Told in docs/explanation/trying-a-scenario.md.
"""

from __future__ import annotations

from acquit.core.dunning.trial.facts import Fact, Past, Taken
from acquit.core.dunning.trial.outcome import Held, Played, Sent
from acquit.core.dunning.trial.playing import play

__all__ = ["Fact", "Held", "Past", "Played", "Sent", "Taken", "play"]
