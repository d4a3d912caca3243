"""From where on a company calls a payer what."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.core.profiles import STANDARD, Thresholds
from acquit.scoring.models import Thresholds as Limits
from acquit.scoring.queries.payers import limits_of

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.organisation.models import Company

# The least and the most that makes sense of each.
WITHIN: dict[str, tuple[float, float]] = {
    "known_runs": (1, 20),
    "changed_days": (1, 60),
    "chance": (0.0001, 0.1),
    "broken_promises": (1, 20),
    "broken_share": (0.1, 1),
    "disputes": (1, 50),
    "dispute_share": (0.01, 1),
    "chronic_days": (10, 180),
    "chronic_share": (0.05, 1),
    "erratic_days": (10, 180),
    "after_reminder_share": (0.2, 1),
    "reminded_least": (1, 20),
    "prompt_days": (0, 30),
}


class NotAThreshold(Refusal):
    """A threshold that no payer or every payer would pass."""

    def __init__(self, name: str, value: float) -> None:
        least, most = WITHIN[name]
        super().__init__(
            "%(name)s: %(value)s lies outside of %(least)s to %(most)s.",
            name=name,
            value=f"{value:g}",
            least=f"{least:g}",
            most=f"{most:g}",
        )


@transaction.atomic
def set_thresholds(
    company: Company, thresholds: Thresholds, *, actor: Actor, at: datetime
) -> bool:
    """Take these from the next assessment on; whether anything changed. What differs from
    the standard is kept, so that a better standard reaches the rest. Raises NotAThreshold.
    """
    given, standard = asdict(thresholds), asdict(STANDARD)
    for name, value in given.items():
        least, most = WITHIN[name]
        if not least <= value <= most:
            raise NotAThreshold(name, value)
    before = asdict(limits_of([company.pk])[company.pk])
    changed = {
        name: {"from": before[name], "to": value}
        for name, value in given.items()
        if value != before[name]
    }
    if not changed:
        return False
    values = {name: one for name, one in given.items() if one != standard[name]}
    row, _ = Limits.objects.update_or_create(company=company, defaults={"values": values})
    fact = Fact(
        event="thresholds_changed", subject=row, company_id=company.pk, details=changed
    )
    record(fact, actor=actor, at=at)
    return True
