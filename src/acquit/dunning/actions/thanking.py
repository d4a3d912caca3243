"""Preparing thank-yous for who paid what it was reminded of."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from acquit.core import dunning
from acquit.core.dunning import Step
from acquit.dunning.models import Action, ActionItem, ActionState
from acquit.dunning.queries import files, policies
from acquit.ledger.actions import lock_range
from acquit.ledger.rows import Range
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime


@transaction.atomic
def prepare_thanks(customers: Range, *, as_of: date, at: datetime) -> list[int]:
    """Prepare a thank-you for who paid what it was reminded of; ids of the actions."""
    lock_range(customers)
    ruled = policies.rules(Company.objects.values_list("pk", flat=True), as_of=as_of)
    longest = max((rule.policy.thanks_days for rule in ruled.values()), default=0)
    actions, items = [], []
    since = as_of - timedelta(days=longest)
    found = files.settled_after_reminder(customers, as_of=as_of, since=since)
    thanked = _thanked(customers, as_of)
    for file, scenario, settled in found:
        if file.customer_id in thanked:
            continue
        policy = ruled[file.company_id].policy
        chosen = dunning.thanks(settled, file, scenario, policy, as_of=as_of)
        channel = dunning.thanks_channel(file, scenario)
        if not chosen or channel is None or scenario.thanks is None:
            continue
        action = Action(
            company_id=file.company_id,
            customer_id=file.customer_id,
            step=Step.THANK_YOU,
            for_day=as_of,
            state=ActionState.READY,
            channel=channel,
            tone=scenario.thanks.tone,
            version_id=scenario.version,
            recorded_at=at,
        )
        actions.append(action)
        items += [(action, one.receivable_id) for one in chosen]
    _replace_thanks(customers, actions, items)
    return [action.pk for action in actions]


def _thanked(customers: Range, as_of: date) -> set[int]:
    """Who was thanked today: once a day is enough, also by what no budget counts."""
    today = Action.objects.filter(
        customer__pk__range=customers, step=Step.THANK_YOU, for_day=as_of
    )
    again = [ActionState.READY, ActionState.DROPPED, ActionState.HELD]
    return set(today.exclude(state__in=again).values_list("customer_id", flat=True))


def _replace_thanks(
    customers: Range, actions: list[Action], items: Iterable[tuple[Action, int]]
) -> None:
    Action.objects.filter(
        customer__pk__range=customers, state=ActionState.READY, step=Step.THANK_YOU
    ).delete()
    Action.objects.bulk_create(actions)
    ActionItem.objects.bulk_create(
        ActionItem(
            action=action,
            receivable_id=receivable_id,
            step=Step.THANK_YOU,
            rank=Step.THANK_YOU.rank,
            open_minor=0,
        )
        for action, receivable_id in items
    )
