"""How numbers, money and days are written for the reader, in the language of the page.

English pages follow British habits (10 Nov, 1,234.50): in Europe the day comes first.
"""

from __future__ import annotations

from datetime import date
from math import ceil, floor
from typing import TYPE_CHECKING

from babel import dates
from babel import numbers as babel_numbers
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, ngettext

from acquit.core.money import exponent

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from django.utils.safestring import SafeString

    from acquit.core.money import Money

_LOCALES = {"en": "en_GB", "fr": "fr_FR", "nl": "nl_BE", "de": "de_DE"}


def locale() -> str:
    """The reader's locale, for Babel."""
    return _LOCALES.get((get_language() or "en")[:2], "en_GB")


def group_mark() -> str:
    """What stands between thousands in the reader's language."""
    return str(babel_numbers.get_group_symbol(locale()))


def number(value: float) -> str:
    """A count or a figure with the reader's separators."""
    return str(babel_numbers.format_decimal(value, locale=locale()))


def percent(share: float) -> str:
    """A share (0..1) as a percentage with one decimal."""
    return str(babel_numbers.format_percent(share, format="#,##0.0 %", locale=locale()))


def whole_percent(share: float) -> str:
    """A share (0..1) as a percentage without decimals."""
    return str(babel_numbers.format_percent(share, format="#,##0 %", locale=locale()))


def exact_percent(share: float, *, up: bool = False) -> str:
    """A share (0..1) as a percentage with up to two decimals, rounded down: it never tells
    more than is so. up: rounded up, for what a share is at most.
    """
    # A ten-thousandth that only binary fractions are short of is whole.
    units = share * 10_000
    whole = ceil(units - 1e-6) if up else floor(units + 1e-6)
    return str(
        babel_numbers.format_percent(whole / 10_000, format="#,##0.## %", locale=locale())
    )


def yearly_rate(percent: Decimal) -> str:
    """A rate in percent a year (10.5), with two decimals as authorities publish it."""
    share = percent / 100
    return str(babel_numbers.format_percent(share, format="#,##0.00## %", locale=locale()))


def amount(money: Money) -> str:
    """The amount alone, with as many decimals as its currency has."""
    places = exponent(money.currency)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(babel_numbers.format_decimal(money.amount, format=pattern, locale=locale()))


def amount_and_currency(money: Money) -> str:
    """`1,234.50 EUR`, for sentences and exports."""
    return f"{amount(money)} {money.currency}"


def short_amount(money: Money) -> str:
    """`1.2M EUR`, for tiles and axes: where the eye wants the size, not the cents."""
    short = babel_numbers.format_compact_decimal(
        round(money.amount), fraction_digits=1, locale=locale()
    )
    return f"{short} {money.currency}"


def money_html(money: Money) -> SafeString:
    """Tabular digits with the currency, small, behind."""
    sign = " money-negative" if money.minor < 0 else ""
    return format_html(
        '<span class="money{}">{}<span class="money-currency">{}</span></span>',
        sign,
        amount(money),
        money.currency,
    )


def day(text: str) -> date | None:
    """The day of an address, `2026-11-10`; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def short_day(day: date, *, today: date | None = None) -> str:
    """`10 Nov`, with the year when it is not this one."""
    same_year = today is not None and day.year == today.year
    return str(
        dates.format_skeleton("MMMd" if same_year else "yMMMd", day, locale=locale())
    )


def long_day(day: date) -> str:
    """`Tuesday 10 November 2026`: what a title attribute or a heading says."""
    return str(dates.format_date(day, "full", locale=locale()))


def instant(at: datetime) -> str:
    """The day and the minute, in the time zone of the page."""
    local = timezone.localtime(at)
    return str(dates.format_datetime(local, "medium", locale=locale())).rsplit(":", 1)[0]


def ago(at: datetime, *, now: datetime) -> str:
    """`3 minutes ago`, `in 2 hours`: roughly, and never without a direction."""
    words = dates.format_timedelta(
        at - now, add_direction=True, threshold=1.1, locale=locale()
    )
    return str(words)


def clock(at: datetime) -> str:
    """The minute alone: `14:05`."""
    return timezone.localtime(at).strftime("%H:%M")


def distance(day: date, *, today: date) -> str:
    """`today`, `in 5 days`, `12 days ago`."""
    gap_days = (day - today).days
    if gap_days in {-1, 0, 1}:
        return {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}[
            gap_days
        ]
    if gap_days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", gap_days) % {
            "days": gap_days
        }
    return ngettext("%(days)d day ago", "%(days)d days ago", -gap_days) % {
        "days": -gap_days
    }


def lateness(day: date, *, today: date) -> str:
    """`12 days late`, `due today`, `due in 5 days`."""
    gap_days = (day - today).days
    if gap_days == 0:
        return gettext("due today")
    if gap_days > 0:
        return ngettext("due in %(days)d day", "due in %(days)d days", gap_days) % {
            "days": gap_days
        }
    return ngettext("%(days)d day late", "%(days)d days late", -gap_days) % {
        "days": -gap_days
    }


def day_html(day: date, *, today: date) -> SafeString:
    """Relative and absolute: `in 5 days · 27 Nov`."""
    return _day_html(distance(day, today=today), day, today=today, late=False)


def bare_day_html(day: date, *, today: date) -> SafeString:
    """The day alone: `10 Nov`, in one piece."""
    return format_html(
        '<time class="day" datetime="{}" title="{}">{}</time>',
        day.isoformat(),
        distance(day, today=today),
        short_day(day, today=today),
    )


def due_html(day: date, *, today: date) -> SafeString:
    """The same for a day by which something is due: `12 days late · 10 Nov`."""
    return _day_html(lateness(day, today=today), day, today=today, late=day < today)


def _day_html(words: str, day: date, *, today: date, late: bool) -> SafeString:
    return format_html(
        '<time class="day{}" datetime="{}" title="{}">{} '
        '<span class="day-date">{}</span></time>',
        " day-late" if late else "",
        day.isoformat(),
        long_day(day),
        words,
        short_day(day, today=today),
    )
