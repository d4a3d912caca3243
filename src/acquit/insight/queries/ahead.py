"""The whole of what is ahead of a scope in one currency, beside what it was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from acquit.core import figures, risk
from acquit.insight.queries.forecasts import foresights, kept
from acquit.insight.queries.losses import loss_rates, lost
from acquit.insight.queries.payers import NOBODY, Largest, largest_payers
from acquit.insight.queries.position import WEEKS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from acquit.core.figures import Bucket
    from acquit.core.forecast import Expected
    from acquit.core.risk import Advice, Stress
    from acquit.insight.queries.foresight import Foresight
    from acquit.organisation.rights import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The forecast of one currency as of a day. now: None where none was made or kept.

    month, quarter: the same a month and WEEKS weeks before, where it was kept; told: what
    was expected of each week that is over, on its Monday; lost: by bucket, what of the open
    amounts will be lost. largest: of today only.
    """

    as_of: date
    now: Foresight | None
    month: Foresight | None
    quarter: Foresight | None
    told: Mapping[date, Expected]
    lost: Mapping[Bucket, int]
    lost_month: Mapping[Bucket, int]
    lost_quarter: Mapping[Bucket, int]
    largest: Largest

    @property
    def advice(self) -> Advice | None:
        """Whether to slow down investment."""
        if self.now is None:
            return None
        return risk.advise(self.now.counted, self.quarter.counted if self.quarter else None)

    def stress(self, sales_minor: int, falls_due: Sequence[int] = ()) -> Stress | None:
        """What the largest payers' lateness would do; sales: of the last PERIOD_DAYS."""
        three = self.largest.payers[: risk.STRESSED_PAYERS]
        if self.now is None or not three:
            return None
        return risk.stress(
            expected_minor=self.now.days_30.minor,
            of_largest=[one.days_30 for one in three],
            falls_due=falls_due,
            sales_minor=sales_minor,
            days=figures.PERIOD_DAYS,
        )


def quarter_before(as_of: date) -> date:
    """So many weeks earlier as are looked ahead."""
    return as_of - timedelta(weeks=WEEKS)


def what_is_ahead(
    scope: Scope, *, currency: str, as_of: date, today: date, past_weeks: Sequence[date]
) -> Ahead:
    """past_weeks: the Mondays of weeks that are over, of which is told what was expected.

    Six queries for today, two for a day in the past.
    """
    month, quarter = figures.month_before(as_of), quarter_before(as_of)
    then = kept(scope, days=[as_of, month, quarter, *past_weeks])
    now = then[as_of].get(currency)
    if as_of >= today:
        now = foresights(scope, as_of=as_of, today=today).get(currency)
    rates = loss_rates(currency)
    known = now, then[month].get(currency), then[quarter].get(currency)
    losses = [lost(one.doubts if one else (), rates) for one in known]
    return Ahead(
        as_of=as_of,
        now=now,
        month=known[1],
        quarter=known[2],
        told={
            monday: then[monday][currency].weeks[monday]
            for monday in past_weeks
            if currency in then[monday] and monday in then[monday][currency].weeks
        },
        lost=losses[0],
        lost_month=losses[1],
        lost_quarter=losses[2],
        largest=largest_payers(scope, currency=currency) if as_of >= today else NOBODY,
    )
