"""`acquit charges`, `debit-note`, `waive` and `terms`: what late payment comes to."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime

_DAY = click.DateTime(["%Y-%m-%d"])
_COMPANY = click.option("--company", "code", required=True)
_CHARGE = click.option(
    "--charge",
    type=click.Choice(["interest", "fee"]),
    default="interest",
    show_default=True,
    help="The interest, or the flat sum.",
)


@click.command()
@click.argument("customer")
@_COMPANY
@click.option("--as-of", type=_DAY, help="Default: the last day walked.")
@running.as_json
def charges(*, customer: str, code: str, as_of: datetime | None, as_json: bool) -> None:
    """Tell what has come to everything late of CUSTOMER: computed, claimed, waived, and
    what is left to claim, with its source and how surely it is known.
    """
    with running.with_database():
        from acquit.cli import claiming, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        told = claiming.charges(books, customer, trade.day(as_of, books))
        running.emit(told, as_json=as_json, text=_charges(told))


@click.command("debit-note")
@click.argument("customer", default="")
@_COMPANY
@click.option("--on", type=_DAY, help="Default: the last day walked.")
@click.option("--withdraw", "number", help="Withdraw the debit note of this number.")
@click.option("--reason", default="", help="Why it is withdrawn.")
@click.option("--waive", is_flag=True, help="What it claimed is not claimed again.")
@click.option("--out", type=click.Path(path_type=Path), help="Where its PDF is written.")
@running.as_json
def debit_note(  # noqa: PLR0913  # one for each option
    *,
    customer: str,
    code: str,
    on: datetime | None,
    number: str | None,
    reason: str,
    waive: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Claim all that is left of CUSTOMER by a debit note, one for each currency; or take
    one back with --withdraw.
    """
    if bool(customer) == bool(number):
        raise click.UsageError("Name a customer, or a debit note with --withdraw.")
    with running.with_database():
        from acquit.cli import claiming, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        day = trade.day(on, books)
        if number:
            told = claiming.withdraw(books, number, reason, day, waive=waive)
        else:
            told = claiming.issue(books, customer, day)
        if out is not None:
            _write(out, claiming.paper(books, told["debit_notes"][0]["number"]))
        running.emit(told, as_json=as_json, text=_notes(told))


@click.command()
@click.argument("invoice")
@_COMPANY
@_CHARGE
@click.option("--amount", help="Default: all that is left, and what is still to come.")
@click.option("--instalment", type=int, help="Default: the first.")
@click.option("--reason", default="")
@click.option("--on", type=_DAY, help="Default: the last day walked.")
@click.option("--end", is_flag=True, help="Take back what was waived.")
@running.as_json
def waive(  # noqa: PLR0913  # one for each option
    *,
    invoice: str,
    code: str,
    charge: str,
    amount: str | None,
    instalment: int | None,
    reason: str,
    on: datetime | None,
    end: bool,
    as_json: bool,
) -> None:
    """Let go of interest or flat sum of INVOICE that no debit note claims, for a reason."""
    with running.with_database():
        from acquit.cli import claiming, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        day = trade.day(on, books)
        if end:
            told = claiming.end_waivers(books, invoice, charge, on=day)
        else:
            told = claiming.waive(
                books,
                invoice,
                charge,
                instalment=instalment,
                amount=amount,
                reason=reason,
                on=day,
            )
        running.emit(told, as_json=as_json, text=_waived(told))


@click.command()
@click.argument("code")
@click.option("--from", "first", type=_DAY, help="From when on; default: today.")
@click.option("--rate", help="An agreed rate in percent a year; `law`: that of the law.")
@click.option("--show/--no-show", "shown", default=None, help="Messages may tell it.")
@click.option("--claim/--no-claim", "claimed", default=None, help="Debit notes claim it.")
@click.option("--minimum", help="The smallest debit note, such as 25.00.")
@click.option("--due-days", type=int, help="Until when a debit note is to be paid.")
@click.option(
    "--clause/--no-clause",
    "clause_agreed",
    default=None,
    help="The contract with consumers has a clause about late payment.",
)
@click.option(
    "--invoice-warns/--no-invoice-warns",
    default=None,
    help="The invoices say what the law wants them to say.",
)
@click.option(
    "--small/--no-small",
    "small_creditor",
    default=None,
    help="The company is small or of medium size.",
)
@running.as_json
def terms(
    *,
    code: str,
    first: datetime | None,
    rate: str | None,
    minimum: str | None,
    as_json: bool,
    **said: Any,
) -> None:
    """Tell, or set from a day on, what the company CODE asks for beside late invoices."""
    with running.with_database():
        from acquit.cli import claiming, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        day = first.date() if first else trade.today(books)
        changed = {name: value for name, value in said.items() if value is not None}
        if rate is not None:
            changed["percent"] = None if rate == "law" else _percent(rate)
        if changed or minimum is not None:
            claiming.change_terms(books, changed, first=day, minimum=minimum)
        told = claiming.terms(books, day)
        running.emit(told, as_json=as_json, text=_terms(told))


def _percent(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise click.BadParameter(f"“{text}” is no rate such as 12.5, nor “law”.") from None


def _write(out: Path, content: bytes) -> None:
    out.write_bytes(content)
    running.say(f"Written: {out}")


def _charges(told: dict[str, Any]) -> str:
    lines = [
        f"{one['invoice']:<16} due {one['due']}  {name:<9} {_charge(one[key])}"
        for one in told["receivables"]
        for key, name in (("interest", "interest"), ("fixed_fee", "flat sum"))
    ]
    lines += [
        f"{one['currency']}: computed {one['computed']}, claimed {one['claimed']}, waived "
        f"{one['waived']}, left {one['left']}"
        for one in told["sums"]
    ]
    return "\n".join([*lines, "Not legal advice."]) if lines else "Nothing is late."


def _charge(one: dict[str, Any]) -> str:
    if "refused" in one:
        return f"none: {one['refused']}"
    return (
        f"computed {one['computed']:>10}  claimed {one['claimed']:>10}  waived "
        f"{one['waived']:>10}  left {one['left']:>10} {one['currency']}"
        f" ({one['certainty']})"
    )


def _notes(told: dict[str, Any]) -> str:
    lines = []
    for one in told["debit_notes"]:
        gone = f", withdrawn on {one['withdrawn_on']}" if one["withdrawn_on"] else ""
        lines.append(
            f"{one['number']}: {one['total']} {one['currency']}, until {one['until']}, due "
            f"{one['due_on']}{gone}"
        )
        lines += [
            f"  {line['invoice']:<16} {line['charge']:<8} {line['amount']:>12}"
            + (f"  {line['from']} to {line['to']}" if line["from"] else "")
            for line in one["lines"]
        ]
    return "\n".join(lines)


def _waived(told: dict[str, Any]) -> str:
    return "\n".join(
        f"{what}: {one['charge']} of {one['invoice']}, {one['amount']} ({one['reason']})"
        for key, what in (("waived", "Waived"), ("taken_back", "Taken back"))
        for one in told.get(key, [])
    )


def _terms(told: dict[str, Any]) -> str:
    rate = "of the law" if told["rate"] is None else f"{told['rate']} % a year"
    names = ("shown", "claimed", "clause_agreed", "invoice_warns", "small_creditor")
    said = [f"{name.replace('_', ' ')}: {'yes' if told[name] else 'no'}" for name in names]
    since = f" (since {told['valid_from']})" if told["valid_from"] else ""
    return "\n".join(
        [
            f"{told['company']} on {told['as_of']}{since}",
            f"rate: {rate}",
            *said,
            f"smallest debit note: {told['minimum']}",
            f"to be paid within: {told['due_days']} days",
        ]
    )
