"""`acquit call`: what is to be called today, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

# `dunning.models.CallOutcome`, as it is typed.
OUTCOMES = (
    *("promise", "dispute", "paid", "no_answer", "call_back", "wrong_number", "other"),
)
_DAY = click.DateTime(["%Y-%m-%d"])
_company = click.option("--company", "code", required=True)


@click.group()
def call() -> None:
    """Calls that are to be made, and what came of them."""


@call.command("list")
@_company
@click.option("--as-of", type=_DAY, help="The business day; default: the last one walked.")
@click.option("--scripts", is_flag=True, help="Print what to say as well.")
@running.as_json
def list_(*, code: str, as_of: datetime | None, scripts: bool, as_json: bool) -> None:
    """What is to be called by now, whom to dial and, with --scripts, what to say."""
    with running.with_database():
        from acquit.cli import called, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        rows = called.to_be_made(books, trade.day(as_of, books))
        text = "\n".join(_told(one, scripts=scripts) for one in rows)
        running.emit_rows(rows, as_json=as_json, text=text or "No call is to be made.")


@call.command()
@click.argument("number", type=int, metavar="CALL")
@click.argument("outcome", type=click.Choice(OUTCOMES, case_sensitive=False))
@click.option("--on", "day", type=_DAY, help="The day of the promise, or to call again on.")
@click.option("--at", "hour", type=click.DateTime(["%H:%M"]), help="Not before this hour.")
@click.option("--invoice", "invoices", multiple=True, help="Of several; default: all.")
@click.option("--amount", help="Promised or contested; default: the whole of them.")
@click.option("--reason", default="OTHER", help="Of a dispute: PRICE, QUALITY, …")
@click.option("--words", default="", help="What was said.")
@click.option("--as-of", type=_DAY, help="The day it was made; default: today.")
@running.as_json
def record(*, number: int, outcome: str, as_json: bool, **given: Any) -> None:
    """What came of CALL, as `call list` numbers them."""
    if outcome == "promise" and given["day"] is None:
        raise click.UsageError("A promise needs its day: --on 2026-12-04.")
    if outcome == "call_back" and given["day"] is None and given["hour"] is None:
        raise click.UsageError("Say when to call again: --on 2026-12-04, or --at 14:30.")
    with running.with_database():
        from acquit.cli import called  # noqa: PLC0415 - see running.setup

        result = called.record(number, outcome.upper(), given)
        running.emit(result, as_json=as_json)


def _told(one: Mapping[str, Any], *, scripts: bool) -> str:
    first = one["numbers"][0] if one["numbers"] else None
    dial = f"{first['number']} ({first['name']})" if first else "no number is known"
    owed = ", ".join(
        f"{row['invoice']} {row['open']} {row['currency']}" for row in one["invoices"]
    )
    wait = f"  not before {one['not_before']}" if one["not_before"] else ""
    head = f"{one['call']:>6}  {one['customer']}  {one['name']}  {dial}  {owed}{wait}"
    return f"{head}\n\n{one['script']}\n" if scripts else head
