"""Pictures as data: ECharts options that charts.js completes with fonts, colours and theme.

A point may carry `href`; a click leads there: every figure leads to the list behind it.
Tooltips are drawn as rich text, because the HTML ones write inline styles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """tone: good, info, warn, bad, worst, neutral, faint or 1 to 6.

    hrefs: where each point leads. kind: bar or line. stack: series of one stack stand on
    each other. tones: where points differ from the tone of the series. written: the value
    stands at the bar.
    """

    name: str
    values: Sequence[float | None]
    tone: str = "1"
    kind: str = "bar"
    stack: str = ""
    hrefs: Sequence[str] = ()
    tones: Sequence[str] = ()
    written: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """From `low` to `high` at each label: what is not sure. None = nothing there.

    ends: what the two are called in a tooltip.
    """

    name: str
    values: Sequence[tuple[float, float] | None]
    ends: tuple[str, str]
    tone: str = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing on a day. said: what its tooltip says, in the reader's language."""

    on: date
    value: float
    said: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Points of one kind. tone: as of a series; mark: circle, triangle, diamond, or line,
    which joins them.
    """

    name: str
    points: Sequence[Point]
    tone: str = "1"
    mark: str = "circle"


def chart(
    labels: Sequence[str],
    series: Sequence[Series | Band],
    *,
    unit: str = "",
    lying: bool = False,
) -> dict[str, Any]:
    """Bars and lines over labels. `unit` stands behind values; `lying`: bars lie down."""
    names = {"type": "category", "data": list(labels)}
    sizes = {"type": "value"}
    return {
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "legend": {"show": len(series) > 1},
        "xAxis": sizes if lying else names,
        "yAxis": names | {"inverse": True} if lying else sizes,
        "series": [_band(one) if isinstance(one, Band) else _series(one) for one in series],
        "acquit": {"unit": unit, "tones": [one.tone for one in series]},
    }


def timeline(kinds: Sequence[Points], *, unit: str = "", zero: str = "") -> dict[str, Any]:
    """Points over days. zero: what stands at the line where nothing is above or below."""
    return {
        "tooltip": {"trigger": "item", "renderMode": "richText"},
        "legend": {"show": len(kinds) > 1},
        "xAxis": {"type": "time"},
        # Room on both sides: what stands on the line of zero is not cut.
        "yAxis": {"type": "value", "boundaryGap": ["8%", "8%"]},
        "series": [_points(one) for one in kinds],
        "acquit": {"unit": unit, "zero": zero, "tones": [one.tone for one in kinds]},
    }


def _band(one: Band) -> dict[str, Any]:
    return {
        "name": one.name,
        "type": "custom",
        "dimensions": ["", *one.ends],
        "encode": {"x": 0, "y": [1, 2], "tooltip": [1, 2]},
        "data": [
            {"value": [place, *ends]}
            for place, ends in enumerate(one.values)
            if ends is not None
        ],
    }


def _points(one: Points) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "name": one.name,
        "type": "line" if one.mark == "line" else "scatter",
        "data": [
            {"value": [str(dot.on), dot.value], "said": dot.said, "href": dot.href}
            for dot in one.points
        ],
    }
    if one.mark != "line":
        drawn["symbol"] = one.mark
    return drawn


def _series(one: Series) -> dict[str, Any]:
    hrefs = list(one.hrefs) or [""] * len(one.values)
    tones = list(one.tones) or [""] * len(one.values)
    drawn: dict[str, Any] = {
        "name": one.name,
        "type": one.kind,
        "data": [
            {"value": value, "href": href, "tone": tone}
            for value, href, tone in zip(one.values, hrefs, tones, strict=True)
        ],
        "written": one.written,
    }
    if one.stack:
        drawn["stack"] = one.stack
    return drawn
