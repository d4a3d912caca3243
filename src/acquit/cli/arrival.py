"""`acquit arrival`: what became of a letter that was posted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime

OUTCOMES = ["received", "refused", "unclaimed", "returned", "unknown"]


@click.command()
@click.argument("message", type=int)
@click.option(
    "--on",
    "happened",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="The day at the door; of what came back, the day it was here again.",
)
@click.option("--outcome", type=click.Choice(OUTCOMES), default="received")
@click.option("--tracking", default="", help="The number that the post gave it.")
@click.option(
    "--document",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The acknowledgement of receipt: PDF, JPG or PNG.",
)
@click.option("--words", default="", help="Why what was recorded before is wrong.")
@running.as_json
def arrival(  # noqa: PLR0913  # one for each option
    *,
    message: int,
    happened: datetime,
    outcome: str,
    tracking: str,
    document: Path | None,
    words: str,
    as_json: bool,
) -> None:
    """Record that a letter was received, refused, not collected, or came back; MESSAGE is
    its number, as its page has it. Once more with --words, it corrects that; --outcome
    unknown takes it back.
    """
    with running.with_database():
        from acquit.cli import arriving  # noqa: PLC0415 - see running.setup

        scan = (document.name, document.read_bytes()) if document else None
        told = arriving.record(
            message, outcome, happened.date(), tracking=tracking, words=words, scan=scan
        )
        running.emit(told, as_json=as_json, text=_text(told))


def _text(told: dict[str, Any]) -> str:
    number = f", number {told['tracking']}" if told["tracking"] else ""
    proof = f", with {told['document']}" if told["document"] else ""
    lines = [f"{told['message']}: {told['outcome']} on {told['on']}{number}{proof}."]
    lines += [
        f"  {one['invoice']}: {one['kind']}, term until {one['term_until']}"
        + ("" if one["from_receipt"] else " (counted from its sending)")
        for one in told["letters"]
    ]
    return "\n".join(lines)
