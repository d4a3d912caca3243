"""`acquit statement`: what a customer owes, as a letter or a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import date, datetime

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("customer")
@click.option("--company", "code", required=True)
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that ends in .pdf or .xlsx.",
)
@click.option("--as-of", type=_DAY, help="The day it tells of; default: today.")
@click.option("--paid-since", "since", type=_DAY, help="Show what came in from that day.")
@running.as_json
def statement(
    *,
    customer: str,
    code: str,
    out: Path,
    as_of: datetime | None,
    since: datetime | None,
    as_json: bool,
) -> None:
    """Write the statement of account of CUSTOMER to a file, in the customer's language."""
    if out.suffix not in {".pdf", ".xlsx"}:
        raise click.BadParameter(f"{out} ends neither in .pdf nor in .xlsx")
    with running.with_database():
        day = _write(customer, code, out, as_of, since)
        result = {"file": str(out), "customer": customer, "as_of": day}
        running.emit(result, as_json=as_json, text=f"Written: {out}.")


def _write(
    customer: str,
    code: str,
    out: Path,
    as_of: datetime | None,
    since: datetime | None,
) -> date:
    from acquit.cli import trade  # noqa: PLC0415 - see running.setup
    from acquit.dunning import statement as making  # noqa: PLC0415 - see running.setup

    books = trade.company(code)
    found = trade.customer(books, customer)
    if found is None:
        raise trade.Unknown(f"{books.code} has no customer {customer}.")
    day = trade.day(as_of, books)
    make = making.pdf if out.suffix == ".pdf" else making.xlsx
    out.write_bytes(make(found.pk, day, since=since.date() if since else None))
    return day
