"""What was computed of a person goes; of what people said of it, the words."""

from __future__ import annotations

from acquit.core.privacy import Group
from acquit.ledger.actions.words import SAID, Words, of_customer
from acquit.scoring.models import (
    Assessment,
    Behaviour,
    Change,
    Expectation,
    Objection,
    Override,
    Prediction,
)

HELD: tuple[Words, ...] = (
    *(
        Words(group=Group.SCORES, model=model, whose=of_customer("customer"))
        for model in (Assessment, Behaviour, Change, Expectation)
    ),
    Words(group=Group.SCORES, model=Prediction, whose=of_customer("customer_id")),
    Words(
        group=Group.SCORES,
        model=Override,
        whose=of_customer("customer"),
        put={"reason": SAID},
    ),
    # The objection itself goes on holding.
    Words(
        group=Group.SCORES,
        model=Objection,
        whose=of_customer("customer"),
        put={"words": SAID, "ended_words": SAID},
    ),
)
