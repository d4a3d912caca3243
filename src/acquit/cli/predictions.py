"""`acquit predictions`: learn from a company's own books, and predict what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.option("--company", "code", help="By default every company.")
@click.option("--learn", "learning", is_flag=True, help="Learn before, whatever the day.")
@click.option("--check", "checking", is_flag=True, help="Judge the months that are over.")
@click.option(
    "--as-of",
    "as_of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The morning; by default that of the last day walked.",
)
@running.as_json
def predictions(
    *,
    code: str | None,
    learning: bool,
    checking: bool,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Predict when each open receivable will be paid, here and now; the worker does the
    same after each walk and learns every Sunday.
    """
    with running.with_database():
        from acquit.cli import foretelling  # noqa: PLC0415 - see running.setup

        rows = [
            foretelling.told(company, as_of, learning=learning, checking=checking)
            for company in foretelling.companies(code)
        ]
        text = "\n".join(map(_line, rows)) or "There is no company yet."
        running.emit_rows(rows, as_json=as_json, text=text)


def _line(row: dict[str, Any]) -> str:
    verdict = row["verdict"]
    by = "a model learnt from these books" if row["trained"] else "the payers' histograms"
    judged = f", {row['checked']} months judged" if "checked" in row else ""
    return (
        f"{row['company']}: {row['predicted']} receivables of {row['payers']} payers "
        f"predicted by {by} (version {row['version']}: {verdict['why']}), "
        f"{row['predict_seconds']} s{judged}"
    )
