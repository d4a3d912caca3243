"""The evidence behind each prediction, from the columns of what was known."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from acquit.core.behaviour.reasons import Evidence, reason
from acquit.scoring.prediction.past import NAMES

if TYPE_CHECKING:
    from acquit.core.sentences import Sentence
    from acquit.scoring.prediction.arrays import Reals
    from acquit.scoring.prediction.past import Known, Past

_sentence = lru_cache(maxsize=65_536)(reason)


def reasons(past: Past, known: Known) -> list[Sentence]:
    """One sentence for each row, in their order."""
    return [_sentence(one) for one in evidence(past, known)]


def evidence(past: Past, known: Known) -> list[Evidence]:
    """What was known of each row and its payer, in their order."""
    usual, lately, others = (
        _column(known, name) for name in ("payer_median", "lately_median", "terms_median")
    )
    overdue = np.maximum(known.morning - past.books.due[known.rows], 0)
    weekday = known.weekdays.argmax(axis=1)
    weekday_share = np.round(known.weekdays.max(axis=1), 1)
    month_end = np.round(known.month_parts[:, 5:].sum(axis=1), 1)
    month_begin = np.round(known.month_parts[:, 0], 1)
    beyond = _column(known, "paid_beyond") > 0
    payments = known.counts.sum(axis=1)
    return [
        Evidence(
            payments=int(payments[row]),
            usual_days=_whole(usual[row]),
            lately_days=None if np.isnan(lately[row]) else _whole(lately[row]),
            weekday=int(weekday[row]),
            weekday_share=float(weekday_share[row]),
            month_end=float(month_end[row]),
            month_begin=float(month_begin[row]),
            others_days=_whole(others[row]),
            overdue_days=int(overdue[row]),
            beyond=bool(beyond[row]),
        )
        for row in range(len(known.rows))
    ]


def _column(known: Known, name: str) -> Reals:
    return known.seen[:, NAMES.index(name)].astype(np.float64)


def _whole(days: float) -> int:
    return 0 if np.isnan(days) else round(days)
