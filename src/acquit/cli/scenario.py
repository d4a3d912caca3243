"""`acquit scenario`, `rules`, `pin`: how customers are followed up, and who by which."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime

_DAY = click.DateTime(["%Y-%m-%d"])
_company = click.option("--company", "company", required=True)
_as_of = click.option("--as-of", type=_DAY, help="The business day; default: the last.")


@click.group()
def scenario() -> None:
    """Scenarios: the steps by which customers are followed up."""


@scenario.command("list")
@_company
@running.as_json
def list_(*, company: str, as_json: bool) -> None:
    """Every scenario of a company, its days, and how many customers follow it."""
    with running.with_database():
        from acquit.cli import followed, trade  # noqa: PLC0415 - see running.setup

        rows = followed.listed(trade.company(company))
        lines = [
            f"{one['customers']:>7} {one['scenario']}"
            f"{'' if one['version'] else ' (never published)'}"
            f"{' (draft)' if one['draft'] else ''}"
            f"{' (archived)' if one['archived'] else ''}"
            f": {', '.join(f'{day:+}' for day in one['days']) or 'no step'}"
            for one in rows
        ]
        running.emit_rows(rows, as_json=as_json, text="\n".join(lines))


@scenario.command()
@click.argument("code")
@_company
@click.option("--draft", is_flag=True, help="What is being drawn, not what is in force.")
def show(*, code: str, company: str, draft: bool) -> None:
    """Print scenario CODE as JSON, as `publish --file` takes it."""
    with running.with_database():
        from acquit.cli import followed, trade  # noqa: PLC0415 - see running.setup

        told = followed.shown(trade.company(company), code, draft=draft)
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))


@scenario.command()
@click.argument("code")
@_company
@click.option("--file", "source", type=click.File(encoding="utf-8"), help="JSON.")
@click.option("--note", default="", help="What changes, and why.")
@click.option("--stay", is_flag=True, help="Who was reminded stays on its version.")
@_as_of
@running.as_json
def publish(  # noqa: PLR0913  # one for each option
    *,
    code: str,
    company: str,
    source: IO[str] | None,
    note: str,
    stay: bool,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Put scenario CODE in force: its draft, or what a file gives. A new code makes a new
    one.
    """
    given = None if source is None else _read(source)
    with running.with_database():
        from acquit.cli import followed, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(company)
        told = followed.publish(
            books,
            code,
            given,
            note=note,
            moves=not stay,
            on=trade.day(as_of, books),
        )
        running.emit(told, as_json=as_json)


@click.command()
@_company
@click.option("--customer", help="What this one gets, and why.")
@running.as_json
def rules(*, company: str, customer: str | None, as_json: bool) -> None:
    """The rules that say who gets which scenario, with how many each takes."""
    with running.with_database():
        from acquit.cli import followed, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(company)
        if customer is None:
            told = followed.ruled(books)
            running.emit(told, as_json=as_json, text=_ruled(told))
        else:
            told = followed.of_customer(books, customer)
            running.emit(told, as_json=as_json, text=_of_customer(told))


@click.command()
@click.argument("customer")
@_company
@click.option("--scenario", "code", help="The code of the scenario.")
@click.option("--reason", default="", help="Why; needed with --scenario.")
@click.option("--release", is_flag=True, help="Let the rules choose again.")
@_as_of
@running.as_json
def pin(  # noqa: PLR0913  # one for each option
    *,
    customer: str,
    company: str,
    code: str | None,
    reason: str,
    release: bool,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Choose the scenario of CUSTOMER by hand, whatever the rules say."""
    if (code is None) != release:
        raise click.UsageError("Give --scenario with --reason, or --release.")
    with running.with_database():
        from acquit.cli import followed, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(company)
        on = trade.day(as_of, books)
        if code is None:
            told = followed.unpin(books, customer, on)
        else:
            told = followed.pin(books, customer, code, reason, on)
        running.emit(told, as_json=as_json, text=_of_customer(told))


def _read(source: IO[str]) -> dict[str, Any]:
    try:
        given = json.load(source)
    except json.JSONDecodeError as error:
        raise click.BadParameter(f"The file is no JSON: {error}") from error
    if not isinstance(given, dict):
        raise click.BadParameter("The file holds no object with places.")
    return given


def _ruled(told: dict[str, Any]) -> str:
    lines = [
        f"{one['customers']:>7} {one['place']}. {one['name']} -> {one['scenario']}"
        for one in told["rules"]
    ]
    others = told["others"]
    lines.append(f"{others['customers']:>7} everybody else -> {others['scenario']}")
    lines.append(f"{told['pinned']:>7} by hand")
    return "\n".join(lines)


def _of_customer(told: dict[str, Any]) -> str:
    why = "chosen by hand" if told["pinned"] else told["rule"] or "no rule fits"
    lines = [f"{told['customer']}: {told['scenario']}, version {told['version']} ({why})"]
    lines += [f"  {'+' if one['fits'] else '-'} {one['name']}" for one in told["rules"]]
    return "\n".join(lines)
