"""`acquit limitation`: until when open claims can be brought to court."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--company", "code", help="Of this company; default: of all.")
@click.option("--within", type=int, default=12, show_default=True, help="Months.")
@click.option("--as-of", type=_DAY, help="Default: the last day walked.")
@running.as_json
def limitation(
    *, code: str | None, within: int, as_of: datetime | None, as_json: bool
) -> None:
    """Tell which open claims lapse within so many months, next to fall first, by which law,
    and what moved the day; last those whose day nobody knows. Not legal advice.
    """
    with running.with_database():
        from acquit.cli import lapsing  # noqa: PLC0415 - see running.setup

        told = lapsing.told(code, within, as_of)
        running.emit_rows(told, as_json=as_json, text=_text(told))


def _text(told: Sequence[dict[str, Any]]) -> str:
    if not told:
        return "No open claim lapses within that time."
    return "\n".join(_line(one) for one in told)


def _line(one: dict[str, Any]) -> str:
    about = f"{one['invoice']:<16} {one['customer']:<12} {one['open']:>14}"
    if one["until"] is None:
        return f"not known   {about}  {one['why']}"
    moved = f", moved by {one['moved_by']} of {one['moved_on']}" if one["moved_by"] else ""
    return (
        f"{one['until']}  {about}  {one['country']}, years: {one['years']}; {one['source']}"
        f" ({one['certainty']}){moved}"
    )
