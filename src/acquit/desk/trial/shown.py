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
from acquit.desk.scenarios import said
from acquit.dunning.models import Trial, TrialState
from acquit.dunning.queries.chosen import IN_FORCE
from acquit.web import reading
from acquit.web.cells import Amounts, Badge, Cell, Link, Number, Text
from acquit.web.charts import Series, chart
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

# More bars than this are a hedge: weeks stand for days.
MOST_BARS = 100

_STATES = {
    TrialState.WAITING: ("clock", "neutral"),
    TrialState.RUNNING: ("loader", "info"),
    TrialState.DONE: ("circle-check", "good"),
    TrialState.FAILED: ("alert-triangle", "bad"),
}


def name(one: Trial) -> str:
    """What was tried."""
    if one.label == IN_FORCE:
        return _("Each customer by its own")
    named = said.name(one.scenario.name if one.scenario else one.label)
    return _("%(name)s (draft)") % {"name": named} if one.draft else named


def state(one: Trial) -> Badge:
    """How it stands."""
    icon, tone = _STATES[TrialState(one.state)]
    return Badge(one.get_state_display(), icon, tone)


def latest(some: Iterable[Trial]) -> Lines | None:
    """The trials that can be opened again, the newest first."""
    rows: list[Sequence[Cell]] = [
        [
            Link(name(one), reverse("desk:trial", args=[one.pk]), row=True),
            Text(_period(one.first_on, one.last_on)),
            Number((one.result or {}).get("messages")),
            state(one),
            Text(reading.instant(one.asked_at)),
        ]
        for one in some
    ]
    heads = [
        Head(_("Scenario")),
        Head(_("Days")),
        Head(_("Messages"), numeric=True),
        Head(_("State")),
        Head(_("Asked for"), phone=False),
    ]
    return Lines(heads, rows) if rows else None


def progress(one: Trial, *, now: datetime) -> dict[str, Any]:
    """How many days are over, of how many, and about how long it still takes."""
    days = (one.last_on - one.first_on).days + 1
    left = ""
    if one.began_at is not None and one.days_done:
        seconds = (now - one.began_at).total_seconds() / one.days_done
        rest = max(round(seconds * (days - one.days_done)), 1)
        left = ngettext(
            "about %(count)d second left", "about %(count)d seconds left", rest
        ) % {"count": rest}
    return {
        "days": days,
        "over": one.days_done,
        "percent": round(100 * one.days_done / days),
        "left": left,
        "state": state(one),
    }


def _period(first: date, last: date) -> str:
    return _("%(first)s to %(last)s") % {
        "first": reading.short_day(first, today=None),
        "last": reading.short_day(last, today=None),
    }


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
        return _held(self._told["held"])

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


def _held(found: Sequence[dict[str, Any]]) -> Lines:
    rows: list[Sequence[Cell]] = [
        [
            words.reason_badge(one["reason"]),
            Number(one["receivables"]),
            Number(one["people"]),
        ]
        for one in found
    ]
    heads = [
        Head(_("Reason")),
        Head(_("Receivables"), numeric=True),
        Head(_("Customers"), numeric=True),
    ]
    return Lines(heads, rows)


class Next:
    """What leaves on the next day."""

    def __init__(self, told: dict[str, Any]) -> None:
        self._told = told
        self.held = _held(told["held"])
        self.stale: bool = told["bank_is_stale"]

    @property
    def summary(self) -> str:
        """Messages, people, approvals and cost in one line."""
        cost = self._told["cost"]
        return _(
            "Messages: %(messages)s · customers: %(people)s · approvals: %(approvals)s · "
            "cost: %(cost)s"
        ) % {
            "messages": reading.number(self._told["messages"]),
            "people": reading.number(self._told["people"]),
            "approvals": reading.number(self._told["approvals"]["messages"]),
            "cost": reading.amount_and_currency(Money(cost["minor"], cost["currency"])),
        }


def next_table(force: dict[str, Any], tried: dict[str, Any] | None) -> Lines | None:
    """By step and channel: what is in force, and as it was tried."""
    now = {(one["step"], one["channel"]): one["messages"] for one in force["by_step"]}
    then = {
        (one["step"], one["channel"]): one["messages"]
        for one in (tried or {}).get("by_step", ())
    }
    rows: list[Sequence[Cell]] = []
    for step, channel in dict.fromkeys([*now, *then]):
        cells: list[Cell] = [
            Text(words.step(step), under=words.channel(channel)),
            Number(now.get((step, channel), 0)),
        ]
        if tried is not None:
            cells.append(Number(then.get((step, channel), 0)))
        rows.append(cells)
    heads = [Head(_("Step")), Head(_("In force"), numeric=True)]
    if tried is not None:
        heads.append(Head(_("As tried"), numeric=True))
    return Lines(heads, rows) if rows else None
