"""When an open receivable is expected to be paid: its cell, its columns, its chances."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.core.behaviour.habits import MUCH_LATER_DAYS
from acquit.web import reading
from acquit.web.cells import EMPTY, Text
from acquit.web.tables import Column, Filter

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from acquit.ledger.models import Receivable
    from acquit.scoring.models import Prediction
    from acquit.web.cells import Cell

# From this chance on it is said to happen.
PROBABLY = 0.5
LATE, LATE_30, WEEK = "late", "late_30", "week"


@dataclass(frozen=True, slots=True)
class Expected:
    """The day to count on; below it the interval, and the chance that still is open: to be
    late; of what is late already, to be more than 30 days late; of that, to be paid soon.
    """

    prediction: Prediction
    due_on: date
    today: date

    def html(self) -> SafeString:
        one = self.prediction
        words, chance, tone = self._chance()
        return format_html(
            '<div class="expected">{}<span class="cell-under">{}</span>'
            '<span class="cell-under{}">{}</span></div>',
            reading.bare_day_html(one.expected_on, today=self.today),
            interval(one, today=self.today),
            f" ink-{tone}" if chance >= PROBABLY else "",
            words % {"chance": in_hundred(chance)},
        )

    def plain(self) -> date:
        return self.prediction.expected_on

    def _chance(self) -> tuple[str, float, str]:
        one, late_days = self.prediction, (self.prediction.made_on - self.due_on).days
        if late_days <= 0:
            return _("late: %(chance)s"), one.late, "bad"
        if late_days <= MUCH_LATER_DAYS:
            return _("over 30 days: %(chance)s"), one.late_30, "bad"
        return _("within 7 days: %(chance)s"), one.within_7, "good"


@dataclass(frozen=True, slots=True)
class Chance:
    """How probable something is, as a percentage."""

    chance: float | None

    def html(self) -> SafeString:
        return EMPTY if self.chance is None else format_html("{}", in_hundred(self.chance))

    def plain(self) -> Decimal | None:
        """0 to 1."""
        return None if self.chance is None else Decimal(f"{self.chance:.3f}")


def in_hundred(chance: float) -> str:
    """`85 %`; nothing that may happen is certain, and nothing impossible."""
    if chance < 0.005:
        return _("under %(share)s") % {"share": reading.whole_percent(0.01)}
    if chance > 0.995:
        return _("over %(share)s") % {"share": reading.whole_percent(0.99)}
    return reading.whole_percent(chance)


def interval(one: Prediction, *, today: date) -> str:
    """`24 Nov to 4 Dec`: eight in ten payments fall between."""
    return _("%(first)s to %(last)s") % {
        "first": reading.short_day(one.low_on, today=today),
        "last": reading.short_day(one.high_on, today=today),
    }


def prediction_of(row: Receivable) -> Prediction | None:
    """What is predicted of it, while something is open; joined by whoever asked for it."""
    found: Prediction | None = getattr(row, "prediction", None)
    return found if row.open_minor else None


def cell(row: Receivable, *, today: date) -> Cell:
    """The day to count on, empty where nothing is predicted."""
    one = prediction_of(row)
    return Text("") if one is None else Expected(one, row.due_on, today)


def columns(*, today: date, shown: bool) -> list[Column[Receivable]]:
    """The expected day; and when asked for, its chances."""
    return [
        Column(
            "expected",
            gettext_lazy("Expected"),
            lambda row: cell(row, today=today),
            sort="prediction__expected_on",
            shown=shown,
        ),
        Column(
            "chance_late",
            gettext_lazy("Chance to be late"),
            lambda row: Chance(one.late if (one := prediction_of(row)) else None),
            sort="prediction__late",
            numeric=True,
            shown=False,
            phone=False,
        ),
        Column(
            "chance_late_30",
            gettext_lazy("Chance to be over 30 days late"),
            lambda row: Chance(one.late_30 if (one := prediction_of(row)) else None),
            sort="prediction__late_30",
            numeric=True,
            shown=False,
            phone=False,
        ),
    ]


def filters() -> list[Filter[Receivable]]:
    """Those of which something is probable; those whose day to count on lies between."""
    return [
        Filter(
            "expected",
            gettext_lazy("Expected"),
            _by_chance,
            options=[
                (LATE, gettext_lazy("Probably late")),
                (LATE_30, gettext_lazy("Probably over 30 days late")),
                (WEEK, gettext_lazy("Probably paid within 7 days")),
            ],
        ),
        Filter(
            "expected_from",
            gettext_lazy("Expected from"),
            lambda rows, day: _open(rows).filter(prediction__expected_on__gte=day),
            kind="day",
        ),
        Filter(
            "expected_until",
            gettext_lazy("Expected until"),
            lambda rows, day: _open(rows).filter(prediction__expected_on__lte=day),
            kind="day",
        ),
    ]


def _by_chance(rows: QuerySet[Receivable], value: str) -> QuerySet[Receivable]:
    field = {LATE: "late", LATE_30: "late_30", WEEK: "within_7"}[value]
    return _open(rows).filter(**{f"prediction__{field}__gte": PROBABLY})


def _open(rows: QuerySet[Receivable]) -> QuerySet[Receivable]:
    """Of what is settled, the last prediction may still be there."""
    return rows.filter(open_minor__gt=0)
