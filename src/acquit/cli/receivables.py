"""`acquit receivables`: every open receivable, with what comes next and why."""

from __future__ import annotations

from typing import Any

import click

from acquit.cli import running


@click.command()
@click.option("--company", "code", required=True)
@running.as_json
def receivables(*, code: str, as_json: bool) -> None:
    """List the open receivables of a company, earliest due first."""
    with running.with_database():
        from acquit.cli.trade import company  # noqa: PLC0415 - see running.setup
        from acquit.dunning.queries.receivables import followed_up  # noqa: PLC0415

        rows = followed_up(company(code).pk)
        text = "\n".join(map(_line, rows)) or "Nothing is open."
        running.emit_rows(rows, as_json=as_json, text=text)


def _line(row: dict[str, Any]) -> str:
    what = (
        f"{row['next_action']} on {row['next_on']}" if row["next_action"] else row["reason"]
    )
    return (
        f"{row['due_on']}  {row['customer']:<12} {row['invoice']:<16}"
        f"{row['open']:>14} {row['currency']}  {what}"
    )
