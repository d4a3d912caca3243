"""What `acquit forecast` tells: the figures of the page Forecast. Imported once the
database is there.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from acquit.cli import trade
from acquit.core import figures, risk
from acquit.core.figures import Bucket
from acquit.core.money import to_decimal
from acquit.cycle.queries import business_day
from acquit.insight import queries as insight
from acquit.ledger.models import Customer
from acquit.organisation.rights import EVERYWHERE, Reach, Scope

if TYPE_CHECKING:
    from acquit.core.forecast import Expected
    from acquit.insight.queries import Ahead, Foresight, Proven


def told(code: str | None, as_of: datetime | None) -> dict[str, Any]:
    """Amounts are decimal strings, shares 0 to 1. Raises Unknown."""
    books = trade.company(code) if code else None
    scope = Scope((Reach(books.pk, None, None),)) if books else EVERYWHERE
    today = business_day(trade.today(books) if books else timezone.localdate())
    day = min(as_of.date(), today) if as_of else today
    found = insight.foresights(scope, as_of=day, today=today)
    return {
        "as_of": day.isoformat(),
        "company": code,
        "currencies": [
            _Told(scope, currency, day, today).as_data() for currency in sorted(found)
        ],
    }


class _Told:
    """One currency."""

    def __init__(self, scope: Scope, currency: str, day: date, today: date) -> None:
        self.scope, self.currency, self.day, self.today = scope, currency, day, today

    def as_data(self) -> dict[str, Any]:
        ahead = insight.what_is_ahead(
            self.scope,
            currency=self.currency,
            as_of=self.day,
            today=self.today,
            past_weeks=[],
        )
        if ahead.now is None:
            return {"currency": self.currency}
        return {
            "currency": self.currency,
            "made_on": ahead.now.made_on.isoformat(),
            "weeks": [
                {"week": week.isoformat(), **self._expected(one)}
                for week, one in ahead.now.weeks.items()
            ],
            "days_30": self._expected(ahead.now.days_30),
            "quarter": self._expected(ahead.now.quarter),
            **self._counsel(ahead, ahead.now),
            **self._risks(ahead, ahead.now),
            **self._payers(ahead),
            "proven": [
                self._proven(one)
                for one in insight.proven(
                    self.scope, currency=self.currency, as_of=self.day
                )
            ],
        }

    def _expected(self, one: Expected) -> dict[str, str]:
        low, high = one.interval
        return {
            "expected": self._money(one.minor),
            "low": self._money(low),
            "high": self._money(high),
        }

    def _counsel(self, ahead: Ahead, now: Foresight) -> dict[str, Any]:
        advice = ahead.advice
        return {
            "promised": self._money(now.counted.promised_minor),
            "counted_on": round(advice.share, 6) if advice else None,
            "counted_on_before": round(advice.before, 6)
            if advice and advice.before is not None
            else None,
            "counsel": advice.counsel.lower() if advice else None,
            "reasons": [one.lower() for one in advice.reasons] if advice else [],
        }

    def _risks(self, ahead: Ahead, now: Foresight) -> dict[str, Any]:
        return {
            "at_risk": self._money(now.at_risk_minor),
            "lost": self._money(sum(ahead.lost.values())),
            "not_predicted": self._money(now.unknown_minor),
            "buckets": [
                {
                    "bucket": bucket.lower(),
                    "open": self._money(now.open[bucket]),
                    "late": self._money(now.late[bucket]),
                    "late_30": self._money(now.late_30[bucket]),
                    "lost": self._money(ahead.lost[bucket]),
                }
                for bucket in Bucket
            ],
        }

    def _payers(self, ahead: Ahead) -> dict[str, Any]:
        """Known for today only."""
        shares = ahead.largest.concentration
        if shares is None:
            return {"concentration": None, "largest": [], "stress": None}
        payers = ahead.largest.payers
        codes = Customer.objects.in_bulk([one.customer_id for one in payers])
        return {
            "concentration": {
                "payers": shares.payers,
                "largest": round(shares.first, 6),
                "three": round(shares.three, 6),
                "ten": round(shares.ten, 6),
                "alike": round(shares.alike, 2),
            },
            "largest": [
                {
                    "customer": codes[one.customer_id].code,
                    "open": self._money(one.open_minor),
                    "days_30": self._money(one.days_30),
                }
                for one in payers
            ],
            "stress": self._stress(ahead),
        }

    def _stress(self, ahead: Ahead) -> dict[str, Any] | None:
        three = ahead.largest.payers[: risk.STRESSED_PAYERS]
        due = insight.falls_due(
            self.scope,
            customer_ids=[one.customer_id for one in three],
            currency=self.currency,
            today=self.today,
        )
        since = self.day - timedelta(days=figures.PERIOD_DAYS - 1)
        sold = insight.sales(
            self.scope, currency=self.currency, since=since, until=self.day
        )
        found = ahead.stress(sum(sold.values()), list(due.values()))
        if found is None:
            return None
        return {
            "cash": self._money(found.cash_minor),
            "falls": self._money(found.falls_minor),
            "overdue": self._money(found.late_minor),
            "dso_days": None if found.dso_days is None else round(found.dso_days, 2),
        }

    def _proven(self, one: Proven) -> dict[str, Any]:
        test = one.test
        shares = {"wape": test.wape, "bias": test.bias, "held": test.held}
        return {
            "weeks_before": one.lead,
            "weeks": test.weeks,
            **{
                name: None if share is None else round(share, 6)
                for name, share in shares.items()
            },
        }

    def _money(self, minor: int) -> str:
        return str(to_decimal(minor, self.currency))
