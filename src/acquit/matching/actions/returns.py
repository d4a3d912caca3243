"""Payments that went back: which line takes back which, and what is open again by it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Fact, record
from acquit.bank import queries as bank
from acquit.bank.actions import settle_returns, undo_returns, wait_again
from acquit.bank.models import Line, LineState
from acquit.core import returns
from acquit.core.errors import Refusal
from acquit.core.returns import Taken
from acquit.ledger.actions import lock
from acquit.ledger.actions.returning import take_again, taken_back_by
from acquit.ledger.models import Receipt, Receivable
from acquit.matching import queries
from acquit.matching.actions.giving_back import Plan, book_returns, purses
from acquit.matching.actions.matching import match_receipts, match_waiting
from acquit.matching.queries.returned import named_by_parts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from acquit.audit.actions import Actor
    from acquit.core.returns import Freed, Key
    from acquit.matching.actions.giving_back import Purse


class NothingToReturn(Refusal):
    """The line takes nothing back, or the payment has nothing that could go back."""


@transaction.atomic
def take_back(company_id: int, *, at: datetime) -> set[int]:
    """Put the company's lines that take money back to the payments they take back, where
    that is sure: what those paid is open again.

    Payments that lie unused are matched again with it. Gives the customers whose books were
    touched.
    """
    waiting = bank.waiting_returns(company_id)
    gone = [one for some in waiting.values() for one in some]
    found = returns.find(gone, bank.payments_like(gone))
    sure = {key: one for key, one in found.items() if isinstance(one, Taken)}
    if not sure:
        return set()
    held = purses({one.payment.key.of for one in sure.values()})
    named = named_by_parts({one.payment.key for one in sure.values()})
    lines = Line.objects.select_for_update().filter(state=LineState.OPEN)
    by_id = lines.in_bulk({key.of for key in sure})
    plans = []
    for key, one in sorted(sure.items()):
        purse, minor = held[one.payment.key.of], one.payment.amount_minor
        freed = purse.free(minor, named[one.payment.key])
        if key.of in by_id and freed is not None:
            plans.append(_plan(by_id[key.of], key, one, purse, freed))
    touched = book_returns(plans, at=at)
    put = {(plan.line.pk, plan.part) for plan in plans}
    settle_returns(
        pk for pk, some in waiting.items() if all((pk, one.key.part) in put for one in some)
    )
    return touched | _match_again(company_id, plans, at)


@transaction.atomic
def say_returned(*, line_id: int, receipt_id: int, actor: Actor, at: datetime) -> set[int]:
    """A person says which payment this line of money out takes back, as far as the money of
    both goes. Gives the customers whose books were touched. Raises NothingToReturn.
    """
    line = Line.objects.select_related("account").get(pk=line_id)
    purse = purses([receipt_id])[receipt_id]
    line = (
        Line.objects.select_for_update(of=["self"])
        .select_related("account")
        .get(pk=line_id)
    )
    told = list(bank.standing_returns().filter(line=line))
    rest = -line.amount_minor - sum(one.amount_minor for one in told)
    minor = min(rest, purse.left_minor)
    waits = line.state in {LineState.OPEN, LineState.OUTGOING, LineState.NOT_OURS}
    if not waits or minor <= 0:
        raise NothingToReturn("This line takes nothing of that payment back.")
    theirs = line.account.company_id, line.currency
    if (purse.receipt.company_id, purse.receipt.currency) != theirs:
        raise NothingToReturn("That payment came to another company, or in other money.")
    freed = purse.free_any(minor)
    plan = Plan(
        line=line,
        part=max((one.part + 1 for one in told), default=0),
        receipt=purse.receipt,
        receipt_part=0,
        minor=minor,
        reason=line.return_reason,
        evidence={"how": "person"},
        rows=purse.take(freed, minor),
        again_minor=freed.again_minor,
    )
    touched = book_returns([plan], at=at, by=actor.person_id)
    if returns.is_charge(rest - minor, -line.amount_minor):
        settle_returns([line.pk])
    _record("payment_returned", plan.receipt, minor, actor=actor, at=at)
    return touched | _match_again(plan.receipt.company_id, [plan], at)


@transaction.atomic
def undo_return(*, line_id: int, on: date, actor: Actor, at: datetime) -> set[int]:
    """A person says that the line takes back nothing of what it was put to: the payments
    count again. Gives the customers whose books were touched. Raises NothingToReturn.
    """
    line = Line.objects.get(pk=line_id)
    told = bank.standing_returns().filter(line=line).order_by("pk")
    entries = taken_back_by(dict(told.values_list("pk", "receipt_id")))
    touched = {entry.receivable.customer_id for entry in entries}
    touched |= {one.customer_id for one in told if one.customer_id}
    lock(touched)
    receipts = Receipt.objects.select_for_update().order_by("pk")
    held = receipts.in_bulk({one.receipt_id for one in told})
    # Asked again with the locks held: somebody may have been faster.
    rows = list(told.all())
    if not rows:
        raise NothingToReturn("This line takes no payment back.")
    undo_returns(line, on=on, actor=actor)
    for row in rows:
        take_again(
            row.receipt_id, row.amount_minor, return_id=row.pk, at=at, by=actor.person_id
        )
        _record("return_undone", held[row.receipt_id], row.amount_minor, actor=actor, at=at)
    wait_again(held)
    return touched


def _plan(line: Line, key: Key, one: Taken, purse: Purse, freed: Freed) -> Plan:
    detail = line.details[key.part - 1] if key.part else {}
    minor = one.payment.amount_minor
    return Plan(
        line=line,
        part=key.part,
        receipt=purse.receipt,
        receipt_part=one.payment.key.part,
        minor=minor,
        reason=detail.get("return_reason", "") or line.return_reason,
        evidence={"how": one.how.value, "found": one.found},
        rows=purse.take(freed, minor),
        again_minor=freed.again_minor,
    )


def _match_again(company_id: int, plans: Sequence[Plan], at: datetime) -> set[int]:
    """Money that lies unused may be for what is open again. Gives the customers whose books
    were touched.
    """
    items = {row.receivable_id for plan in plans for row in plan.rows}
    told = Receivable.objects.filter(pk__in=items).values_list(
        "customer", "invoice__number_key", "invoice__payment_reference"
    )
    rows = list(told)
    customers = {customer_id for customer_id, _, _ in rows}
    touched = match_waiting(
        company_id, {key for _, *keys in rows for key in keys} - {""}, at=at
    )
    theirs = queries.undecided().filter(company=company_id, customer__in=customers)
    by_source: dict[str, list[Receipt]] = defaultdict(list)
    for receipt in theirs.order_by("received_on", "pk"):
        by_source[receipt.source].append(receipt)
    for some in by_source.values():
        touched |= match_receipts(some, at=at)
    return touched


def _record(
    event: str, receipt: Receipt, minor: int, *, actor: Actor, at: datetime
) -> None:
    fact = Fact(
        event=event,
        subject=receipt,
        company_id=receipt.company_id,
        customer_id=receipt.customer_id,
        details={"amount_minor": minor},
    )
    record(fact, actor=actor, at=at)
