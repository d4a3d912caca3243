"""The queue's door to dossiers: one of thousands of invoices takes minutes.

Only the worker loads this file (PROCRASTINATE_IMPORT_PATHS in the settings); who rings for
the job does so by its name, in `actions.dossiers`.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils import timezone
from procrastinate.contrib.django import app

from acquit.cycle import queries
from acquit.cycle.actions.dossiers import run_dossier
from acquit.handover.models import CaseDossier


@app.task(name="cycle.make_dossier", queue="cycle", retry=1)
def make_dossier(*, dossier_id: int) -> None:
    """Make it by what is known now: the worker may have been away for days."""
    asked = CaseDossier.objects.select_related("case__customer__company", "case__partner")
    dossier = asked.get(pk=dossier_id)
    company = dossier.case.customer.company
    today = timezone.now().astimezone(ZoneInfo(company.timezone)).date()
    run_dossier(dossier, on=queries.business_day(today), clock=timezone.now)
