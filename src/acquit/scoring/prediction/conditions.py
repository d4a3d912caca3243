"""How a prediction changes by what people said and did: rules on the day-by-day hazard.

- A *promise* puts the share of promises that its payer keeps on the promised day. The rest
  comes after it, as it would have without the promise.
- A *direct debit* puts the share of debits that come on their day on that day, likewise.
- While a *dispute* is open, nothing of what is contested is paid; it ends each day with the
  same probability. What is free is paid as any overdue receivable. Of one that is contested
  in part, a part of each euro is free already.
- A *reminder* makes the hazard of the ten days after it so many times what it was.

`Experience` holds the shares and numbers, learnt from the books, with stated beginnings for
books that tell little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from acquit.scoring.prediction.arrays import OPEN
from acquit.scoring.prediction.distribution import Distribution
from acquit.scoring.prediction.said import REMINDED_DAYS

if TYPE_CHECKING:
    from acquit.scoring.prediction.arrays import Flags, Ints, Reals
    from acquit.scoring.prediction.past import Known
    from acquit.scoring.prediction.said import InForce

# A payer's promises lean on the company's share as if so many had been kept like that.
PAYER_WEIGHT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """kept: share of promises; collected: share of debits that come on their day;
    dispute_days: how long a dispute lasts on average; reminded: how many times as fast is
    paid within ten days of a reminder. The values here are assumptions to begin with.
    """

    kept: float = 0.6
    collected: float = 0.97
    dispute_days: float = 30.0
    reminded: float = 1.0


START = Experience()


def governed(said: InForce) -> Flags:
    """Where what was said decides, not what the payer usually does."""
    return (said.appointed < OPEN) | said.disputed


def applied(found: Distribution, known: Known, experience: Experience) -> Distribution:
    """The distributions under what was in force. Those with an appointed day must begin on
    it, as `grid` makes them.
    """
    said = known.said
    if said is None:
        return found
    touched = np.flatnonzero(governed(said) | (said.reminded < OPEN))
    if not len(touched):
        return found
    day, before = found.day[touched], found.paid_by
    hazard = found.hazard(touched)
    hazard = _reminded(hazard, day, said.reminded[touched], experience.reminded)
    appointed = said.appointed[touched] < OPEN
    hazard[appointed, 0] = trust(said, experience)[touched][appointed]
    paid_by = before.copy()
    paid_by[touched] = _contested(
        hazard, day, known.morning[touched], said.disputed_share[touched], experience
    )
    return Distribution(day=found.day, paid_by=paid_by, tail=found.tail)


def trust(said: InForce, experience: Experience) -> Reals:
    """The probability that an appointed day is kept."""
    kept = said.kept + PAYER_WEIGHT * experience.kept
    promise = kept / (said.judged + PAYER_WEIGHT)
    return np.where(said.promised < OPEN, promise, experience.collected)


def _reminded(hazard: Reals, day: Ints, reminded: Ints, times: float) -> Reals:
    """Faster by so many times on the days after a reminder: the same as if so many
    independent payments were waited for.
    """
    after = day - reminded[:, None]
    near = (after > 0) & (after <= REMINDED_DAYS)
    return np.where(near, 1 - (1 - hazard) ** times, hazard)


def _contested(
    hazard: Reals, day: Ints, morning: Ints, share: Reals, experience: Experience
) -> Reals:
    """Paid until each day, when so much of it waits for a dispute to end first."""
    free: Reals = 1 - np.cumprod(1 - hazard, axis=1, dtype=np.float64)
    if not share.any():
        return free
    days = np.diff(day, axis=1, prepend=morning[:, None])
    ends = 1 - np.exp(-days / experience.dispute_days)
    contested, waiting = np.ones(len(day)), np.zeros(len(day))
    paid_by = np.zeros(day.shape)
    for place in range(day.shape[1]):
        ended = contested * ends[:, place]
        contested = contested - ended
        waiting = (waiting + ended) * (1 - hazard[:, place])
        paid_by[:, place] = 1 - contested - waiting
    part = share[:, None]
    return part * paid_by + (1 - part) * free
