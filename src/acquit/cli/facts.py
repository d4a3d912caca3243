"""`acquit promise`, `dispute`, `hold`: what customers and colleagues said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime

_DAY = click.DateTime(["%Y-%m-%d"])
_company = click.option("--company", "code", required=True)
_as_of = click.option("--as-of", type=_DAY, help="The day it was said; default: today.")


@click.command()
@click.argument("invoice")
@click.option("--amount", required=True, help="How much, such as 1200.50.")
@click.option("--on", "promised", required=True, type=_DAY)
@_company
@_as_of
@running.as_json
def promise(
    *,
    invoice: str,
    amount: str,
    promised: datetime,
    code: str,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """The customer will pay INVOICE by the end of a day."""
    with running.with_database():
        from acquit.cli import trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        result = trade.promise(
            books, invoice, amount, promised.date(), trade.day(as_of, books)
        )
        running.emit(
            result, as_json=as_json, text=f"Promised: {invoice} by {promised:%Y-%m-%d}."
        )


@click.command()
@click.argument("invoice")
@click.option("--amount", default=None, help="The contested part; default: all of it.")
@click.option(
    "--reason", default="OTHER", help="A code such as PRICE or QUALITY, or words."
)
@click.option("--close", is_flag=True, help="The dispute is over.")
@_company
@_as_of
@running.as_json
def dispute(  # noqa: PLR0913  # one for each option
    *,
    invoice: str,
    amount: str | None,
    reason: str,
    close: bool,
    code: str,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """The customer contests INVOICE, or no longer does."""
    with running.with_database():
        from acquit.cli import trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        on = trade.day(as_of, books)
        if close:
            result = trade.close_disputes(books, invoice, on)
        else:
            result = trade.dispute(books, invoice, amount, reason, on)
        running.emit(result, as_json=as_json)


@click.command()
@click.argument("target", metavar="CUSTOMER|INVOICE")
@click.option("--until", required=True, type=_DAY)
@click.option("--reason", required=True, help="A code such as AGREEMENT, or words.")
@click.option("--group", is_flag=True, help="Every customer that is the same debtor.")
@_company
@_as_of
@running.as_json
def hold(  # noqa: PLR0913  # one for each option
    *,
    target: str,
    until: datetime,
    reason: str,
    group: bool,
    code: str,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Stop dunning CUSTOMER, or one INVOICE, until the end of a day."""
    with running.with_database():
        from acquit.cli import trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        on = trade.day(as_of, books)
        result = trade.hold(books, target, until.date(), reason, on, group=group)
        running.emit(result, as_json=as_json)
