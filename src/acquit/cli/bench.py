"""`acquit bench`: measure the program on this machine, on books that it makes itself."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from acquit.cli import running


@click.group()
def bench() -> None:
    """Measure, in a database of its own that is thrown away."""


@bench.command()
@click.option("--invoices", default=100_000, show_default=True)
@click.option("--processes", default=2, show_default=True)
@running.as_json
def cycle(*, invoices: int, processes: int, as_json: bool) -> None:
    """Decide for all open receivables of books that were just imported."""
    with tempfile.TemporaryDirectory(prefix="acquit-bench-") as name:
        folder = Path(name)
        # Never in the user's own books.
        os.environ["ACQUIT_HOME"] = str(folder / "home")
        os.environ.pop("ACQUIT_DATABASE_URL", None)
        with running.with_database():
            from acquit.bench import cycle as measured  # noqa: PLC0415 - see running.setup

            result = measured.run(
                folder, invoices=invoices, processes=processes, progress=running.say
            )
        running.emit(result, as_json=as_json)
