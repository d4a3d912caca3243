"""When to say thank you."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.dunning.budget import first_free_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from acquit.core.dunning.file import CustomerFile
    from acquit.core.dunning.scenario import Policy, Scenario
    from acquit.core.dunning.steps import Channel


class Settled(NamedTuple):
    """A receivable that was reminded and is now paid in full. paid_on: the day of the last
    money.
    """

    receivable_id: int
    paid_on: date


def thanks_channel(file: CustomerFile, scenario: Scenario) -> Channel | None:
    """By what means this debtor is thanked; None = not at all."""
    if scenario.thanks is None:
        return None
    for channel in scenario.thanks.channels:
        if channel in file.channels:
            return channel
    return None


def thanks(
    settled: Iterable[Settled],
    file: CustomerFile,
    scenario: Scenario,
    policy: Policy,
    *,
    as_of: date,
) -> tuple[Settled, ...]:
    """For which receivables to say thank you today; empty = not today.

    Not beyond the budget of messages, nor beside another message of the day, nor on a day
    off, nor long after the money.
    """
    if thanks_channel(file, scenario) is None:
        return ()
    if as_of in file.contacted:
        return ()
    if first_free_day(as_of, file.contacted, policy, file.country) != as_of:
        return ()
    return tuple(
        one for one in settled if as_of - one.paid_on <= timedelta(days=policy.thanks_days)
    )
