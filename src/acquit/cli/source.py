"""`acquit source`: the ways by which files come in by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from acquit.intake.models import Source

REFUSED, PARTLY = 1, 3

with_company = click.option(
    "--company", "code", required=True, help="The company whose books these are."
)


@click.group()
def source() -> None:
    """Open, look into and list sources: watched folders, uploads by programs."""


@source.command()
@click.argument("name")
@click.option("--kind", type=click.Choice(["folder", "upload"]), required=True)
@with_company
@click.option("--folder", default="", help="Below ACQUIT_WATCH; by default NAME.")
@click.option("--partial", is_flag=True, help="Take the good records, leave the others.")
@click.option(
    "--quiet-days",
    type=click.IntRange(1, 366),
    help="Tell somebody when nothing has come for so many days.",
)
@running.as_json
def add(*, name: str, kind: str, code: str, as_json: bool, **more: Any) -> None:
    """Open the source NAME; the token of an upload is printed once, and kept nowhere."""
    with running.with_database():
        from acquit.cli import sources  # noqa: PLC0415 - see running.setup

        running.emit(sources.add(name, kind, code, **more), as_json=as_json)


@source.command("list")
@click.option("--company", "code", help="Only those of this company.")
@running.as_json
def list_(*, code: str | None, as_json: bool) -> None:
    """Every source with its light, when it last brought files, and its trouble."""
    with running.with_database():
        from acquit.cli import sources  # noqa: PLC0415 - see running.setup

        rows = sources.listed(code)
        text = "\n".join(sources.line(row) for row in rows) or "There is no source yet."
        running.emit_rows(rows, as_json=as_json, text=text)


@source.command()
@click.argument("name")
@with_company
@running.as_json
def run(*, name: str, code: str, as_json: bool) -> None:
    """Look into the source NAME now, here, whatever its light says.

    Exit status 1: it is out of reach, or a file was refused; 3: taken in part.
    """
    with running.with_database():
        from acquit.cli import sources  # noqa: PLC0415 - see running.setup

        look = sources.run(sources.named(code, name))
        running.emit(look, as_json=as_json, text=sources.looked(look))
        states = {one["state"] for one in look["files"]}
        if look["trouble"] or states == {"refused"}:
            raise click.exceptions.Exit(REFUSED)
        if states - {"taken"}:
            raise click.exceptions.Exit(PARTLY)


@source.command()
@click.argument("name")
@with_company
@click.option("--revoke", metavar="HINT", help="End the token that begins so.")
@running.as_json
def token(*, name: str, code: str, revoke: str | None, as_json: bool) -> None:
    """Make one more token for the upload NAME and print it, once; or revoke one."""
    with running.with_database():
        from acquit.cli import sources  # noqa: PLC0415 - see running.setup

        found = sources.named(code, name)
        told = sources.revoke(found, revoke) if revoke else sources.new_token(found)
        running.emit(told, as_json=as_json)


@source.command()
@click.argument("name")
@with_company
@running.as_json
def pause(*, name: str, code: str, as_json: bool) -> None:
    """Take nothing from the source NAME until it is resumed."""
    _switch(name, code, "pause", as_json=as_json)


@source.command()
@click.argument("name")
@with_company
@running.as_json
def resume(*, name: str, code: str, as_json: bool) -> None:
    """Go on with the source NAME."""
    _switch(name, code, "resume", as_json=as_json)


def _switch(name: str, code: str, verb: str, *, as_json: bool) -> None:
    with running.with_database():
        from acquit.cli import sources  # noqa: PLC0415 - see running.setup

        found: Source = sources.named(code, name)
        running.emit(sources.switch(found, verb), as_json=as_json)
