"""`acquit payers`: what kinds of payers there are and how safe; one of them in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--company", "code", required=True)
@click.option("--customer", help="This one, with its reasons.")
@running.as_json
def payers(*, code: str, customer: str | None, as_json: bool) -> None:
    """Tell how many customers are what kind of payer, and what each class of score states;
    or of one customer what it is, how safe, and why.
    """
    with running.with_database():
        from acquit.cli import assessed, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        if customer is None:
            told = assessed.counted(books)
            running.emit(told, as_json=as_json, text=_counted(told))
        else:
            told = assessed.of_customer(books, customer)
            running.emit(told, as_json=as_json, text=_of_customer(told))


@click.command()
@click.argument("customer")
@click.option("--profile", default="", help="Such as PROMPT; default: as computed.")
@click.option("--score", type=int, help="0 to 100; default: as computed.")
@click.option("--reason", default="", help="Why; needed unless it is ended.")
@click.option("--until", type=_DAY, help="The last day on which it holds.")
@click.option("--end", is_flag=True, help="Take back what was said.")
@click.option("--company", "code", required=True)
@click.option("--as-of", type=_DAY, help="The day it was said; default: today.")
@running.as_json
def override(  # noqa: PLR0913  # one for each option
    *,
    customer: str,
    profile: str,
    score: int | None,
    reason: str,
    until: datetime | None,
    end: bool,
    code: str,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Say otherwise of CUSTOMER than was computed, for a reason and until a day."""
    with running.with_database():
        from acquit.cli import assessed, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        on = trade.day(as_of, books)
        if end:
            told = assessed.end_override(books, customer, on)
        else:
            if until is None:
                raise click.UsageError("Say with --until how long it holds.")
            said = assessed.Said(profile.upper(), score, reason, until.date())
            told = assessed.override(books, customer, said, on)
        running.emit(told, as_json=as_json, text=_of_customer(told))


def _counted(told: dict[str, Any]) -> str:
    lines = [f"{one['customers']:>7} {one['profile']}" for one in told["profiles"]]
    for one in told["classes"]:
        stated = one["probability"]
        risk = "not measured yet" if stated is None else f"{stated:.0%} far too late"
        lines.append(f"{one['customers']:>7} class {one['class']}: {risk}")
    return "\n".join(lines)


def _of_customer(told: dict[str, Any]) -> str:
    lines = [
        f"{told['customer']}: {told['profile']} since {told['since']}, score "
        f"{told['score']} (class {told['class']})",
        *(f"  {one}" for one in told["evidence"]),
        f"{told['base']:>5} to begin with",
    ]
    lines += [f"{one['points']:>+5} {one['why']}" for one in told["contributions"]]
    if told["override"]:
        lines.append(
            f"A person says so until {told['override']['until']}: "
            f"{told['override']['reason']} (computed: {told['computed_profile']}, "
            f"{told['computed_score']})"
        )
    return "\n".join(lines)
