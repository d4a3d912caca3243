"""What `acquit predictions` does. Imported once the database is there."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from acquit.cli import trade
from acquit.cycle import predicting
from acquit.organisation.models import Company
from acquit.scoring.queries.predictions import newest_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def companies(code: str | None) -> Sequence[Company]:
    """The one that is named, or all of them. Raises Unknown."""
    return [trade.company(code)] if code else list(Company.objects.order_by("code"))


def told(
    company: Company, as_of: datetime | None, *, learning: bool, checking: bool
) -> dict[str, Any]:
    """What was done, and what answers; seconds of the clock."""
    on = trade.day(as_of, company)
    counts: dict[str, Any] = {"company": company.code, "as_of": on.isoformat()}
    if learning:
        began = perf_counter()
        predicting.learn(company.pk, on=on, at=timezone.now())
        counts["learn_seconds"] = _since(began)
    began = perf_counter()
    written = predicting.predict(company.pk, on=on, at=timezone.now())
    counts |= {
        "predicted": written.predictions,
        "payers": written.expectations,
        "predict_seconds": _since(began),
    }
    if checking:
        began = perf_counter()
        counts["checked"] = predicting.check(company.pk, on=on, at=timezone.now())
        counts["check_seconds"] = _since(began)
    model = newest_model(company.pk)
    if model:
        counts |= {
            "version": model.version,
            "learnt_on": model.learnt_on.isoformat(),
            "trained": model.trained,
            "verdict": model.verdict,
        }
    return counts


def _since(began: float) -> float:
    return round(perf_counter() - began, 3)
