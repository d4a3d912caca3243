"""Chances put right by what came: said 40 %, came 35 of 100, say 35 %.

A straight line on the scale of log odds (Platt 1999): two numbers, so that a few hundred
payments suffice, and the order of the chances stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from acquit.scoring.prediction.arrays import Flags, Reals

_CERTAIN = 1e-4
# The line leans on "as it was said", as if so many payments spoke for that.
_LEANING = 300.0
_STEPS = 25


@dataclass(frozen=True, slots=True)
class Line:
    """Log odds after = shift + slope · log odds before."""

    shift: float = 0.0
    slope: float = 1.0

    def of(self, chance: Reals) -> Reals:
        """The chances put right."""
        return _chance(self.shift + self.slope * _log_odds(chance))


AS_SAID = Line()


def fitted(chance: Reals, happened: Flags) -> Line:
    """The line that makes what came most probable; Newton's method."""
    said = np.column_stack([np.ones(len(chance)), _log_odds(chance)])
    start = np.array([AS_SAID.shift, AS_SAID.slope])
    line = start.copy()
    for _ in range(_STEPS):
        now = _chance(said @ line)
        pull = said.T @ (happened - now) - _LEANING / 4 * (line - start)
        bend = (said * (now * (1 - now))[:, None]).T @ said + _LEANING / 4 * np.eye(2)
        line += np.linalg.solve(bend, pull)
    return Line(float(line[0]), max(float(line[1]), 0.0))


def _log_odds(chance: Reals) -> Reals:
    kept = np.clip(chance, _CERTAIN, 1 - _CERTAIN)
    return np.log(kept / (1 - kept))


def _chance(log_odds: Reals) -> Reals:
    chance: Reals = 1 / (1 + np.exp(-log_odds))
    return chance
