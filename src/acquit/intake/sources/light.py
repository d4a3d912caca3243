"""How a source is, at a glance: the light beside its name."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.intake.models import DeliveryState
from acquit.intake.sources.connector import TOLD_AFTER

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.intake.models import Source


class Light(StrEnum):
    """From what is well to what a person has to mend."""

    GOOD = "GOOD"
    WAITING = "WAITING"
    PAUSED = "PAUSED"
    REFUSED = "REFUSED"
    RETRYING = "RETRYING"
    QUIET = "QUIET"
    FAILING = "FAILING"


def light(source: Source, last: str, *, at: datetime) -> Light:
    """last: the state of its newest delivery that brought files, "" when none did."""
    if source.paused_at:
        return Light.PAUSED
    if source.failures >= TOLD_AFTER:
        return Light.FAILING
    if source.failures:
        return Light.RETRYING
    if is_quiet(source, at=at):
        return Light.QUIET
    if last in {DeliveryState.REFUSED, DeliveryState.PARTLY}:
        return Light.REFUSED
    return Light.GOOD if source.succeeded_at else Light.WAITING


def quiet_since(source: Source) -> datetime:
    """When it brought something last; if that was before it was opened or resumed, then."""
    return max(source.delivered_at or source.opened_at, source.opened_at)


def is_quiet(source: Source, *, at: datetime) -> bool:
    """Whether it has brought nothing for longer than it may."""
    if source.quiet_days is None or source.paused_at:
        return False
    return at - quiet_since(source) >= timedelta(days=source.quiet_days)
