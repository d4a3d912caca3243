"""`acquit import`: files into the books, alone, in a folder or in a ZIP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.intake.actions import Imported

REFUSED = 1
PARTLY = 3


class NothingInIt(Exception):
    """A folder without a file."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"There is no file in {folder}.")


@click.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE|FOLDER|ZIP...",
    type=click.Path(exists=True, path_type=Path),
)
@click.option("--company", "code", required=True, help="The company whose books these are.")
@click.option("--partial", is_flag=True, help="Take the good records, leave the others.")
@click.option(
    "--all-open",
    "open_on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="The invoices are all that was open on DAY: what is not among them was settled.",
)
@click.option("--surely", is_flag=True, help="However much is not in the list any more.")
@running.as_json
def import_(  # a command has options
    *,
    files: tuple[Path, ...],
    code: str,
    partial: bool,
    open_on: datetime | None,
    surely: bool,
    as_json: bool,
) -> None:
    """Take files in, each whole or not at all: those given, those in a folder and its
    folders, those in a ZIP. Customers first, then contacts, invoices, money.

    With --all-open, what is not in the list any more is held and waits for a person (page
    Missing items); a list that lacks more than a fifth of it is refused.

    Exit status 1: a file was refused; 3: taken in part.
    """
    with running.with_database():
        done = _import(files, code, partial, open_on.date() if open_on else None, surely)
        running.emit(
            {"files": [one.as_json() for one in done]}, as_json=as_json, text=_text(done)
        )
        states = {one.run.state for one in done}
        if "PARTLY" in states or (partial and states == {"TAKEN", "REFUSED"}):
            raise click.exceptions.Exit(PARTLY)
        if "REFUSED" in states:
            raise click.exceptions.Exit(REFUSED)


def _import(
    files: tuple[Path, ...],
    code: str,
    partial: bool,  # noqa: FBT001  # as the command was given it
    open_on: date | None,
    surely: bool,  # noqa: FBT001
) -> list[Imported]:
    from django.utils import timezone  # noqa: PLC0415 - see running.setup

    from acquit.cli.trade import actor, company, today  # noqa: PLC0415
    from acquit.cycle import actions, queries  # noqa: PLC0415
    from acquit.formats.source import Source  # noqa: PLC0415
    from acquit.intake.actions import Picture  # noqa: PLC0415

    books = company(code)
    return actions.import_files(
        [Source.of_path(path, name=name) for name, path in _named(files)],
        company=books,
        partial=partial,
        on=queries.business_day(today(books)),
        actor=actor(),
        clock=timezone.now,
        picture=Picture(open_on, surely=surely) if open_on else None,
    )


def _named(given: tuple[Path, ...]) -> list[tuple[str, Path]]:
    """Each file with the name it is told by; one in a folder, by its path in it. Raises
    NothingInIt.
    """
    found: list[tuple[str, Path]] = []
    for path in given:
        if not path.is_dir():
            found.append((path.name, path))
            continue
        within = sorted(one for one in path.rglob("*") if _is_meant(one, path))
        if not within:
            raise NothingInIt(path)
        found += [(one.relative_to(path).as_posix(), one) for one in within]
    return found


def _is_meant(path: Path, folder: Path) -> bool:
    """A file that nobody hid, nor a folder above it."""
    from acquit.formats.archive import is_litter  # noqa: PLC0415 - loads the readers

    return path.is_file() and not any(map(is_litter, path.relative_to(folder).parts))


def _text(done: list[Imported]) -> str:
    lines = []
    for one in done:
        run = one.run
        lines.append(
            f"{run.file_name}: {run.get_state_display()}"
            f" ({run.format or 'not recognised'}): {run.created} new,"
            f" {run.updated} updated, {run.unchanged} unchanged, {run.refused} refused"
        )
        lines += [f"  {problem}" for problem in one.problems[:50]]
        lines += [f"  {remark}" for remark in run.remarked]
    return "\n".join(lines)
