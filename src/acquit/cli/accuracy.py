"""`acquit accuracy`: how right the matching is on a company's own books."""

from __future__ import annotations

from typing import Any

import click

from acquit.cli import running


@click.command()
@click.option("--company", "code", required=True)
@running.as_json
def accuracy(*, code: str, as_json: bool) -> None:
    """Tell how much of what was posted by itself was right, by month and kind of evidence,
    what people taught, and what posts by itself; and how right the predictions were.
    """
    with running.with_database():
        from acquit.cli import proving, trade  # noqa: PLC0415 - see running.setup

        told = proving.told(trade.company(code))
        running.emit(told, as_json=as_json, text=_text(told))


def _text(told: dict[str, Any]) -> str:
    lines = [
        f"Posted by itself in 12 months: {told['posted']}, taken back: {told['undone']}",
        f"Right: at least {_percent(told['least'])}, wanted: {_percent(told['wanted'])}",
        f"Posts as well: {', '.join(told['posts']) or 'none'}",
    ]
    if told["offered"]:
        lines.append(f"People do so by hand already: {', '.join(told['offered'])}")
    lines += [
        f"{one['posted']:>7} posted {one['undone']:>5} taken back  "
        f"{one['becomes']:<8}{one['kind']}"
        for one in told["kinds"]
    ]
    lines += [
        f"{one['month']}: {one['n']} invoices predicted, {one['mae']:.1f} days off, "
        f"guessing {one['naive_mae']:.1f}"
        for one in told["predictions"]["months"]
    ]
    return "\n".join(lines)


def _percent(share: float) -> str:
    return f"{share:.2%}"
