"""The queue's door to trials, which may take a minute.

Only the worker loads this file (PROCRASTINATE_IMPORT_PATHS in the settings); who rings for
the job does so by its name, in `actions.trials`.
"""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from acquit.cycle.actions.trials import run_trial
from acquit.dunning.models import Trial


@app.task(name="cycle.try_scenario", queue="cycle", retry=1)
def try_scenario(*, trial_id: int) -> None:
    """Play what was asked for, and keep what came of it."""
    run_trial(Trial.objects.get(pk=trial_id), clock=timezone.now)
