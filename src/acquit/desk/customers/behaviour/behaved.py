"""What the behaviour tab is about: what one customer did until the day of the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, DurationField, ExpressionWrapper, F

from acquit.core.behaviour.figures import NOTHING_ELSE, REMEMBERED_DAYS, figures
from acquit.ledger.models import Receivable
from acquit.scoring.queries.facts import Facts, facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from acquit.core.behaviour.figures import Deeds, Figures
    from acquit.core.behaviour.habits import Settled
    from acquit.ledger.models import Customer

# Everybody's delays are those of the last year: more would not look otherwise.
OTHERS_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaved:
    """payments and deeds: of the days that are remembered, the oldest first; figures: all
    that is counted of them; others: payments by days after due, of all customers of the
    company.
    """

    as_of: date
    payments: Sequence[Settled]
    deeds: Deeds
    figures: Figures
    others: Mapping[int, int]

    @property
    def delays(self) -> Counter[int]:
        """Its own payments by days after due."""
        return Counter(one.delay_days for one in self.payments)


def read(customer: Customer, *, as_of: date) -> Behaved:
    """As known at the close of the day: what was paid or done later is left out."""
    known = _until(facts([customer.pk]).get(customer.pk), as_of)
    if known is None:
        return Behaved(
            as_of=as_of,
            payments=(),
            deeds=NOTHING_ELSE,
            figures=figures((), before=as_of),
            others={},
        )
    # Remembered is what lies before the newest of them, as the customer is assessed by it.
    before = known.newest + timedelta(1)
    since = before - timedelta(REMEMBERED_DAYS)
    payments = sorted(
        (one for one in known.payments if one.settled_on >= since),
        key=lambda one: one.settled_on,
    )
    return Behaved(
        as_of=as_of,
        payments=payments,
        deeds=known.deeds.between(since, before),
        figures=figures(known.payments, known.deeds, before=before),
        others=_others(customer.company_id, as_of) if payments else {},
    )


def _until(known: Facts | None, as_of: date) -> Facts | None:
    """None when nothing had happened until then."""
    if known is None:
        return None
    payments = [one for one in known.payments if one.settled_on <= as_of]
    deeds = known.deeds.between(as_of.min, as_of + timedelta(1))
    did = (deeds.reminders, deeds.promises, deeds.disputes, deeds.returned)
    return Facts(payments, deeds) if payments or any(did) else None


def _others(company_id: int, as_of: date) -> Counter[int]:
    settled = Receivable.objects.filter(
        company=company_id,
        settled_on__gt=as_of - timedelta(OTHERS_DAYS),
        settled_on__lte=as_of,
    )
    delay = ExpressionWrapper(F("settled_on") - F("due_on"), DurationField())
    counted = settled.annotate(delay=delay).values_list("delay").annotate(count=Count("pk"))
    return Counter({delay.days: count for delay, count in counted})
