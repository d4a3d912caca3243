"""What every page writes alike: money, days, marks, reasons, icons, charts.

Load with `{% load acquit %}`. Values come in, HTML goes out; no query is made.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from acquit.core.money import Money
from acquit.web import reading
from acquit.web.cells import EMPTY, Badge, why_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.web.cells import Cell

register = template.Library()


@register.simple_tag
def money(minor: int | Money | None, currency: str = "") -> SafeString:
    """`{% money row.open_minor row.currency %}` or `{% money amount %}`."""
    if minor is None:
        return EMPTY
    return reading.money_html(minor if isinstance(minor, Money) else Money(minor, currency))


@register.simple_tag
def short_money(amount: Money) -> str:
    """`{% short_money amount %}`: 1.2M EUR."""
    return reading.short_amount(amount)


@register.simple_tag
def day(value: date | None, today: date) -> SafeString:
    """`{% day row.next_on today %}`: in 5 days · 27 Nov."""
    return EMPTY if value is None else reading.day_html(value, today=today)


@register.simple_tag
def due(value: date | None, today: date) -> SafeString:
    """`{% due row.due_on today %}`: 12 days late · 10 Nov."""
    return EMPTY if value is None else reading.due_html(value, today=today)


@register.filter
def full_day(value: date) -> str:
    """Tuesday 10 November 2026."""
    return reading.long_day(value)


@register.filter
def brief_day(value: date | None) -> str:
    """10 Nov 2026."""
    return "" if value is None else reading.short_day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """10 Nov 2026, 14:05."""
    return "" if value is None else reading.instant(value)


@register.filter
def clock(value: datetime) -> str:
    """14:05."""
    return reading.clock(value)


@register.filter
def number(value: float) -> str:
    """1,234 as the reader writes it."""
    return reading.number(value)


@register.filter
def percent(share: float) -> str:
    """0.213 → 21.3 %."""
    return reading.percent(share)


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "users" %}`: a picture that says nothing to a screen reader."""
    return format_html('<i class="ti ti-{}" aria-hidden="true"></i>', name)


@register.simple_tag
def badge(words: str, icon: str, tone: str = "neutral") -> SafeString:
    """`{% badge _("Disputed") "message-exclamation" "warn" %}`: an icon and a word."""
    return Badge(words, icon, tone).html()


@register.filter
def html(cell: Cell) -> SafeString:
    """A cell as it is shown."""
    return cell.html()


@register.simple_tag
def why(reason: str) -> SafeString:
    """`{% why words %}`: the reason, one click away. Empty words show nothing."""
    return why_html(reason) if reason else SafeString("")


@register.simple_tag
def how(words: str) -> SafeString:
    """`{% how words %}`: how a figure is computed, one click away."""
    return why_html(words, how=True)


@register.simple_tag
def chart(option: dict[str, Any], name: str, title: str) -> SafeString:
    """`{% chart option "ageing" _("Aged balance") %}`: `name` is its id.

    `option` is what `acquit.web.charts` makes, and charts.js mounts it; the title is read
    to those who see no picture.
    """
    return format_html(
        '<div class="chart" id="chart-{}" data-chart="{}" role="img" aria-label="{}">'
        "</div>{}",
        name,
        f"chart-data-{name}",
        title,
        json_script(option, f"chart-data-{name}"),
    )


@register.inclusion_tag("web/bar.html")
def bar(parts: Sequence[tuple[str, str, int]]) -> dict[str, Any]:
    """`{% bar parts %}`: a bar cut in (words, tone, size); a drawing needs no style."""
    total = sum(size for _, _, size in parts) or 1
    drawn, start = [], 0.0
    for words, tone, size in parts:
        width = 100 * size / total
        drawn.append(
            {"words": words, "tone": tone, "x": f"{start:.3f}", "width": f"{width:.3f}"}
        )
        start += width
    return {"parts": drawn}
