"""The key figures of what is to come: cash, money at risk, and whether to slow down."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.core import risk
from acquit.core.risk import Counsel, Reason
from acquit.desk.cockpit.cash import between
from acquit.desk.cockpit.tiles import Tile, moved, whole
from acquit.desk.customers.expected import LATE_30
from acquit.insight.queries import EXPECTED_DAYS, WEEKS
from acquit.web import reading
from acquit.web.cells import Badge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.functional import Promise

    from acquit.core.risk import Advice, Concentration, Stress
    from acquit.desk.cockpit.stand import Stand
    from acquit.insight.queries import Foresight

COUNSELS: dict[Counsel, tuple[str | Promise, str, str]] = {
    Counsel.GO_ON: (gettext_lazy("Carry on"), "circle-check", "good"),
    Counsel.CAREFUL: (gettext_lazy("Be careful"), "alert-triangle", "warn"),
    Counsel.SLOW_DOWN: (gettext_lazy("Slow down"), "player-pause", "bad"),
}


def tiles(stand: Stand) -> Iterator[Tile]:
    """None where there is no forecast."""
    ahead = stand.ahead.now
    if ahead is None:
        return
    yield _cash(stand, ahead)
    yield _at_risk(stand, ahead)
    if stand.ahead.advice:
        yield _investment(stand, stand.ahead.advice)


def counsel_badge(advice: Advice) -> Badge:
    """The counsel with its mark."""
    words, icon, tone = COUNSELS[advice.counsel]
    return Badge(str(words), icon, tone)


def why(stand: Stand, ahead: Foresight, advice: Advice) -> list[str]:
    """The sentences behind the counsel, the figures first."""
    low, promised = (stand.money(minor) for minor in ahead.counted)
    said = [
        _(
            "The terms promise %(promised)s for the next %(weeks)d weeks, of which "
            "%(late)s is overdue already. In nine cases of ten at least %(low)s of it "
            "comes: %(share)s can be counted on."
        )
        % {
            "promised": reading.amount_and_currency(promised),
            "weeks": WEEKS,
            "late": reading.amount_and_currency(stand.now.overdue),
            "low": reading.amount_and_currency(low),
            "share": reading.percent(advice.share),
        },
        _against_before(advice),
    ]
    said += [_reason(one, advice) for one in advice.reasons]
    if concentrated := stand.ahead.largest.concentration:
        said.append(
            _(
                "The three largest payers owe %(three)s of what is open: it hangs on them "
                "whether it comes."
            )
            % {"three": reading.percent(concentrated.three)}
        )
    return said


def how_counsel() -> str:
    """The rule in words, with its thresholds."""
    return _(
        "How much of the cash that the terms promise for %(weeks)d weeks, the overdue "
        "included, can be counted on: the low end of the forecast, divided by what is "
        "promised. Slow down below %(slow)s, or %(slow_fall)d points less than a quarter "
        "before; be careful below %(careful)s, or %(careful_fall)d points less. It knows "
        "the invoices that are issued, not orders, costs or the bank balance."
    ) % {
        "weeks": WEEKS,
        "slow": reading.whole_percent(risk.SLOW_BELOW),
        "careful": reading.whole_percent(risk.CAREFUL_BELOW),
        "slow_fall": round(risk.SLOW_FALL * 100),
        "careful_fall": round(risk.CAREFUL_FALL * 100),
    }


def how_at_risk(stand: Stand, ahead: Foresight) -> str:
    """How the money at risk is computed, and what is not in it."""
    words = _(
        "What is open, each amount times its chance to be paid more than 30 days late. "
        "What is more than 30 days late already counts whole. It is a sum of chances: the "
        "list behind it shows those that probably will be."
    )
    if ahead.unknown_minor:
        unknown = reading.amount_and_currency(stand.money(ahead.unknown_minor))
        words += " " + _("Of %(unknown)s nothing is predicted yet; it is left out.") % {
            "unknown": unknown
        }
    return words


def hanging(shares: Concentration) -> str:
    """How much hangs on few payers, in one sentence."""
    return _(
        "The largest payer owes %(first)s of it, the three largest %(three)s, the ten "
        "largest %(ten)s: as if there were %(alike)s payers of the same size."
    ) % {
        "first": reading.percent(shares.first),
        "three": reading.percent(shares.three),
        "ten": reading.percent(shares.ten),
        "alike": reading.number(round(shares.alike, 1)),
    }


def told_stress(stand: Stand, found: Stress) -> str:
    """What it comes to, in a sentence or two."""
    words = _(
        "If the three largest payers paid %(days)d days later, %(cash)s would come in "
        "these days instead of %(expected)s."
    ) % {
        "days": risk.STRESSED_DAYS,
        "cash": reading.amount_and_currency(stand.money(found.cash_minor)),
        "expected": reading.amount_and_currency(
            stand.money(found.cash_minor + found.falls_minor)
        ),
    }
    if found.dso_days is not None:
        words += " " + _("The DSO would grow by %(days)s days.") % {
            "days": reading.number(round(found.dso_days, 1))
        }
    return words


def _cash(stand: Stand, ahead: Foresight) -> Tile:
    last = ahead.made_on + timedelta(days=EXPECTED_DAYS - 1)
    before = stand.ahead.month.days_30.minor if stand.ahead.month else 0
    return Tile(
        name=_("Cash expected in %(days)d days") % {"days": EXPECTED_DAYS},
        value=whole(stand.money(ahead.days_30.minor)),
        unit=stand.currency,
        href=stand.invoices(due_from=stand.as_of, due_until=last)
        if stand.past
        else stand.invoices(expected_until=last),
        under=_("%(between)s in 8 cases of 10")
        % {"between": between(stand, ahead.days_30)},
        trend=moved(ahead.days_30.minor, before, more_is_good=None),
        how=_(
            "What is expected of each payer from %(first)s to %(last)s, added up, by the "
            "invoices that are open on that morning; overdue ones too. In eight cases of "
            "ten what comes lies between the two sums below it. If everybody paid on the "
            "due day, %(due)s would come, and the overdue."
        )
        % {
            "first": reading.short_day(ahead.made_on),
            "last": reading.short_day(last),
            "due": reading.amount_and_currency(stand.now.soon),
        },
    )


def _at_risk(stand: Stand, ahead: Foresight) -> Tile:
    share = ahead.at_risk_minor / stand.now.open.minor if stand.now.open.minor else 0.0
    before = stand.ahead.month.at_risk_minor if stand.ahead.month else 0
    return Tile(
        name=_("Money at risk"),
        value=whole(stand.money(ahead.at_risk_minor)),
        unit=stand.currency,
        href=stand.invoices(state="overdue")
        if stand.past
        else stand.invoices(expected=LATE_30),
        under=_("%(share)s of what is outstanding, over 30 days late in the end")
        % {"share": reading.percent(share)},
        tone="bad" if ahead.at_risk_minor else "",
        trend=moved(ahead.at_risk_minor, before, more_is_good=False),
        how=how_at_risk(stand, ahead),
    )


def _investment(stand: Stand, advice: Advice) -> Tile:
    words, icon, tone = COUNSELS[advice.counsel]
    past = f"?as_of={stand.past}" if stand.past else ""
    return Tile(
        name=_("Slow down investment?"),
        value=str(words),
        icon=icon,
        tone=tone,
        href=reverse("desk:forecast") + past + "#investment",
        under=_("%(share)s of %(weeks)d weeks' cash can be counted on")
        % {"share": reading.percent(advice.share), "weeks": WEEKS},
        how=how_counsel(),
    )


def _against_before(advice: Advice) -> str:
    if advice.before is None or advice.change is None:
        return _("What could be counted on a quarter before is not known.")
    words = (
        _("A quarter before it was %(before)s: %(points)s points more now.")
        if advice.change >= 0
        else _("A quarter before it was %(before)s: %(points)s points less now.")
    )
    return words % {
        "before": reading.percent(advice.before),
        "points": reading.number(round(abs(advice.change) * 100, 1)),
    }


def _reason(one: Reason, advice: Advice) -> str:
    match one:
        case Reason.LITTLE:
            limit = (
                risk.SLOW_BELOW if advice.share < risk.SLOW_BELOW else risk.CAREFUL_BELOW
            )
            return _("That is less than %(limit)s.") % {
                "limit": reading.whole_percent(limit)
            }
        case Reason.FALLEN:
            return _("What can be counted on is falling.")
        case Reason.ENOUGH:
            return _("That is enough, and not falling much.")
