"""What came of a trial, in words, tables and a picture."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.core.money import Money
from acquit.desk import words
from acquit.desk.pictures import Picture
from acquit.desk.trial.ahead import held
from acquit.web import reading
from acquit.web.cells import Amounts, Cell, Link, Number, Text
from acquit.web.charts import Series, chart
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.dunning.models import Trial

# More bars than this are a hedge: weeks stand for days.
MOST_BARS = 100


class Told:
    """The result of one trial, as its page shows it."""

    def __init__(self, trial: Trial, today: date) -> None:
        self._told: dict[str, Any] = trial.result or {}
        self._today = today
        self.first, self.last = trial.first_on, trial.last_on
        since = self._told.get("known_since")
        self.since = date.fromisoformat(since) if since else None

    @property
    def begins_late(self) -> bool:
        """True when the books began after the first day."""
        return self.since is None or self.since > self.first

    @property
    def figures(self) -> list[dict[str, str]]:
        """The handful that matter, each beside what really was."""
        told, really, cost = self._told, self._told["really"], self._told["cost"]
        approvals = told["approvals"]
        return [
            {
                "name": _("Messages"),
                "value": reading.number(told["messages"]),
                "under": _("really sent: %(count)s")
                % {"count": reading.number(really["messages"])},
            },
            {
                "name": _("Customers written to"),
                "value": reading.number(told["people"]),
                "under": _("really: %(count)s, of %(all)s")
                % {
                    "count": reading.number(really["people"]),
                    "all": reading.number(told["customers"]),
                },
            },
            {
                "name": _("Approvals"),
                "value": reading.number(approvals["messages"]),
                "under": _("taken as given on the day"),
            },
            {
                "name": _("Cost"),
                "value": reading.amount_and_currency(
                    Money(cost["minor"], cost["currency"])
                ),
                "under": _("what was really sent: %(amount)s")
                % {
                    "amount": reading.amount_and_currency(
                        Money(cost["sent_minor"], cost["currency"])
                    )
                },
            },
            {
                "name": _("Written to although paid"),
                "value": reading.number(told["written_though_paid"]),
                "under": _("what was recorded as paid is never asked for"),
            },
        ]

    @property
    def stale(self) -> str:
        """How often the bank data were too old; empty for never."""
        days = self._told["stale_days"]
        if not days:
            return ""
        return ngettext(
            "On %(count)d day nobody would have been reminded: the bank data were too old.",
            "On %(count)d days nobody would have been reminded: the bank data were too "
            "old.",
            days,
        ) % {"count": days}

    @property
    def days(self) -> Picture:
        """Messages by day, or by week where the days are many."""
        bars = _bars(self._told["by_day"], weekly=(self.last - self.first).days > MOST_BARS)
        labels = [reading.short_day(day, today=self._today) for day in bars]
        tried, really = _("Would have left"), _("Really left")
        rows: list[Sequence[Cell]] = [
            [Text(reading.short_day(day)), Number(one[0]), Number(one[1])]
            for day, one in bars.items()
        ]
        return Picture(
            name="trial_days",
            title=_("Day by day")
            if len(bars) == len(self._told["by_day"])
            else _("Week by week"),
            option=chart(
                labels,
                [
                    Series(name=tried, values=[one[0] for one in bars.values()], tone="1"),
                    Series(
                        name=really, values=[one[1] for one in bars.values()], tone="faint"
                    ),
                ],
            ),
            how=_(
                "Each day is decided by what was recorded before its morning, and goes on "
                "from what the trial itself sent before. Payments are those that really "
                "came: a trial cannot know who would have paid sooner."
            ),
            table=Lines(
                [Head(_("Day")), Head(tried, numeric=True), Head(really, numeric=True)],
                rows,
            ),
        )

    @property
    def steps(self) -> Lines:
        """By step and channel, beside what was sent."""
        rows: list[Sequence[Cell]] = [
            [
                Text(words.step(one["step"]), under=words.channel(one["channel"])),
                Number(one["messages"]),
                Number(one["sent"]),
                Number(one["people"]),
            ]
            for one in self._told["by_step"]
        ]
        return Lines(
            [
                Head(_("Step")),
                Head(_("Would have left"), numeric=True),
                Head(_("Really left"), numeric=True),
                Head(_("Customers"), numeric=True),
            ],
            rows,
        )

    @property
    def held(self) -> Lines:
        """What was not asked for, and why."""
        return held(self._told["held"])

    @property
    def costs(self) -> Lines:
        """By channel."""
        cost = self._told["cost"]
        rows: list[Sequence[Cell]] = [
            [
                Text(words.channel(one["channel"])),
                Number(one["messages"]),
                Amounts([Money(one["each_minor"], cost["currency"])]),
                Amounts([Money(one["minor"], cost["currency"])]),
            ]
            for one in cost["lines"]
        ]
        return Lines(
            [
                Head(_("Channel")),
                Head(_("Messages"), numeric=True),
                Head(_("Each"), numeric=True),
                Head(_("Cost"), numeric=True),
            ],
            rows,
        )

    @property
    def call_minutes(self) -> int:
        """How long people would have been on the phone."""
        minutes: int = self._told["cost"]["call_minutes"]
        return minutes

    @property
    def same(self) -> str:
        """How much of it is what was really sent."""
        found = self._told["differences"]
        return _(
            "The same step to the same customer on the same day: %(same)s. Only tried: "
            "%(tried)s. Only really sent: %(sent)s."
        ) % {
            "same": reading.number(found["same"]),
            "tried": reading.number(found["only_tried"]),
            "sent": reading.number(found["only_sent"]),
        }

    @property
    def differences(self) -> list[tuple[str, Lines | None]]:
        """Customers who would have got something and got nothing, and the reverse."""
        found = self._told["differences"]
        return [
            (
                _("Would have got something, and got nothing: %(count)s")
                % {"count": reading.number(found["people_only_tried"])},
                self._people(found["first_only_tried"]),
            ),
            (
                _("Got something, and would have got nothing: %(count)s")
                % {"count": reading.number(found["people_only_sent"])},
                self._people(found["first_only_sent"]),
            ),
        ]

    def _people(self, some: Sequence[dict[str, Any]]) -> Lines | None:
        rows: list[Sequence[Cell]] = [
            [
                Link(
                    one["name"],
                    reverse("desk:customer", args=[one["id"]]),
                    under=one["customer"],
                ),
                Text(reading.short_day(date.fromisoformat(one["first_on"]))),
                Text(", ".join(words.step(step) for step in one["steps"])),
            ]
            for one in some
        ]
        heads = [Head(_("Customer")), Head(_("First on")), Head(_("Steps"))]
        return Lines(heads, rows) if rows else None


def _bars(by_day: Sequence[dict[str, Any]], *, weekly: bool) -> dict[date, tuple[int, int]]:
    """Tried and sent by day, or by the Monday of the week."""
    bars: dict[date, tuple[int, int]] = {}
    for one in by_day:
        day = date.fromisoformat(one["day"])
        if weekly:
            day = date.fromordinal(day.toordinal() - day.weekday())
        tried, sent = bars.get(day, (0, 0))
        bars[day] = (tried + one["messages"], sent + one["sent"])
    return bars
