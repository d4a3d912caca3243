"""`acquit privacy`: what is held of a natural person, handed out or taken out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from collections.abc import Sequence

_sole_trader = click.option(
    "--sole-trader", is_flag=True, help="This business is a sole trader: a natural person."
)


@click.group()
def privacy() -> None:
    """What is held of natural persons: hand it to them, erase what may go, see who did."""


@privacy.command()
@click.argument("customer")
@click.option("--company", "code", required=True)
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the ZIP is written.",
)
@_sole_trader
@running.as_json
def export(
    *, customer: str, code: str, folder: Path, sole_trader: bool, as_json: bool
) -> None:
    """Write everything that is held of CUSTOMER, a number or a contact's e-mail address, as
    a document in their language and as JSON.
    """
    with running.with_database():
        from acquit.cli import personal  # noqa: PLC0415 - see running.setup

        told = personal.export(code, customer, folder, sole_trader=sole_trader)
        running.emit(told, as_json=as_json)


@privacy.command()
@click.argument("customer")
@click.option("--company", "code", required=True)
@click.option("--do", "really", is_flag=True, help="Do it; else it is only told.")
@_sole_trader
@running.as_json
def erase(
    *, customer: str, code: str, really: bool, sole_trader: bool, as_json: bool
) -> None:
    """Tell what of CUSTOMER, a number or a contact's e-mail address, may be erased now,
    what stays, until when and why; --do erases it.
    """
    with running.with_database():
        from acquit.cli import personal  # noqa: PLC0415 - see running.setup

        told = personal.erase(code, customer, really=really, sole_trader=sole_trader)
        running.emit(told, as_json=as_json, text=_text(told))


@privacy.command()
@click.option("--company", "code", help="Of this company; default: of all.")
@running.as_json
def log(*, code: str | None, as_json: bool) -> None:
    """Tell who was handed or erased what, what was asked, by whom; newest first."""
    with running.with_database():
        from acquit.cli import personal  # noqa: PLC0415 - see running.setup

        told = personal.log(code)
        running.emit_rows(told, as_json=as_json, text=_log(told))


def _text(told: dict[str, Any]) -> str:
    lines = [
        f"{one['data']:<9} {one['count']:>6}  {one['what']:<8} {one['until'] or '':<10}"
        f"  {one['why']}{' ' + one['source'] if one['source'] else ''}"
        for one in told["before"]
    ]
    if told["erased"]:
        lines.append("Erased.")
    elif any(one["what"] == "goes" for one in told["before"]):
        lines.append("Nothing was done: --do erases what goes. It cannot be undone.")
    return "\n".join(lines)


def _log(told: Sequence[dict[str, Any]]) -> str:
    if not told:
        return "Nothing was handed out, erased or asked yet."
    return "\n".join(
        f"{one['at']}  {one['event']:<24} {one['who']:<20} {one['customer']}".rstrip()
        for one in told
    )
