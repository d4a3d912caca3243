"""`acquit inspect`: what a file is and holds, without taking it in. Needs no database."""

from __future__ import annotations

from pathlib import Path

import click

from acquit.cli import running


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@running.as_json
def inspect(*, file: Path, as_json: bool) -> None:
    """Read FILE and report what it is; exit status 1 when it is refused."""
    from acquit.formats.inspect import inspect as read  # noqa: PLC0415 - loads all readers
    from acquit.formats.source import Source  # noqa: PLC0415

    inspection = read(Source.of_path(file))
    running.emit(inspection.report, as_json=as_json)
    if inspection.refused:
        raise click.exceptions.Exit(1)
