"""`acquit bench`: measure the program on this machine, on books that it makes itself."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from acquit.cli import running

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.group()
def bench() -> None:
    """Measure, in a database of its own that is thrown away."""


@bench.command("import")
@click.option("--camt", default=100_000, show_default=True, help="Entries; 0 = none.")
@click.option("--coda", default=100_000, show_default=True, help="Movements; 0 = none.")
@click.option("--fec", default=1_000_000, show_default=True, help="Lines; 0 = none.")
@click.option("--xlsx", default=100_000, show_default=True, help="Rows; 0 = none.")
@running.as_json
def import_(*, as_json: bool, **sizes: int) -> None:
    """Take files of each format in, from the bytes to the books."""
    with tempfile.TemporaryDirectory(prefix="acquit-bench-") as name:
        folder = Path(name)
        with _own_database(folder):
            from acquit.bench import imports  # noqa: PLC0415 - see running.setup

            rows = imports.run(folder, sizes, progress=running.say)
        told = "\n".join(
            f"{row['format']}: {row['size']} in {row['seconds']} s, {row['per_second']} a "
            f"second, at most {row['peak_mb']} MB"
            for row in rows
        )
        running.emit_rows(rows, as_json=as_json, text=told)


@bench.command()
@click.option("--invoices", default=1_000_000, show_default=True)
@click.option("--customers", default=100_000, show_default=True)
@click.option("--emails", default=5_000, show_default=True, help="To write.")
@click.option("--letters", default=2_000, show_default=True, help="To set.")
@click.option("--dispatch", default=5_000, show_default=True, help="To send.")
@click.option("--processes", default=2, show_default=True)
@running.as_json
def dunning(*, as_json: bool, **sizes: int) -> None:
    """Decide for all, write e-mails, set letters, and send to a mail server."""
    with tempfile.TemporaryDirectory(prefix="acquit-bench-") as name:
        folder = Path(name)
        with _own_database(folder):
            from acquit.bench import dunning as measured  # noqa: PLC0415 - see running.setup

            result = measured.run(folder, measured.Sizes(**sizes), running.say)
        running.emit(result, as_json=as_json)


@bench.command()
@click.option("--invoices", default=100_000, show_default=True)
@click.option("--processes", default=2, show_default=True)
@running.as_json
def cycle(*, invoices: int, processes: int, as_json: bool) -> None:
    """Decide for all open receivables of books that were just imported."""
    with tempfile.TemporaryDirectory(prefix="acquit-bench-") as name:
        folder = Path(name)
        with _own_database(folder):
            from acquit.bench import cycle as measured  # noqa: PLC0415 - see running.setup

            result = measured.run(
                folder, invoices=invoices, processes=processes, progress=running.say
            )
        running.emit(result, as_json=as_json)


@bench.command()
@click.option("--invoices", default=1_000_000, show_default=True)
@click.option("--lines", default=100_000, show_default=True)
@running.as_json
def allocation(*, invoices: int, lines: int, as_json: bool) -> None:
    """Import payments of books with many open invoices, and let them find theirs."""
    with tempfile.TemporaryDirectory(prefix="acquit-bench-") as name:
        folder = Path(name)
        with _own_database(folder):
            from acquit.bench import allocation as measured  # noqa: PLC0415 - see running.setup

            result = measured.run(
                folder, invoices=invoices, lines=lines, progress=running.say
            )
        running.emit(result, as_json=as_json)


@bench.command()
@click.option("--lines", default=20_000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--mix",
    type=click.Choice(["clean_be", "free_text", "nasty"]),
    default="free_text",
    show_default=True,
)
@click.option("--held-out", is_flag=True, help="Number formats never tuned on.")
@click.option("--examples", default=0, help="Lines that went wrong to tell, with --json.")
@running.as_json
def matching(  # each option of the command
    *, lines: int, seed: int, mix: str, held_out: bool, examples: int, as_json: bool
) -> None:
    """Match payments whose right answer is known, and say how often that was right.

    Four simple rules match the same payments, to compare.
    """
    with tempfile.TemporaryDirectory(prefix="acquit-bench-") as name:
        folder = Path(name)
        with _own_database(folder):
            from acquit.bench.matching import measuring, telling  # noqa: PLC0415 - see running.setup

            result = measuring.run(
                folder,
                lines=lines,
                seed=seed,
                mix=mix,
                family="held_out" if held_out else "dev",
                progress=running.say,
                examples=examples,
            )
        running.emit(result, as_json=as_json, text=telling.as_text(result))


@bench.command()
@click.option("--invoices", default=5_000_000, show_default=True, help="Scored.")
@click.option("--customers", default=100_000, show_default=True)
@click.option("--closed", default=1_000_000, show_default=True, help="Learnt from.")
@click.option(
    "--open", "open_rows", default=1_000_000, show_default=True, help="Predicted."
)
@running.as_json
def scoring(*, as_json: bool, **sizes: int) -> None:
    """Know all payers of large books; learn and predict when they will pay."""
    with (
        tempfile.TemporaryDirectory(prefix="acquit-bench-") as name,
        _own_database(Path(name)),
    ):
        from acquit.bench import scoring as measured  # noqa: PLC0415 - see running.setup

        result = measured.run(**sizes, progress=running.say)
        running.emit(result, as_json=as_json)


@bench.command()
@click.option("--receivables", default=1_000_000, show_default=True)
@click.option("--years", default=3, show_default=True, help="Over which they fell due.")
@click.option("--part-paid", default=5, show_default=True, help="Percent paid in parts.")
@click.option("--processes", default=2, show_default=True)
@click.option("--seed", default=1, show_default=True)
@running.as_json
def interest(*, as_json: bool, **sizes: int) -> None:
    """Count the late-payment interest of receivables that are made in memory."""
    from acquit.bench import interest as measured  # noqa: PLC0415 - loads the law

    result = measured.run(measured.Sizes(**sizes), running.say)
    running.emit(result, as_json=as_json)


@contextmanager
def _own_database(folder: Path) -> Iterator[None]:
    """Never in the user's own books."""
    os.environ["ACQUIT_HOME"] = str(folder / "home")
    os.environ.pop("ACQUIT_DATABASE_URL", None)
    with running.with_database():
        yield
