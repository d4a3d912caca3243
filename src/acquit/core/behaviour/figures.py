"""All that is known of how a payer behaves, as plain figures that can be kept and shown.

Everything is counted over the last two years before the newest fact: what a payer did
before tells little of it any more. So the figures change when a fact arrives, never by the
mere passing of days, and only payers with new facts need to be looked at again.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from acquit.core.behaviour.habits import Habit
from acquit.core.behaviour.trends import Direction, Trend, trend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.core.behaviour.habits import Settled

REMEMBERED_DAYS = 730
# Paid so soon after a reminder: it was the reminder.
REACTION_DAYS = 10
QUANTILES = (10, 25, 50, 75, 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deeds:
    """What else a payer did, each with its day. reminders: that left, rising; promises:
    that ended, and whether they were kept; disputes: opened; returned: payments that went
    back.
    """

    reminders: Sequence[date] = ()
    promises: Sequence[tuple[date, bool]] = ()
    disputes: Sequence[date] = ()
    returned: Sequence[date] = ()

    def between(self, since: date, before: date) -> Deeds:
        """Those from `since` on, until the day before `before`."""
        return Deeds(
            reminders=[day for day in self.reminders if since <= day < before],
            promises=[one for one in self.promises if since <= one[0] < before],
            disputes=[day for day in self.disputes if since <= day < before],
            returned=[day for day in self.returned if since <= day < before],
        )


NOTHING_ELSE = Deeds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reactions:
    """reminders: that left; answered: those after which something overdue was paid within
    ten days. late: payments after due since the first reminder that is known;
    after_reminder: those of them that came within ten days after a reminder.
    """

    reminders: int = 0
    answered: int = 0
    late: int = 0
    after_reminder: int = 0


NO_TREND, NO_REACTIONS = Trend(direction=Direction.UNKNOWN), Reactions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Days are after due, negative = before; None without a payment. runs: days on which
    something was paid; late, late_30: payments after due, more than 30 days after it, their
    amounts in late_minor of amount_minor; weekdays: payments from Monday on; parts: by part
    of the month; months: by month of due, with the sums of their delays; quantiles_days:
    under "10" to "90". partial: of the payments those that came in several parts; promises
    that ended, disputes opened, payments returned.
    """

    payments: int = 0
    runs: int = 0
    paid_until: date | None = None
    mean_days: float | None = None
    spread_days: float | None = None
    quantiles_days: dict[str, int] = field(default_factory=dict)
    late: int = 0
    late_30: int = 0
    amount_minor: int = 0
    late_minor: int = 0
    month_end: int = 0
    weekdays: Sequence[int] = (0,) * 7
    parts: Sequence[int] = (0,) * 7
    months: Sequence[int] = (0,) * 12
    month_days: Sequence[int] = (0,) * 12
    trend: Trend = NO_TREND
    reactions: Reactions = NO_REACTIONS
    promises_kept: int = 0
    promises_broken: int = 0
    disputes: int = 0
    returned: int = 0
    partial: int = 0

    @property
    def median_days(self) -> int | None:
        """The delay that half of the payments do not exceed."""
        return self.quantiles_days.get("50")

    @property
    def slowest_days(self) -> int | None:
        """The delay that nine of ten payments do not exceed."""
        return self.quantiles_days.get("90")

    @property
    def band_days(self) -> int:
        """How far the middle eight of ten payments lie apart."""
        return self.quantiles_days.get("90", 0) - self.quantiles_days.get("10", 0)

    def as_json(self) -> dict[str, Any]:
        """As plain values, to be kept."""
        kept = _named(self)
        kept["paid_until"] = self.paid_until.isoformat() if self.paid_until else None
        return kept | {"trend": _named(self.trend), "reactions": _named(self.reactions)}


def _named(one: Figures | Trend | Reactions) -> dict[str, Any]:
    """The fields by their names; `asdict` copies all that is within, which takes long."""
    return {name: getattr(one, name) for name in one.__slots__}


def of_json(kept: dict[str, Any]) -> Figures:
    """What `Figures.as_json` gave."""
    told = dict(kept)
    until = told["paid_until"]
    told["paid_until"] = date.fromisoformat(until) if until else None
    how = dict(told["trend"])
    how["direction"], how["runs"] = Direction(how["direction"]), tuple(how["runs"])
    told["trend"], told["reactions"] = Trend(**how), Reactions(**told["reactions"])
    return Figures(**told)


def figures(
    payments: Sequence[Settled], deeds: Deeds = NOTHING_ELSE, *, before: date
) -> Figures:
    """What was known on the morning of `before`; what happened on it or later is not."""
    since = before - timedelta(REMEMBERED_DAYS)
    known = [one for one in payments if since <= one.settled_on < before]
    if deeds is not NOTHING_ELSE:
        deeds = deeds.between(since, before)
    paid = _of_payments(known) if known else {}
    kept = sum(kept for _, kept in deeds.promises)
    return Figures(
        **paid,
        reactions=reactions(known, deeds.reminders),
        promises_kept=kept,
        promises_broken=len(deeds.promises) - kept,
        disputes=len(deeds.disputes),
        returned=len(deeds.returned),
    )


def _of_payments(known: Sequence[Settled]) -> dict[str, Any]:
    """The figures that only payments tell; there is one at least."""
    days = {one.settled_on for one in known}
    counted, after = Habit(), max(days) + timedelta(1)
    for one in known:
        counted.add(one)
    return {
        "payments": counted.payments,
        "runs": len(days),
        "paid_until": max(days),
        "mean_days": counted.mean_days,
        "spread_days": counted.spread_days,
        "quantiles_days": _quantiles(counted),
        "late": counted.late,
        "late_30": counted.late_30,
        "amount_minor": counted.amount_minor,
        "late_minor": counted.late_minor,
        "month_end": counted.month_end,
        "weekdays": [counted.weekdays[day] for day in range(7)],
        "parts": [counted.parts[part] for part in range(7)],
        "months": [counted.months[month] for month in range(1, 13)],
        "month_days": [counted.month_days[month] for month in range(1, 13)],
        "trend": trend(known, before=after),
        "partial": sum(one.parts > 1 for one in known),
    }


def reactions(payments: Sequence[Settled], reminders: Sequence[date]) -> Reactions:
    """How often a payer was reminded, and how often money followed."""
    since = reminders[0] if reminders else date.max
    late = [one for one in payments if one.settled_on > max(one.due_on, since)]
    answered: set[date] = set()
    after = 0
    for one in late:
        first = bisect_left(reminders, one.settled_on - timedelta(REACTION_DAYS))
        last = bisect_left(reminders, one.settled_on)
        waiting = [day for day in reminders[first:last] if day > one.due_on]
        answered.update(waiting)
        after += bool(waiting)
    return Reactions(
        reminders=len(reminders),
        answered=len(answered),
        late=len(late),
        after_reminder=after,
    )


def _quantiles(counted: Habit) -> dict[str, int]:
    """All of them in one pass over the sorted delays."""
    found: dict[str, int] = {}
    passed, wanted = 0, list(QUANTILES)
    for days in sorted(counted.delays):
        passed += counted.delays[days]
        while wanted and passed * 100 >= wanted[0] * counted.payments:
            found[str(wanted.pop(0))] = days
    return found
