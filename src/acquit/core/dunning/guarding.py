"""Whether the bank data are fresh enough to remind anybody."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.core.days import working_days_between

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Guard(StrEnum):
    """What the bank data allow. OFF: no account is known, nothing can be guarded."""

    OFF = "OFF"
    FRESH = "FRESH"
    STALE = "STALE"


def guard(
    newest_statements: Iterable[date | None],
    *,
    as_of: date,
    country: str,
    freshness_days: int,
) -> Guard:
    """What the newest statement of each known account allows; None = no statement yet."""
    known = list(newest_statements)
    if not known:
        return Guard.OFF
    for newest in known:
        if newest is None or working_days_between(newest, as_of, country) > freshness_days:
            return Guard.STALE
    return Guard.FRESH
