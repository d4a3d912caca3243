"""`acquit export`: Acquit's own tables, as they are imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command()
@click.argument(
    "table", type=click.Choice(["customers", "contacts", "invoices", "receipts"])
)
@click.option("--company", "code", required=True)
@click.option(
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that ends in .csv or .xlsx.",
)
@running.as_json
def export(*, table: str, code: str, output: Path, as_json: bool) -> None:
    """Write a TABLE of a company to a file, which can be imported again."""
    if output.suffix not in {".csv", ".xlsx"}:
        raise click.BadParameter(f"{output} ends neither in .csv nor in .xlsx")
    with running.with_database():
        rows = _write(table, code, output)
        text = f"{rows} rows written to {output}."
        running.emit({"file": str(output), "rows": rows}, as_json=as_json, text=text)


def _write(table: str, code: str, output: Path) -> int:
    from acquit.cli.trade import company  # noqa: PLC0415 - see running.setup
    from acquit.formats.writing import write_csv, write_xlsx  # noqa: PLC0415
    from acquit.intake.queries import TABLES  # noqa: PLC0415

    header, question = TABLES[table]
    rows = Counted(question(company(code).pk))
    if output.suffix == ".csv":
        with output.open("w", encoding="utf-8", newline="") as text:
            write_csv(rows, header, text)
    else:
        with output.open("wb") as stream:
            write_xlsx(rows, header, stream)
    return rows.count


class Counted:
    """Rows that are counted while they go by."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for row in self._rows:
            self.count += 1
            yield row
