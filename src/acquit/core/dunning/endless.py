"""Holds that end by a fact and not on a day: a debt was handed over, or the debtor is
insolvent. Nobody knows their last day, so they have one that never comes.

docs/explanation/hand-over.md#dunning-stops
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from acquit.core.dunning.file import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

# Of both, insolvency is told: its day is the later one.
UNTIL_CLOSED = date(9999, 12, 30)
UNTIL_OVER = date(9999, 12, 31)
ENDLESS: Mapping[date, Reason] = {
    UNTIL_CLOSED: Reason.HANDED_OVER,
    UNTIL_OVER: Reason.INSOLVENT,
}


def is_endless(until_on: date | None) -> bool:
    """Whether it is the end of a hold that ends by a fact."""
    return until_on in ENDLESS
