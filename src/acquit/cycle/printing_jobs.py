"""The queue's door to the print tray: hundreds of letters take longer than a page waits.

Only the worker loads this file (PROCRASTINATE_IMPORT_PATHS in the settings); who rings for
the job does so by its name, in `actions.printing`.
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from procrastinate.contrib.django import app

from acquit.channels.models import PrintRun
from acquit.cycle.actions.printing import run_print


@app.task(name="cycle.print_letters", queue="cycle", retry=1)
def print_letters(*, run_id: int, day: str) -> None:
    """Set what waits in the tray, as it was asked for."""
    run = PrintRun.objects.select_related("asked_by").get(pk=run_id)
    run_print(run, on=date.fromisoformat(day), clock=timezone.now)
