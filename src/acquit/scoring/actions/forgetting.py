"""What was computed of a person goes; in the caller's transaction, harmless twice."""

from __future__ import annotations

from acquit.scoring.models import (
    Assessment,
    Behaviour,
    Change,
    Expectation,
    Override,
    Prediction,
)

GONE = "—"


def forget_scores(customer_id: int) -> None:
    """Profile, score, habits and predictions; of what a person said of it, the words."""
    for model in (Assessment, Behaviour, Change, Expectation):
        model.objects.filter(customer=customer_id).delete()
    Prediction.objects.filter(customer_id=customer_id).delete()
    Override.objects.filter(customer=customer_id).exclude(reason=GONE).update(reason=GONE)
