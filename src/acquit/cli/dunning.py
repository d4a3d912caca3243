"""`acquit dunning`: try a scenario, see what leaves next, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.dunning.queries.chosen import Chosen
    from acquit.organisation.models import Company

_DAY = click.DateTime(["%Y-%m-%d"])
_company = click.option("--company", "code", required=True)
_everybody = click.option(
    "--everybody", is_flag=True, help="Not only those whom the rules give this scenario."
)

# Why a person has to agree, by `core.dunning.grouping.Ground`.
GROUNDS = {
    "STRATEGIC": "a strategic debtor",
    "LIMIT": "the company's limit",
    "ALWAYS": "the scenario always asks",
    "ABOVE": "the scenario asks from a sum on",
}


@click.group()
def dunning() -> None:
    """Try scenarios, and ask what leaves and why."""


@dunning.command("try")
@click.argument("scenario")
@_company
@click.option("--from", "first", required=True, type=_DAY, help="The first day.")
@click.option("--to", "last", required=True, type=_DAY, help="The last day.")
@_everybody
@click.option(
    "--as-dated",
    "dated",
    is_flag=True,
    help="Take every fact as known the day after its own: for books imported later.",
)
@running.as_json
def try_(  # noqa: PLR0913  # one for each option
    *,
    scenario: str,
    code: str,
    first: datetime,
    last: datetime,
    everybody: bool,
    dated: bool,
    as_json: bool,
) -> None:
    """What SCENARIO would have sent in a period that is past.

    SCENARIO: a code, code@draft, standard, in-force (each customer by its own), or a JSON
    file.
    """
    with running.with_database():
        from django.utils import timezone  # noqa: PLC0415 - see running.setup

        from acquit.cli import trade  # noqa: PLC0415
        from acquit.cycle.trying import Period, try_scenario  # noqa: PLC0415
        from acquit.dunning.queries.chosen import customers_of  # noqa: PLC0415

        books = trade.company(code)
        meant = _meant(books, scenario)
        period = Period(first.date(), last.date())
        period.check(trade.today(books))
        who = customers_of(books.pk, meant, everybody=everybody)
        now = timezone.now()
        done = try_scenario(books, meant.scenario, who, period, now=now, dated=dated)
        told = {"company": books.code, "scenario": meant.label} | done
        running.emit(told, as_json=as_json, text=_tried(told))


@dunning.command()
@_company
@click.option("--scenario", default="", help="Try this one instead, as `try` names it.")
@_everybody
@running.as_json
def tomorrow(*, code: str, scenario: str, everybody: bool, as_json: bool) -> None:
    """What leaves on the next working day, from the books as they are now."""
    with running.with_database():
        from django.utils import timezone  # noqa: PLC0415 - see running.setup

        from acquit.cli import trade  # noqa: PLC0415
        from acquit.cycle.trying import what_leaves_next  # noqa: PLC0415
        from acquit.dunning.queries.chosen import customers_of  # noqa: PLC0415

        books, now = trade.company(code), timezone.now()
        told = {"company": books.code} | what_leaves_next(books, now=now)
        if scenario:
            meant = _meant(books, scenario)
            who = customers_of(books.pk, meant, everybody=everybody)
            instead = what_leaves_next(books, now=now, instead=meant.scenario, for_whom=who)
            told["instead"] = {"scenario": meant.label} | instead
        running.emit(told, as_json=as_json, text=_next(told))


@dunning.command()
@click.argument("customer")
@_company
@click.option("--as-of", type=_DAY, help="The morning of this day; default: today.")
@running.as_json
def why(*, customer: str, code: str, as_of: datetime | None, as_json: bool) -> None:
    """Why CUSTOMER was written to, or was not, on a morning."""
    with running.with_database():
        from django.utils import timezone  # noqa: PLC0415 - see running.setup

        from acquit.cli import trade  # noqa: PLC0415
        from acquit.cycle.explaining import why as explain  # noqa: PLC0415

        books = trade.company(code)
        one = trade.customer(books, customer)
        if one is None:
            raise trade.Unknown(f"Company {code} has no customer {customer}.")
        day = trade.day(as_of, books)
        told = explain(one, as_of=day, now=timezone.now())
        running.emit(told, as_json=as_json, text=_explained(told))


@dunning.command()
@click.argument("action", type=int)
@running.as_json
@click.pass_context
def replay(context: click.Context, *, action: int, as_json: bool) -> None:
    """Decide step ACTION again, by what was kept of it; ends with 1 when it differs."""
    with running.with_database():
        from acquit.cli.trade import Unknown  # noqa: PLC0415 - see running.setup
        from acquit.dunning.models import Action  # noqa: PLC0415
        from acquit.dunning.queries.replayed import replay as again  # noqa: PLC0415

        try:
            told = again(action)
        except Action.DoesNotExist:
            raise Unknown(f"There is no step {action}.") from None
        running.emit(told, as_json=as_json, text=_replayed(told))
    if not told["same"]:
        context.exit(1)


def _meant(books: Company, word: str) -> Chosen:
    from acquit.dunning.queries.chosen import chosen, from_file  # noqa: PLC0415

    path = Path(word)
    if path.suffix == ".json":
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as trouble:
            raise click.BadParameter(f"{word}: {trouble}") from trouble
        return from_file(path.name, kept)
    return chosen(books.pk, word)


def _tried(told: dict[str, Any]) -> str:
    really = told["really"]
    lines = [
        f"{told['scenario']}, {told['from']} to {told['to']}: {told['messages']} messages "
        f"to {told['people']} customers; really sent: {really['messages']} to "
        f"{really['people']}.",
        *_steps(told),
        *_rest(told),
        "Written to although paid: 0. What was recorded as paid is never asked for.",
        "Payments are those that really came: a trial cannot know who would have paid "
        "sooner.",
    ]
    since = told["known_since"]
    if since is None or since > told["from"]:
        lines.append(
            f"The books begin on {since}: nothing was recorded before that day. For books "
            "that were imported later take --as-dated."
        )
    return "\n".join(lines)


def _next(told: dict[str, Any]) -> str:
    lines = [
        f"{told['day']}: {told['messages']} messages to {told['people']} customers.",
        *_steps(told),
        *_rest(told),
    ]
    if "instead" in told:
        lines += ["", f"By {told['instead']['scenario']}:", _next(told["instead"])]
    return "\n".join(lines)


def _steps(told: dict[str, Any]) -> list[str]:
    return [
        f"  {one['step'].lower():<16} {one['channel'].lower():<8} {one['messages']:>6}"
        + (f"   really {one['sent']}" if "sent" in one else "")
        for one in told["by_step"]
    ]


def _rest(told: dict[str, Any]) -> list[str]:
    from acquit.core.money import to_decimal  # noqa: PLC0415 - see running.setup

    held = [
        f"  {one['reason'].lower():<20} {one['receivables']:>6}" for one in told["held"]
    ]
    cost = told["cost"]
    return [
        "Not asked for, and why:",
        *held,
        f"Approvals: {told['approvals']['messages']}.",
        f"Cost: {to_decimal(cost['minor'], cost['currency'])} {cost['currency']}.",
    ]


def _explained(told: dict[str, Any]) -> str:
    lines = [f"{told['customer']} on the morning of {told['as_of']}:"]
    for one in told["receivables"]:
        what = (
            f"{one['next_action'].lower()} on {one['next_on']} by {one['channel'].lower()}"
            if one["next_action"]
            else one["reason"].lower()
        )
        lines.append(
            f"  {one['invoice']:<16} due {one['due_on']} {one['open']:>14} "
            f"{one['currency']}  {what}"
        )
        if one["term_until"]:
            lines.append(f"{'':<19}a letter of the law gave time until {one['term_until']}")
    lines += [f"  leaves: {one['step'].lower()}{_agrees(one)}" for one in told["leaves"]]
    lines += [
        f"  held at the last check: {one['step'].lower()}, {one['why'].lower()}"
        for one in told["held_back"]
    ]
    return "\n".join(lines)


def _agrees(one: dict[str, Any]) -> str:
    if one["approver"] is None:
        return ""
    whose = one["approver"].lower().replace("_", " ")
    return f", once the {whose} agrees: {GROUNDS[one['ground']]}"


def _replayed(told: dict[str, Any]) -> str:
    lines = [
        f"Step {told['action']} of {told['as_of']}: "
        + (
            "decided again, it is the same."
            if told["same"]
            else "decided again, it differs."
        )
    ]
    lines += [
        f"  {one['invoice']}: {one['taken']}, again {one['again'] or one['reason']}"
        for one in told["steps"]
    ]
    return "\n".join(lines)
