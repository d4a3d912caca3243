"""What the commands about calls mean: as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from acquit.cli import trade
from acquit.core.law import Means
from acquit.core.money import to_decimal
from acquit.cycle import actions
from acquit.cycle.actions import Heard
from acquit.cycle.actions.calls import spread
from acquit.dunning.models import Action, ActionState, CallOutcome
from acquit.dunning.queries import calls, wording
from acquit.dunning.queries.reaching import reach
from acquit.ledger.models import DisputeReason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from acquit.dunning.models import ActionItem
    from acquit.ledger.models import Receivable
    from acquit.organisation.models import Company


def to_be_made(books: Company, on: date) -> list[dict[str, Any]]:
    """The calls of that business day, at this instant, with whom to dial and what to say;
    those that have waited longest first.
    """
    waiting = calls.to_be_made(books.pk, on=on, at=timezone.now())
    rows = waiting.select_related("company", "customer__company", "customer__collector")
    return [_shown(one, on) for one in rows]


def record(number: int, outcome: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what came of a call. Raises Unknown, NotCalling, and what a promise or a dispute
    raises.
    """
    rows = Action.objects.filter(pk=number, step__startswith="CALL_")
    action = rows.select_related("company").first()
    if action is None:
        raise trade.Unknown(f"There is no call {number}. `acquit call list` numbers them.")
    on = trade.day(given["as_of"], action.company)
    heard = _heard(action, CallOutcome(outcome), given, on)
    done = actions.record_call(
        action_id=number, heard=heard, on=on, actor=trade.actor(), at=timezone.now()
    )
    return {
        "call": number,
        "outcome": outcome.lower(),
        "tries": done.tries,
        "off_the_list": done.state != ActionState.CALLING,
    }


def _heard(
    action: Action, outcome: CallOutcome, given: Mapping[str, Any], on: date
) -> Heard:
    day = given["day"].date() if given["day"] else None
    known: dict[str, Any] = {"outcome": outcome, "words": given["words"]}
    if outcome == CallOutcome.CALL_BACK:
        known["again_on"] = day or on
        known["again_at"] = given["hour"].time() if given["hour"] else None
    elif outcome in {CallOutcome.PROMISE, CallOutcome.DISPUTE}:
        owed = _meant(action, given["invoices"])
        shares: dict[int, Any] = dict.fromkeys(one.pk for one in owed)
        if given["amount"] is not None or outcome == CallOutcome.PROMISE:
            shares = _shares(given["amount"], owed)
        if outcome == CallOutcome.PROMISE:
            known |= {"promised": shares, "promised_on": day}
        else:
            known |= {"contested": shares, "reason": _reason(given["reason"])}
    return Heard(**known)


def _meant(action: Action, numbers: Sequence[str]) -> list[Receivable]:
    """What is open of what the call is about: all, or the invoices that are named. Raises
    Unknown.
    """
    owed = [item.receivable for item in calls.still_open(action)]
    about = {one.invoice.number for one in owed}
    if strange := [number for number in numbers if number not in about]:
        known = ", ".join(sorted(about)) or "nothing that is open"
        raise trade.Unknown(f"The call is not about {strange[0]}, but about {known}.")
    return [one for one in owed if not numbers or one.invoice.number in numbers]


def _shares(amount: str | None, owed: Sequence[Receivable]) -> dict[int, Any]:
    """How much of each. What is too much is left to the verb to refuse."""
    if amount is None:
        return dict(spread(None, owed))
    currencies = {one.currency for one in owed}
    if len(currencies) != 1:
        raise trade.Unknown("Name the --invoice that --amount is of.")
    whole = trade.money(amount, currencies.pop())
    return {one.pk: part for one, part in trade.shared_out(whole, owed)}


def _reason(code: str) -> DisputeReason:
    known = code.upper() in DisputeReason.values
    return DisputeReason(code.upper()) if known else DisputeReason.OTHER


def _shown(action: Action, on: date) -> dict[str, Any]:
    customer = action.customer
    items = calls.still_open(action)
    script = wording.write(action, items, on=on, channel="PHONE") if items else None
    opens = reach(customer, Means.PHONE, timezone.now()).opens_at
    return {
        "call": action.pk,
        "customer": customer.code,
        "name": customer.name,
        "step": action.step.lower(),
        "since": action.for_day.isoformat(),
        "try": action.tries + 1,
        "not_before": opens.isoformat(timespec="minutes") if opens else None,
        "collector": customer.collector.name if customer.collector else None,
        "numbers": [
            {"name": one.name, "role": one.role.lower(), "number": one.shown}
            for one in calls.numbers(customer, action.role)
        ],
        "invoices": [_owed(item, on) for item in items],
        "language": script.language if script else None,
        "script": script.body if script else None,
    }


def _owed(item: ActionItem, on: date) -> dict[str, Any]:
    one = item.receivable
    return {
        "invoice": one.invoice.number,
        "due_on": one.due_on.isoformat(),
        "days_late": (on - one.due_on).days,
        "open": str(to_decimal(one.open_minor, one.currency)),
        "currency": one.currency,
    }
