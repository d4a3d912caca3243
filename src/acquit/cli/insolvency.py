"""`acquit insolvency`, `write-off`: what is filed elsewhere, and what is given up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime

_DAY = click.DateTime(["%Y-%m-%d"])
_company = click.option("--company", "code", required=True)
_as_of = click.option("--as-of", type=_DAY, help="The day of the books; default: today.")


@click.command()
@click.argument("customer")
@_company
@click.option("--opened", type=_DAY, help="Records it: the day of the judgment.")
@click.option("--published", type=_DAY, help="In the official journal.")
@click.option("--deadline", type=_DAY, help="Until when claims are filed.")
@click.option(
    "--kind",
    type=click.Choice(["bankruptcy", "reorganisation", "debt_relief", "other"]),
    default="bankruptcy",
    show_default=True,
)
@click.option("--court", default="")
@click.option("--reference", default="")
@click.option("--administrator", default="")
@click.option("--source", default="", help="Where it was read.")
@click.option("--filed", type=_DAY, help="Our claim was filed on that day.")
@click.option("--proof", default="", help="What proves it, such as the receipt's number.")
@click.option("--document", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--over", is_flag=True, help="The proceedings are over.")
@_as_of
@running.as_json
def insolvency(  # noqa: PLR0913  # one for each option
    *,
    customer: str,
    code: str,
    opened: datetime | None,
    published: datetime | None,
    deadline: datetime | None,
    filed: datetime | None,
    proof: str,
    document: Path | None,
    over: bool,
    as_of: datetime | None,
    as_json: bool,
    **words: str,
) -> None:
    """Insolvency proceedings of CUSTOMER: recorded, filed, over; without options, told.

    Without --deadline the last day comes from the rule of the debtor's country, where one
    is written down; it is never guessed.
    """
    if sum((opened is not None, filed is not None, over)) > 1:
        raise click.UsageError("Say one thing at a time: --opened, --filed or --over.")
    with running.with_database():
        from acquit.cli import insolvent, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        on = trade.day(as_of, books)
        if opened:
            days = {"opened_on": opened, "published_on": published, "deadline_on": deadline}
            known = {name: day and day.date() for name, day in days.items()}
            told = insolvent.record_insolvency(books, customer, {**words, **known}, on)
        elif filed:
            told = insolvent.file_claim(
                books, customer, filed_on=filed.date(), proof=proof, document=document
            )
        elif over:
            told = insolvent.end_insolvency(books, customer, on)
        else:
            told = insolvent.insolvency(books, customer)
        running.emit(told, as_json=as_json, text=_told(told))


def _told(one: dict[str, Any]) -> str:
    by = f"{one['deadline_by']}, {one['certainty']}" if one["deadline_by"] else "as entered"
    lines = [
        f"{one['customer']}: {one['kind'].replace('_', ' ')}, opened {one['opened_on']}.",
        f"Our claim is filed until {one['deadline_on']} ({by}).",
    ]
    if one["filed_on"]:
        lines.append(f"Filed on {one['filed_on']}: {one['proof']}")
    if one["ended_on"]:
        lines.append(f"Over since {one['ended_on']}.")
    return "\n".join(lines)


@click.command("write-off")
@click.argument("invoice")
@_company
@click.option("--amount", help="Default: all that is open.")
@click.option(
    "--reason",
    default="uncollectable",
    show_default=True,
    help="uncollectable, insolvency, limitation, goodwill or small.",
)
@click.option("--words", default="")
@click.option("--take-back", is_flag=True, help="Ask for it again.")
@_as_of
@running.as_json
def write_off(  # noqa: PLR0913  # one for each option
    *,
    invoice: str,
    code: str,
    amount: str | None,
    reason: str,
    words: str,
    take_back: bool,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Nobody asks for INVOICE any more, or for a part of it; or again.

    Who works at the machine itself has no limit; people have theirs.
    """
    with running.with_database():
        from acquit.cli import giving_up, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        on = trade.day(as_of, books)
        if take_back:
            told = giving_up.take_back(books, invoice, on)
        else:
            told = giving_up.write_off(
                books, invoice, amount=amount, reason=reason, words=words, on=on
            )
        running.emit(told, as_json=as_json)
