"""A scenario is tried: at once where that is quick, else by a worker."""

from __future__ import annotations

import logging
from time import monotonic
from typing import TYPE_CHECKING

from procrastinate.contrib.django import app

from acquit.core.dunning.written import of_data
from acquit.cycle.trying import Period, try_scenario
from acquit.dunning.actions import trials
from acquit.dunning.models import Trial
from acquit.dunning.queries.chosen import Chosen, customers_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

# Customers times days that are played while somebody waits for the page: about a second.
AT_ONCE = 30_000
TELL_EVERY_S = 1.0

logger = logging.getLogger(__name__)


def is_quick(trial: Trial) -> bool:
    """True when nobody need wait for a worker."""
    days = Period(trial.first_on, trial.last_on).days
    return days * len(_for_whom(trial)) <= AT_ONCE


def ring_for_trial(trial: Trial) -> None:
    """Have it played by a worker."""
    waiting = app.configure_task("cycle.try_scenario", queue="cycle")
    waiting.defer(trial_id=trial.pk)


def run_trial(trial: Trial, *, clock: Callable[[], datetime]) -> None:
    """Play it here and now, telling how far it is."""
    trials.begin_trial(trial, at=clock())
    told = monotonic()

    def progress(days: int) -> None:
        nonlocal told
        if monotonic() - told >= TELL_EVERY_S:
            told = monotonic()
            trials.note_days(trial, days)

    try:
        result = try_scenario(
            trial.company,
            of_data(trial.content) if trial.content is not None else None,
            _for_whom(trial),
            Period(trial.first_on, trial.last_on),
            now=clock(),
            dated=trial.dated,
            progress=progress,
        )
    except Exception:
        logger.exception("Could not try a scenario", extra={"trial_id": trial.pk})
        trials.fail_trial(trial, at=clock())
        raise
    trials.keep_result(trial, result, at=clock())


def _for_whom(trial: Trial) -> list[int]:
    chosen = Chosen(trial.label, None, trial.scenario, trial.draft)
    found = customers_of(trial.company_id, chosen, everybody=trial.everybody)
    if trial.customers is None:
        return found
    within = set(trial.customers)
    return [key for key in found if key in within]
