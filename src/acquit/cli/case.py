"""`acquit handover`, `case`, `partner`: what goes to a lawyer, a bailiff or an agency."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime

_DAY = click.DateTime(["%Y-%m-%d"])
_company = click.option("--company", "code", required=True)
_as_of = click.option("--as-of", type=_DAY, help="The day it was said; default: today.")
_paper = click.option(
    "--document",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file that proves it.",
)
PROCEDURES = ["be-ios", "fr-injonction", "generic"]
STAGES = [
    *("demand", "petition", "ordered", "served", "contested", "not_contested"),
    *("plan", "title", "enforced"),
]
OUTCOMES = ["paid", "part", "plan", "uncollectable", "insolvent", "withdrawn"]


@click.command()
@click.argument("customer")
@_company
@click.option("--to", "partner", help="The short name of the partner.")
@click.option("--procedure", type=click.Choice(PROCEDURES), help="Default: by country.")
@click.option("--invoice", "invoices", multiple=True, help="Default: all that is overdue.")
@click.option("--words", default="", help="What the partner should know.")
@click.option("--confirm", is_flag=True, help="I have looked at this natural person.")
@click.option("--check", is_flag=True, help="Only tell the conditions.")
@_as_of
@running.as_json
def handover(  # noqa: PLR0913  # one for each option
    *,
    customer: str,
    code: str,
    partner: str | None,
    procedure: str | None,
    invoices: tuple[str, ...],
    words: str,
    confirm: bool,
    check: bool,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Hand the overdue invoices of CUSTOMER over; their reminders stop.

    --check tells the conditions of the procedure and changes nothing.
    """
    if partner is None and not check:
        raise click.UsageError("Say to whom (--to), or only --check the conditions.")
    with running.with_database():
        from acquit.cli import handing, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        asked = handing.Asked(books, customer, procedure, invoices, trade.day(as_of, books))
        told = (
            handing.conditions(asked)
            if check
            else handing.hand_over(asked, str(partner), words=words, confirmed=confirm)
        )
        running.emit(told, as_json=as_json, text=_conditions(told))


def _conditions(told: dict[str, Any]) -> str:
    head = [f"{told['case']}: {told['customer']}, {told['procedure']}."]
    if told["case"] is None:
        head = [f"{told['customer']}, {told['procedure']}:"]
    return "\n".join(
        head
        + [
            f"  {one['state']:<8} {one['condition']} {one['seen']} "
            f"({one['source']}, {one['certainty']})"
            for one in told["conditions"]
        ]
    )


@click.group()
def case() -> None:
    """Cases: what a partner has in hand, and what came of it."""


@case.command("list")
@_company
@click.option("--all", "closed", is_flag=True, help="Closed ones too.")
@running.as_json
def listed(*, code: str, closed: bool, as_json: bool) -> None:
    """Every open case with its stage, its next day, and what was collected."""
    with running.with_database():
        from acquit.cli import handing, trade  # noqa: PLC0415 - see running.setup

        told = handing.listed(trade.company(code), closed=closed)
        lines = [_line(one) for one in told["cases"]] or ["Nothing is handed over."]
        running.emit(told, as_json=as_json, text="\n".join(lines))


@case.command()
@click.argument("number")
@_company
@running.as_json
def show(*, number: str, code: str, as_json: bool) -> None:
    """One case, NUMBER such as C-0001: stages, invoices, costs, conditions."""
    with running.with_database():
        from acquit.cli import handing, trade  # noqa: PLC0415 - see running.setup

        told = handing.shown(trade.company(code), number)
        running.emit(told, as_json=as_json, text=_shown(told))


@case.command()
@click.argument("number")
@click.argument("stage", type=click.Choice(STAGES))
@_company
@click.option("--on", "happened", type=_DAY, help="Default: today.")
@click.option("--until", type=_DAY, help="The next day, where the partner named one.")
@click.option("--words", default="")
@_paper
@running.as_json
def stage(  # noqa: PLR0913  # one for each option
    *,
    number: str,
    stage: str,
    code: str,
    happened: datetime | None,
    until: datetime | None,
    words: str,
    document: Path | None,
    as_json: bool,
) -> None:
    """What the partner told of case NUMBER."""
    with running.with_database():
        from acquit.cli import handing, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        told = handing.tell_stage(
            books,
            number,
            stage,
            on=trade.day(happened, books),
            until=until.date() if until else None,
            words=words,
            document=document,
        )
        running.emit(told, as_json=as_json, text=_shown(told))


@case.command()
@click.argument("number")
@_company
@click.option("--amount", required=True, help="Such as 120.50.")
@click.option(
    "--kind",
    type=click.Choice(["court", "bailiff", "lawyer", "commission", "other"]),
    default="other",
    show_default=True,
)
@click.option("--borne-by", type=click.Choice(["us", "debtor"]), default="us")
@click.option("--on", "happened", type=_DAY, help="Default: today.")
@click.option("--words", default="")
@_paper
@running.as_json
def cost(  # noqa: PLR0913  # one for each option
    *,
    number: str,
    code: str,
    amount: str,
    kind: str,
    borne_by: str,
    happened: datetime | None,
    words: str,
    document: Path | None,
    as_json: bool,
) -> None:
    """What case NUMBER cost, and who bears it."""
    with running.with_database():
        from acquit.cli import handing, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        told = handing.add_cost(
            books,
            number,
            amount=amount,
            kind=kind,
            borne_by=borne_by,
            on=trade.day(happened, books),
            words=words,
            document=document,
        )
        running.emit(told, as_json=as_json, text=_shown(told))


@case.command()
@click.argument("number")
@click.argument("reference")
@_company
@running.as_json
def reference(*, number: str, reference: str, code: str, as_json: bool) -> None:
    """The partner's own REFERENCE of case NUMBER."""
    with running.with_database():
        from acquit.cli import handing, trade  # noqa: PLC0415 - see running.setup

        told = handing.tell_reference(trade.company(code), number, reference)
        running.emit(told, as_json=as_json, text=_shown(told))


@case.command()
@click.argument("number")
@click.argument("outcome", type=click.Choice(OUTCOMES))
@_company
@click.option("--words", default="")
@_as_of
@running.as_json
def close(
    *,
    number: str,
    outcome: str,
    code: str,
    words: str,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """How case NUMBER ended. What is still open is followed up again."""
    with running.with_database():
        from acquit.cli import handing, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        told = handing.close(
            books, number, outcome, words=words, on=trade.day(as_of, books)
        )
        running.emit(told, as_json=as_json, text=_shown(told))


def _line(one: dict[str, Any]) -> str:
    sums = "; ".join(
        f"{s['handed_over']} {s['currency']}, collected {s['collected']}, open {s['open']}"
        for s in one["sums"]
    )
    where = one["outcome"] or one["stage"]
    day = one["next_day"]
    awaited = f", {day['on']} {day['what'].lower()}" if day else ""
    who = f"{one['customer']:<12} {one['partner']:<12}"
    return f"{one['case']}  {who} {where}{awaited}; {sums}"


def _shown(told: dict[str, Any]) -> str:
    lines = [_line(told)]
    lines += [f"  {one['on']} {one['stage']} {one['words']}" for one in told["stages"]]
    lines += [
        f"  {one['on']} cost {one['amount']} {one['currency']} ({one['kind']}, "
        f"{one['borne_by']})"
        for one in told["costs"]
    ]
    return "\n".join(line.rstrip() for line in lines)


@click.group()
def partner() -> None:
    """Partners: the lawyers, bailiffs and agencies that take cases on."""


@partner.command()
@click.argument("short")
@_company
@click.option("--name", required=True)
@click.option("--kind", type=click.Choice(["lawyer", "bailiff", "agency"]), required=True)
@click.option(
    "--data-role",
    type=click.Choice(["processor", "controller"]),
    help="In the law of personal data. Default: controller; an agency is a processor.",
)
@click.option("--email", default="")
@click.option("--phone", default="")
@click.option("--language", type=click.Choice(["en", "fr", "nl", "de"]), default="en")
@running.as_json
def add(*, short: str, code: str, as_json: bool, **words: Any) -> None:
    """A partner that is known as SHORT from now on."""
    with running.with_database():
        from acquit.cli import partnering, trade  # noqa: PLC0415 - see running.setup

        told = partnering.add_partner(trade.company(code), short, words)
        running.emit(told, as_json=as_json, text=_partner(told))


@partner.command("list")
@_company
@running.as_json
def partners(*, code: str, as_json: bool) -> None:
    """Who takes cases on for a company."""
    with running.with_database():
        from acquit.cli import partnering, trade  # noqa: PLC0415 - see running.setup

        told = partnering.partners(trade.company(code))
        lines = [_partner(one) for one in told["partners"]] or ["There are none yet."]
        running.emit(told, as_json=as_json, text="\n".join(lines))


@partner.command("close")
@click.argument("short")
@_company
@running.as_json
def close_partner(*, short: str, code: str, as_json: bool) -> None:
    """SHORT takes no new cases; those that it has go on."""
    with running.with_database():
        from acquit.cli import partnering, trade  # noqa: PLC0415 - see running.setup

        told = partnering.close_partner(trade.company(code), short)
        running.emit(told, as_json=as_json, text=_partner(told))


def _partner(one: dict[str, Any]) -> str:
    since = f", no new cases since {one['closed_on']}" if one["closed_on"] else ""
    return f"{one['partner']:<12} {one['name']} ({one['kind']}, {one['data_role']}){since}"
