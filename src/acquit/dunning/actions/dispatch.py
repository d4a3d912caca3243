"""Sending what was prepared: checked once more under lock, claimed, sent, recorded.

Check and claim commit together, for a batch of debtors at once. Each message is handed over
after that, outside any transaction: a mail server that hangs must not hold a customer's
row. A fact that arrives between claim and hand-over withdraws the message. What was being
handed over and was never recorded becomes uncertain and is left to a person; nothing here
sends a second time.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from acquit.channels import actions as channels
from acquit.channels.ways import Ways
from acquit.dunning.actions.claiming import claim
from acquit.dunning.actions.following import follow, let_go
from acquit.dunning.actions.last_check import NOT_READY, Moment
from acquit.dunning.models import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime, time

    from acquit.audit.actions import Actor
    from acquit.channels.carrying import Carrier, Outcome
    from acquit.dunning.actions.claiming import Ready

log = logging.getLogger(__name__)

# Enough for the questions of a batch to be worth their while; few enough for the check to
# be fresh when the last of them leaves.
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Dispatched:
    """What became of one action. outcome None = it did not leave, `held` says why."""

    outcome: Outcome | None
    held: str = ""


@dataclass(slots=True)
class Sending:
    """What dispatching came to, by action. What is not among `done` goes by a channel that
    is down, and was left.
    """

    done: dict[int, Dispatched] = field(default_factory=dict)
    ways: Ways = field(default_factory=Ways)


def dispatch(  # noqa: PLR0913  # what is known of the run, by whom and when
    action_ids: Sequence[int],
    *,
    as_of: date,
    carrier: Carrier,
    clock: Callable[[], datetime],
    actor: Actor,
    plays: time | None = None,
    ways: Ways | None = None,
) -> Sending:
    """Send prepared actions, each at most once; a second call does nothing.

    The outlook still shows what was due: the caller decides anew when all have left.
    plays: the time that debtors' clocks are taken to show, where the day is played. ways:
    what this run has heard of the channels so far.
    """
    sending = Sending(ways=ways or Ways())
    waiting = list(action_ids)
    if not waiting:
        return sending
    with channels.sender_present() as sender:
        while waiting := _by_open_ways(waiting, sending.ways):
            batch, rest = waiting[:AT_ONCE], waiting[AT_ONCE:]
            moment = Moment(as_of=as_of, at=clock(), plays=plays)
            claimed = claim(batch, moment=moment, carrier=carrier, sender=sender)
            for action_id, why in claimed.refused.items():
                sending.done[action_id] = Dispatched(None, why)
            _carry(claimed.ready, carrier, clock, sending)
            follow(
                [one.message.pk for one in claimed.ready],
                as_of=as_of,
                at=clock(),
                actor=actor,
            )
            waiting = [*claimed.later, *rest]
    return sending


def _by_open_ways(action_ids: list[int], ways: Ways) -> list[int]:
    """Those of them that do not go by a channel that is down."""
    if not ways.down:
        return action_ids
    shut = Action.objects.filter(pk__in=action_ids, channel__in=ways.down)
    left = set(shut.values_list("pk", flat=True))
    return [one for one in action_ids if one not in left]


def _carry(
    ready: Sequence[Ready],
    carrier: Carrier,
    clock: Callable[[], datetime],
    sending: Sending,
) -> None:
    """Hand over one after the other; each is recorded before the next leaves. What goes by
    a channel that is down is let go.
    """
    before: channels.Done | None = None
    left: list[int] = []
    for one in ready:
        if one.message.channel in sending.ways.down:
            left.append(one.message.pk)
            continue
        gone = channels.hand_over(one.message, before)
        before = None
        if not gone:
            sending.done[one.action_id] = Dispatched(None, NOT_READY)
            continue
        outcome = carrier.carry(one.envelope)
        sending.done[one.action_id] = Dispatched(outcome)
        before = channels.Done(one.message, outcome, clock())
        sending.ways.hear(one.message.channel, outcome)
        log.info("message_carried", extra={"message_id": one.message.pk})
    if before is not None:
        channels.record(before)
    if left:
        let_go(left)
