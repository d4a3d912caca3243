"""The key figures as tiles: a value, how it moved, how it is computed, its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.core.figures import PERIOD_DAYS
from acquit.insight.queries import EXPECTED_DAYS
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.core.money import Money
    from acquit.desk.cockpit.stand import Stand, Today

PLUS, MINUS, NOT_AVAILABLE = "+", "\u2212", "\u2013"
# Less than this is no movement worth an arrow.
STILL = 0.0005


@dataclass(frozen=True, slots=True)
class Trend:
    """How a figure moved since a month ago. good: for us; None = neither."""

    words: str
    up: bool | None
    good: bool | None

    @property
    def icon(self) -> str:
        if self.up is None:
            return "minus"
        return "trending-up" if self.up else "trending-down"

    @property
    def tone(self) -> str:
        return {True: "good", False: "bad", None: "neutral"}[self.good]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """value: what is read first; unit stands small behind it; under: one quiet line."""

    name: str
    value: str
    href: str
    how: str
    unit: str = ""
    under: str = ""
    tone: str = ""
    icon: str = ""
    trend: Trend | None = None


def key_figures(stand: Stand) -> Iterator[Tile]:
    """What is open, late and slow; and where there is no forecast, what falls due."""
    yield _outstanding(stand)
    yield _overdue(stand)
    yield _dso(stand)
    if stand.ahead.now is None:
        yield _falls_due(stand)


def work(today: Today) -> Iterator[Tile]:
    """What nobody has dealt with yet."""
    yield _neglected(today)
    yield Tile(
        name=_("Waiting for approval"),
        value=reading.number(today.ends.waiting),
        href=reverse("desk:dunning"),
        under=_("messages that a person lets leave")
        if today.ends.waiting
        else _("nothing waits for a person"),
        tone="warn" if today.ends.waiting else "",
        how=_(
            "Prepared steps that leave only after somebody has read and approved them. "
            "Everything else leaves by itself."
        ),
    )
    if today.sees_bank:
        yield Tile(
            name=_("Payments to look at"),
            value=reading.number(today.ends.to_look_at),
            href=reverse("desk:bank"),
            under=_to_look_at(today),
            tone="warn" if today.ends.to_look_at else "",
            how=_(
                "Bank lines of money in that no reference, number and amount made sure. "
                "Nothing is guessed: a person says what they are for."
            ),
        )


def _to_look_at(today: Today) -> str:
    if not today.ends.to_look_at:
        return _("every payment is matched")
    if today.part_of_company:
        return _("of the whole company: a bank line may be anybody's")
    return _("reminders of these payers may be held meanwhile")


def whole(money: Money) -> str:
    """The amount without its decimals: a tile is read for its size."""
    return reading.number(round(money.amount))


def _outstanding(stand: Stand) -> Tile:
    now = stand.now
    unused = [] if stand.today is None else stand.today.ends.unused
    loose = next((one for one in unused if one.currency == stand.currency), None)
    return Tile(
        name=_("Outstanding"),
        value=whole(now.open),
        unit=stand.currency,
        href=stand.invoices(),
        under=ngettext("%(shown)s open invoice", "%(shown)s open invoices", now.count)
        % {"shown": reading.number(now.count)},
        trend=moved(now.open.minor, stand.before.open.minor, more_is_good=None),
        how=_(
            "The open amounts of all receivables at the close of %(day)s, VAT included; "
            "each instalment of an invoice counts as one. Money and credit notes that no "
            "invoice has used yet are not taken off: %(unused)s."
        )
        % {
            "day": reading.long_day(stand.as_of),
            "unused": reading.amount_and_currency(loose) if loose else _("none"),
        },
    )


def _overdue(stand: Stand) -> Tile:
    now = stand.now
    share = now.overdue_share
    return Tile(
        name=_("Overdue"),
        value=whole(now.overdue),
        unit=stand.currency,
        href=stand.invoices(state="overdue"),
        under=_("%(share)s of what is outstanding") % {"share": reading.percent(share)}
        if share is not None
        else "",
        tone="bad" if now.overdue else "",
        trend=moved(now.overdue.minor, stand.before.overdue.minor, more_is_good=False),
        how=_(
            "Open amounts whose due day has passed: %(overdue)s of %(open)s. What is due "
            "on the day itself is not late. Disputed and promised amounts count too."
        )
        % {
            "overdue": reading.amount_and_currency(now.overdue),
            "open": reading.amount_and_currency(now.open),
        },
    )


def _dso(stand: Stand) -> Tile:
    dso = stand.dso
    return Tile(
        name=_("DSO"),
        value=NOT_AVAILABLE if dso.period is None else _days(dso.period),
        unit="" if dso.period is None else _("days"),
        href=stand.invoices(),
        under=_("not available: nothing was sold in %(days)d days") % {"days": PERIOD_DAYS}
        if dso.best is None
        else _("%(best)s at best, if nobody were late") % {"best": _days(dso.best)},
        trend=_days_moved(dso.period, stand.dso_before.period),
        how=_how_dso(stand),
    )


def _how_dso(stand: Stand) -> str:
    dso = stand.dso
    sold = reading.amount_and_currency(stand.money(dso.sales_minor))
    words = _(
        "Days sales outstanding: what is open (%(open)s), divided by what was sold in the "
        "last %(days)d days (%(sold)s, VAT included, less credit notes), times %(days)d. "
        "It falls when sales rise, even if nobody pays sooner."
    ) % {
        "open": reading.amount_and_currency(stand.now.open),
        "days": PERIOD_DAYS,
        "sold": sold,
    }
    if dso.delinquent is not None:
        words += " " + _("%(late)s of these days are lateness.") % {
            "late": _days(dso.delinquent)
        }
    if dso.counted_back is not None:
        words += " " + _("Counted back month by month it is %(back)s days.") % {
            "back": _days(dso.counted_back)
        }
    return words


def _falls_due(stand: Stand) -> Tile:
    last = stand.as_of + timedelta(days=EXPECTED_DAYS)
    return Tile(
        name=_("Due in the next %(days)d days") % {"days": EXPECTED_DAYS},
        value=whole(stand.now.soon),
        unit=stand.currency,
        href=stand.invoices(due_from=stand.as_of, due_until=last),
        under=_("by due day, not a forecast"),
        trend=moved(stand.now.soon.minor, stand.before.soon.minor, more_is_good=None),
        how=_(
            "What falls due from %(first)s to %(last)s, counted on its due day. It is cash "
            "to expect if everybody paid on time; what is overdue already is not in it."
        )
        % {
            "first": reading.short_day(stand.as_of),
            "last": reading.short_day(last),
        },
    )


def _neglected(today: Today) -> Tile:
    count = today.ends.neglected
    return Tile(
        name=_("Without a next action"),
        value=reading.number(count),
        icon="alert-triangle" if count else "circle-check",
        tone="bad" if count else "good",
        href=reverse("desk:invoices") + ("?next=none" if count else ""),
        under=_("the next daily cycle decides for them")
        if count
        else _("every open invoice has one, or a reason"),
        how=_(
            "For each open receivable exactly one of two is true: it has a next step with "
            "its day, or a named reason for having none. This counts those with neither."
        ),
    )


def moved(now: int, before: int, *, more_is_good: bool | None) -> Trend | None:
    """As a share of what it was; None where there was nothing."""
    if before <= 0:
        return None
    moved = (now - before) / before
    if abs(moved) < STILL:
        return Trend(reading.percent(0), None, None)
    up = moved > 0
    good = None if more_is_good is None else up is more_is_good
    return Trend(f"{PLUS if up else MINUS}{reading.percent(abs(moved))}", up, good)


def _days_moved(now: float | None, before: float | None) -> Trend | None:
    if now is None or before is None:
        return None
    moved = round(now - before, 1)
    if not moved:
        return Trend(_("%(days)s days") % {"days": _days(0)}, None, None)
    words = _("%(days)s days") % {
        "days": f"{PLUS if moved > 0 else MINUS}{_days(abs(moved))}"
    }
    return Trend(words, moved > 0, moved < 0)


def _days(days: float) -> str:
    return reading.number(round(days, 1))
