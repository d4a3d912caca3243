"""`acquit predict`: when each open invoice of a table will be paid. Needs no database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime

_TABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--history", required=True, type=_TABLE, help="Invoices with settled_on.")
@click.option("--open", "open_", required=True, type=_TABLE, help="Invoices to predict.")
@click.option("--as-of", required=True, type=click.DateTime(["%Y-%m-%d"]))
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A CSV."
)
@click.option(
    "--customers", type=_TABLE, help="A customers table: countries, direct debits."
)
@click.option("--country", default="", help="Where payers are, if no table tells it.")
@running.as_json
def predict(  # noqa: PLR0913  # one for each option
    *,
    history: Path,
    open_: Path,
    as_of: datetime,
    out: Path,
    customers: Path | None,
    country: str,
    as_json: bool,
) -> None:
    """Write to a table when each open invoice will be paid, how sure that is, and why.

    Known is what was issued until the morning of that day and paid before it.
    """
    from acquit.scoring.prediction import files  # noqa: PLC0415 - numpy is heavy

    result = files.predicted(
        files.Asked(
            history=history,
            open=open_,
            out=out,
            as_of=as_of.date(),
            customers=customers,
            country=country.upper(),
        )
    )
    running.emit(result, as_json=as_json, text=str(result["sentence"]))
