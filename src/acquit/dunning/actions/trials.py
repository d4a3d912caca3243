"""Scenarios that are tried: asked for, under way, done; and what messages cost."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.dunning.prices import USUAL_PRICES, Prices
from acquit.core.dunning.written import as_data
from acquit.core.errors import Refusal
from acquit.dunning.models import Prices as PricesRow
from acquit.dunning.models import Trial, TrialState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from acquit.dunning.queries.chosen import Chosen
    from acquit.organisation.models import Company

# The most that each may be: what is more is a slip of the keyboard.
MOST_EACH = 100_000
MOST_MINUTES = 600


class NotAPrice(Refusal):
    """What a message is said to cost makes no sense."""

    def __init__(self) -> None:
        super().__init__("A price is not below zero, and not that high: look at it again.")


def ask_trial(  # noqa: PLR0913  # what is tried, on which days, for whom, by whom and when
    company: Company,
    chosen: Chosen,
    *,
    first_on: date,
    last_on: date,
    everybody: bool,
    dated: bool,
    customers: Sequence[int] | None,
    actor: Actor,
    at: datetime,
) -> Trial:
    """Keep what is to be tried, as it is drawn at this moment. customers: these alone; None
    = whoever follows it.
    """
    return Trial.objects.create(
        company=company,
        scenario=chosen.row,
        label=chosen.label,
        draft=chosen.draft,
        everybody=everybody,
        dated=dated,
        customers=None if customers is None else list(customers),
        content=None if chosen.scenario is None else as_data(chosen.scenario),
        first_on=first_on,
        last_on=last_on,
        state=TrialState.WAITING,
        asked_by_id=actor.person_id,
        asked_at=at,
    )


def begin_trial(trial: Trial, *, at: datetime) -> None:
    """It is under way; once more from the beginning when it was cut short."""
    trial.state, trial.began_at, trial.days_done = TrialState.RUNNING, at, 0
    trial.save(update_fields=["state", "began_at", "days_done"])


def note_days(trial: Trial, days: int) -> None:
    """So many days are over."""
    Trial.objects.filter(pk=trial.pk).update(days_done=days)


def keep_result(trial: Trial, result: dict[str, Any], *, at: datetime) -> None:
    """It is done."""
    trial.state, trial.result, trial.ended_at = TrialState.DONE, result, at
    trial.days_done = (trial.last_on - trial.first_on).days + 1
    trial.save(update_fields=["state", "result", "ended_at", "days_done"])


def fail_trial(trial: Trial, *, at: datetime) -> None:
    """A fault of ours ended it."""
    trial.state, trial.ended_at = TrialState.FAILED, at
    trial.save(update_fields=["state", "ended_at"])


@transaction.atomic
def set_prices(
    company: Company, prices: Prices, *, actor: Actor, at: datetime
) -> PricesRow:
    """Say what messages cost the company. Raises NotAPrice."""
    values = asdict(prices)
    minutes = values["call_minutes"]
    if not all(0 <= one <= MOST_EACH for one in values.values()) or minutes > MOST_MINUTES:
        raise NotAPrice
    row, _ = PricesRow.objects.get_or_create(company=company, defaults=asdict(USUAL_PRICES))
    changed = {
        name: {"from": getattr(row, name), "to": value}
        for name, value in values.items()
        if getattr(row, name) != value
    }
    if changed:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        fact = Fact(
            event="prices_changed", subject=row, company_id=company.pk, details=changed
        )
        record(fact, actor=actor, at=at)
    return row
