"""`acquit templates`: which texts a company has of its own, and whether they still do."""

from __future__ import annotations

import click

from acquit.cli import running


@click.command()
@click.option("--company", "code", required=True, help="Code of the company.")
@click.option("--check", is_flag=True, help="Write each own text for every customer.")
@running.as_json
def templates(*, code: str, check: bool, as_json: bool) -> None:
    """List the texts of messages; with --check, fail when one of its own does not do."""
    with running.with_database():
        from acquit.cli import wordings  # noqa: PLC0415 - see running.setup

        rows = wordings.listed(code, check=check)
    running.emit_rows(rows, as_json=as_json, text=wordings.told(rows))
    if any(row.get("problem") for row in rows):
        raise click.exceptions.Exit(1)
