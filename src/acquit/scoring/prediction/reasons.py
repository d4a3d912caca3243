"""The evidence behind each prediction, from the columns of what was known."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from acquit.core.behaviour.reasons import Evidence, reason
from acquit.scoring.prediction.arrays import OPEN
from acquit.scoring.prediction.past import NAMES

if TYPE_CHECKING:
    from acquit.scoring.prediction.arrays import Floats, Ints, Reals
    from acquit.scoring.prediction.past import Known, Past
    from acquit.scoring.prediction.said import InForce

# Many rows have the same: they are put in words once.
_MOST_KEPT = 65_536


@lru_cache(maxsize=_MOST_KEPT)
def _evidence(values: tuple[Any, ...]) -> Evidence:
    names = _NAMES + _SAID if len(values) > len(_NAMES) else _NAMES
    return Evidence(**dict(zip(names, values, strict=True)))


_NAMES = (
    "payments", "usual_days", "lately_days", "weekday", "weekday_share", "month_end",
    "month_begin", "others_days", "overdue_days", "beyond",
)  # fmt: skip
_SAID = (
    "promised_on", "promises_kept", "promises_judged", "disputed_since", "disputed_share",
    "debited_on", "reminded_on", "reminders",
)  # fmt: skip


@lru_cache(maxsize=_MOST_KEPT)
def _told(evidence: Evidence) -> str:
    return str(reason(evidence))


def reasons(past: Past, known: Known) -> list[str]:
    """In English, one for each row, in their order."""
    return [_told(one) for one in evidence(past, known)]


def evidence(past: Past, known: Known) -> list[Evidence]:
    """What was known of each row and its payer, in their order."""
    lately = _column(known, "lately_median")
    columns = [
        known.counts.sum(axis=1).astype(np.int64),
        _whole(_column(known, "payer_median")),
        np.where(np.isnan(lately), np.array(None), _whole(lately)),
        known.weekdays.argmax(axis=1),
        _share(known.weekdays.max(axis=1)),
        _share(known.month_parts[:, 5:].sum(axis=1)),
        _share(known.month_parts[:, 0]),
        _whole(_column(known, "terms_median")),
        np.maximum(known.morning - past.books.due[known.rows], 0),
        _column(known, "paid_beyond") > 0,
    ]
    if known.said:
        columns += _said(known.said)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [_evidence(row) for row in rows]


def _said(said: InForce) -> list[Any]:
    """As `_SAID`; the past of a payer's promises only beside a promise, so that evidence
    that says the same is the same.
    """
    promised, reminded = said.promised < OPEN, said.reminded < OPEN
    return [
        _iso(said.promised),
        said.kept * promised,
        said.judged * promised,
        _iso(said.disputed_since),
        np.round(said.disputed_share, 2),
        _iso(said.debited),
        _iso(said.reminded),
        said.reminders * reminded,
    ]


def _iso(day: Ints) -> Any:
    """The days as text; "" = none."""
    text = np.full(len(day), "", "U10")
    told = day < OPEN
    text[told] = day[told].astype("datetime64[D]").astype(str)
    return text


def _column(known: Known, name: str) -> Reals:
    return known.seen[:, NAMES.index(name)].astype(np.float64)


def _whole(days: Reals) -> Ints:
    return np.rint(np.nan_to_num(days)).astype(np.int64)


def _share(shares: Floats) -> Reals:
    """To tenths, as no sentence says it more exactly."""
    tenths: Reals = np.rint(shares.astype(np.float64) * 10) / 10
    return tenths
