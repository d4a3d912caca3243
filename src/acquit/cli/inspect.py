"""`acquit inspect`: what a file is and holds, without taking it in. Needs no database."""

from __future__ import annotations

from pathlib import Path

import click

from acquit.cli import running


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@running.as_json
def inspect(*, file: Path, as_json: bool) -> None:
    """Read FILE and report what it is, of a ZIP each file in it; exit status 1 when one is
    refused.
    """
    from acquit.formats import parcels  # noqa: PLC0415 - loads all readers
    from acquit.formats.inspect import inspect as read  # noqa: PLC0415
    from acquit.formats.source import Source  # noqa: PLC0415

    source = Source.of_path(file)
    with parcels.unpacked(source) as files:
        found = [(one.name, read(one)) for one in files]
    report = found[0][1].report
    if files != [source]:
        told = [{"file": name, **inspection.report} for name, inspection in found]
        report = {"format": "zip", "files": told}
    running.emit(report, as_json=as_json)
    if any(inspection.refused for _, inspection in found):
        raise click.exceptions.Exit(1)
