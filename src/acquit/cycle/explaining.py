"""Why a customer was written to, or not: decided again as of a morning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acquit.core.dunning import recorded
from acquit.core.dunning.leaving import leaving
from acquit.core.dunning.trial.books import Books
from acquit.core.money import to_decimal
from acquit.cycle.trying import Period, known_on
from acquit.dunning.models import Action, ActionState, Following
from acquit.ledger.models import Receivable

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.core.dunning import Decision
    from acquit.ledger.models import Customer


def why(customer: Customer, *, as_of: date, now: datetime) -> dict[str, Any]:
    """What was decided for the customer on that morning, by what was recorded before it and
    the version that it was followed up by then; with all that went into it.

    Amounts are decimal strings, days ISO 8601, codes as they are kept, None for nothing.
    """
    known = known_on(customer.company, [customer.pk], Period(as_of, as_of), now=now)
    books = Books(known)
    for fact in known.told[0]:
        books.hear(fact)
    mine = books.customers[customer.pk]
    followed = Following.objects.filter(customer=customer).first()
    file = books.file(mine, as_of)._replace(
        strategic=followed is not None and followed.strategic
    )
    scenario, guard = known.scenarios[mine.version], books.guard(as_of)
    decisions, left = leaving(file, scenario, known.policy, guard, as_of=as_of)
    named = _named(decisions)
    return {
        "customer": customer.code,
        "as_of": as_of.isoformat(),
        "version": scenario.version,
        "bank": guard.value,
        "receivables": [named[one.item.receivable_id] | _decided(one) for one in decisions],
        "leaves": [
            {
                "step": due.step.value,
                "channel": due.channel.value,
                "approver": due.approver.value if due.approver else None,
                "ground": due.consent.ground.value if due.consent else None,
                "invoices": [
                    named[one.item.receivable_id]["invoice"] for one in due.decisions
                ],
            }
            for due in left
        ],
        "held_back": _held_back(customer, as_of),
        "basis": recorded.as_data(file, scenario, known.policy, guard, as_of),
    }


def _held_back(customer: Customer, as_of: date) -> list[dict[str, Any]]:
    """What was prepared that day and was held at the last check, for which reason."""
    rows = Action.objects.filter(
        customer=customer, for_day=as_of, state=ActionState.HELD
    ).order_by("pk")
    return [{"step": one.step, "channel": one.channel, "why": one.why} for one in rows]


def _named(decisions: list[Decision]) -> dict[int, dict[str, Any]]:
    rows = Receivable.objects.filter(pk__in=[d.item.receivable_id for d in decisions])
    return {
        pk: {"invoice": number, "instalment": instalment}
        for pk, number, instalment in rows.values_list(
            "pk", "invoice__number", "instalment"
        )
    }


def _decided(one: Decision) -> dict[str, Any]:
    item = one.item
    return {
        "currency": item.currency,
        "open": str(to_decimal(item.open_minor, item.currency)),
        "due_on": item.due_on.isoformat(),
        "last_on": item.last_on.isoformat() if item.last_on else None,
        "next_action": one.step.value if one.step else None,
        "next_on": one.on.isoformat() if one.on else None,
        "term_until": item.term_until.isoformat() if item.term_until else None,
        "channel": one.channel.value if one.channel else None,
        "reason": one.reason.value if one.reason else None,
        "until_on": one.until.isoformat() if one.until else None,
    }
