"""`acquit forecast`: what comes in, how sure that is, and what may go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.option("--company", "code", help="One company; default: all of them together.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="What was forecast on a past day; default: the business day.",
)
@running.as_json
def forecast(*, code: str | None, as_of: datetime | None, as_json: bool) -> None:
    """Tell the cash that is expected by week with its interval, what may be late or lost,
    and how right the forecasts of past weeks were.
    """
    with running.with_database():
        from acquit.cli import ahead  # noqa: PLC0415 - see running.setup

        told = ahead.told(code, as_of)
        running.emit(told, as_json=as_json, text=_text(told))


def _text(told: dict[str, Any]) -> str:
    parts = [_currency(one) for one in told["currencies"]]
    return "\n\n".join(parts) or f"No forecast is known of {told['as_of']}."


def _currency(one: dict[str, Any]) -> str:
    soon, ends = one["days_30"], one["quarter"]
    share = "nothing" if one["counted_on"] is None else f"{one['counted_on']:.1%}"
    lines = [
        f"{one['currency']}, as forecast on {one['made_on']}",
        f"In 30 days: {soon['expected']} ({soon['low']} to {soon['high']})",
        f"In 13 weeks: {ends['expected']} ({ends['low']} to {ends['high']})",
        f"Promised by the terms: {one['promised']}, to be counted on: {share}"
        f" ({one['counsel'] or 'no counsel'})",
        f"At risk: {one['at_risk']}, expected to be lost: {one['lost']}",
    ]
    lines += [
        f"{week['week']} {week['expected']:>16} {week['low']:>16} {week['high']:>16}"
        for week in one["weeks"]
    ]
    return "\n".join(lines)
