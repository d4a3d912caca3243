"""`acquit matches`: what became of each line of the bank."""

from __future__ import annotations

from typing import Any

import click

from acquit.cli import running


@click.command()
@click.option("--company", "code", required=True)
@running.as_json
def matches(*, code: str, as_json: bool) -> None:
    """List the lines of a company's bank accounts: what each settles, or what is proposed
    for it, and by which evidence.
    """
    with running.with_database():
        from acquit.cli.trade import company  # noqa: PLC0415 - see running.setup
        from acquit.matching.queries.told import matches as told  # noqa: PLC0415

        rows = list(told(company(code).pk))
        text = "\n".join(map(_line, rows)) or "The bank has told nothing yet."
        running.emit_rows(rows, as_json=as_json, text=text)


def _line(row: dict[str, Any]) -> str:
    answers: list[dict[str, str]] = row["allocations"] or next(iter(row["proposals"]), [])
    what = ", ".join(f"{one['invoice']} {one['amount']}" for one in answers)
    return (
        f"{row['booked_on']} {row['amount']:>14} {row['currency']}  {row['outcome']:<9}"
        f"{what or row['text'][:60]}"
    )
