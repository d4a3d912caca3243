"""What is predicted, and what predicts: questions that need no learning library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.scoring.models import Check, Model

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

# What is nearer by less than this share is as near: nobody would notice.
_NOTICED = 0.01


def clearly_nearer(mae: float, naive_mae: float) -> bool:
    """Whether a prediction that was so many days off was nearer than the guess."""
    return mae <= naive_mae * (1 - _NOTICED)


def newest_model(company_id: int) -> Model | None:
    """What answers for the company, if anything has been learnt."""
    return Model.objects.filter(company_id=company_id).order_by("-version").first()


def answering(company_ids: Collection[int]) -> QuerySet[Model]:
    """What answers for each of these companies, without its body."""
    rows = Model.objects.filter(company_id__in=company_ids).defer("body")
    return rows.order_by("company_id", "-version").distinct("company_id")


def checks(company_ids: Collection[int]) -> QuerySet[Check]:
    """The months that were judged, the oldest first."""
    rows = Check.objects.filter(company_id__in=company_ids)
    return rows.order_by("month", "company_id")
