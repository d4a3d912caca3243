"""`acquit rates`: the published rates that interest rests on, and entering the next one."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("reference", default="")
@click.option("--enter", "percent", help="The rate of the next term, such as 2.65.")
@click.option("--from", "first", type=_DAY, help="Default: the day after the last one.")
@click.option("--to", "last", type=_DAY, help="Default: as long a term as the last one.")
@click.option("--source", default="", help="Where it was read; needed to enter one.")
@click.option("--certainty", type=click.Choice(["P", "S"]), default="P", show_default=True)
@running.as_json
def rates(  # noqa: PLR0913  # one for each option
    *,
    reference: str,
    percent: str | None,
    first: datetime | None,
    last: datetime | None,
    source: str,
    certainty: str,
    as_json: bool,
) -> None:
    """Tell the newest rate of each reference, or all of REFERENCE; --enter adds the next.

    P: read in the official source. S: at second hand.
    """
    with running.with_database():
        from acquit.cli import law  # noqa: PLC0415 - see running.setup

        if percent is not None:
            law.enter(
                reference,
                _decimal(percent),
                first=first.date() if first else None,
                last=last.date() if last else None,
                source=source,
                certainty=certainty,
            )
        told = law.told(reference)
        running.emit(told, as_json=as_json, text=_text(told))


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise click.BadParameter(f"“{text}” is no number such as 2.65.") from None


def _text(told: dict[str, Any]) -> str:
    return "\n".join(
        f"{one['reference']:<22} {one['from']} to {one['to']}  {one['percent']:>7} %"
        f"  {one['certainty']}  {one['source']}"
        for one in told["rates"]
    )
