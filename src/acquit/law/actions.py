"""Entering the rate of a further half-year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.core.sentences import listed
from acquit.law.models import EnteredRate
from acquit.law.queries import as_row, rates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from decimal import Decimal

    from acquit.core.law import Row

# Reference rates have been negative; none ever was beyond these.
LEAST, MOST = -5, 50


class UnknownReference(Refusal):
    """A rate of a series that no rule asks for."""

    def __init__(self, reference: str, known: Iterable[str]) -> None:
        super().__init__(
            "No rule of law asks for the rate %(reference)s. Known are: %(known)s.",
            reference=reference,
            known=listed(sorted(known)),
        )


class UnlikelyRate(Refusal):
    """A number that is no percentage of the year, such as 1050 for 10.50."""

    def __init__(self, percent: Decimal) -> None:
        super().__init__(
            "%(percent)s %% a year is no rate: it lies outside of %(least)s to %(most)s.",
            percent=percent,
            least=LEAST,
            most=MOST,
        )


class NoSource(Refusal):
    """A rate that nobody could look up again."""

    def __init__(self) -> None:
        super().__init__(
            "Say where the rate was read: demands that rest on it must show it."
        )


@transaction.atomic
def enter_rate(row: Row, *, actor: Actor, at: datetime) -> EnteredRate:
    """Keep a published rate. Raises UnknownReference, UnlikelyRate, NoSource, and
    RateOverlaps: what is published is never overwritten.
    """
    with connection.cursor() as cursor:
        # Two people at once: the second must see what the first entered.
        cursor.execute("LOCK TABLE law_enteredrate IN SHARE ROW EXCLUSIVE MODE")
    known = rates()
    if row.reference not in known.tables:
        raise UnknownReference(row.reference, known.tables)
    if not LEAST <= row.percent <= MOST:
        raise UnlikelyRate(row.percent)
    if not row.source.strip():
        raise NoSource
    known.extended([row])
    kept = EnteredRate.objects.create(
        reference=row.reference,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        percent=row.percent,
        certainty=row.certainty,
        source=row.source.strip(),
        actor_id=actor.person_id,
        recorded_at=at,
    )
    told = as_row(kept)
    fact = Fact(
        event="rate_entered",
        subject=kept,
        reason=told.source,
        details={
            "reference": told.reference,
            "from": told.valid_from.isoformat(),
            "to": told.valid_to.isoformat(),
            "percent": str(told.percent),
            "certainty": told.certainty.value,
        },
    )
    record(fact, actor=actor, at=at)
    return kept
