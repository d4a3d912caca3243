"""How a customer has paid, figure by figure, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.core.behaviour.trends import Direction
from acquit.desk.customers.payer import after_due
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.core.behaviour.figures import Figures

Told = tuple[str, str]
# Rarer than this is not told more exactly.
RAREST = 0.001


def in_words(figures: Figures) -> list[Told]:
    """(what, how it is), the most telling first; what never happened is left out."""
    if not figures.payments:
        return list(_deeds(figures))
    return [
        *_delays(figures),
        *_late(figures),
        (_("Trend"), trend(figures)),
        *_deeds(figures),
    ]


def how() -> str:
    """How these figures are counted."""
    return _(
        "Receivables that were paid in full in the two years before the newest payment or "
        "deed; what credit notes or write-offs settled is not among them. Late is after "
        "the first working day on which it could be paid: due on a Sunday and paid on "
        "Monday is in time. Days are counted from the due day to the day on which the "
        "money was there."
    )


def _delays(told: Figures) -> Iterator[Told]:
    days = told.quantiles_days
    last = reading.short_day(told.paid_until) if told.paid_until else ""
    yield (
        _("Payments"),
        _("%(payments)s, on %(runs)s days; the last on %(day)s")
        % {
            "payments": reading.number(told.payments),
            "runs": reading.number(told.runs),
            "day": last,
        },
    )
    yield _("Median"), after_due(days["50"])
    yield (
        _("Half of them"),
        _("%(first)s to %(last)s days after due") % _span(days["25"], days["75"]),
    )
    yield (
        _("Eight in ten"),
        _("%(first)s to %(last)s days after due") % _span(days["10"], days["90"]),
    )
    if told.mean_days is not None and told.spread_days is not None:
        yield (
            _("Mean and spread"),
            _("%(mean)s days after due, give or take %(spread)s")
            % {
                "mean": reading.number(round(told.mean_days, 1)),
                "spread": reading.number(round(told.spread_days, 1)),
            },
        )


def _late(told: Figures) -> Iterator[Told]:
    by_amount = told.late_minor / told.amount_minor if told.amount_minor else 0.0
    yield (
        _("Late"),
        _("%(late)s of %(payments)s: %(share)s, and %(amount)s of the amounts")
        % (_of(told.late, told) | {"amount": reading.whole_percent(by_amount)}),
    )
    yield (
        _("Over 30 days late"),
        _("%(late)s of %(payments)s: %(share)s") % _of(told.late_30, told),
    )


def trend(told: Figures) -> str:
    """Whether the last quarter differs from before, and how often chance does that."""
    how = told.trend
    if how.direction is Direction.UNKNOWN:
        return _("too few payments yet to tell")
    if how.direction is Direction.STEADY:
        return _("none: the last quarter is like before, or differs by mere chance")
    words = (
        _("%(days)s days later in the last quarter than before; %(chance)s")
        if how.direction is Direction.LATER
        else _("%(days)s days sooner in the last quarter than before; %(chance)s")
    )
    days = reading.number(abs(round(how.change_days, 1)))
    return words % {"days": days, "chance": _chance(how.chance)}


def _chance(chance: float) -> str:
    if chance < RAREST:
        return _("chance alone does that less than once in 1,000 times")
    times = max(1, round(1000 * chance))
    return ngettext(
        "chance alone does that once in 1,000 times",
        "chance alone does that %(times)d times in 1,000",
        times,
    ) % {"times": times}


def _deeds(told: Figures) -> Iterator[Told]:
    reacts = told.reactions
    if reacts.reminders:
        yield (
            _("Reminders"),
            _("%(sent)s left; within ten days after %(answered)s of them money followed")
            % {"sent": reacts.reminders, "answered": reacts.answered},
        )
        yield (
            _("Paid after a reminder"),
            _("%(after)s of %(late)s late payments came within ten days after one")
            % {"after": reacts.after_reminder, "late": reacts.late},
        )
    if told.promises_kept or told.promises_broken:
        yield (
            _("Promises"),
            _("%(kept)s kept, %(broken)s broken")
            % {"kept": told.promises_kept, "broken": told.promises_broken},
        )
    for name, count in (
        (_("Disputes"), told.disputes),
        (_("Payments returned"), told.returned),
    ):
        if count:
            yield name, reading.number(count)
    if told.partial:
        yield (
            _("Paid in parts"),
            _("%(late)s of %(payments)s: %(share)s") % _of(told.partial, told),
        )


def _span(first: int, last: int) -> dict[str, str]:
    return {"first": reading.number(first), "last": reading.number(last)}


def _of(count: int, told: Figures) -> dict[str, str]:
    return {
        "late": reading.number(count),
        "payments": reading.number(told.payments),
        "share": reading.whole_percent(count / told.payments),
    }
