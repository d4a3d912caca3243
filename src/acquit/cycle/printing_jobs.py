"""The queue's door to the print tray: hundreds of letters take longer than a page waits.

Only the worker loads this file (PROCRASTINATE_IMPORT_PATHS in the settings); who rings for
the job does so by its name, in `actions.printing`.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils import timezone
from procrastinate.contrib.django import app

from acquit.channels.models import PrintRun
from acquit.cycle import queries
from acquit.cycle.actions.printing import run_print


@app.task(name="cycle.print_letters", queue="cycle", retry=1)
def print_letters(*, run_id: int) -> None:
    """Set what waits in the tray, by what is known now: the worker may have been away for
    days.
    """
    run = PrintRun.objects.select_related("asked_by", "company").get(pk=run_id)
    today = timezone.now().astimezone(ZoneInfo(run.company.timezone)).date()
    run_print(run, on=queries.business_day(today), clock=timezone.now)
