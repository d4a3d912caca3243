"""Promises, disputes and holds: what people told us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record, record_all
from acquit.core.dunning.endless import is_endless
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.ledger.actions.booking import lock
from acquit.ledger.models import (
    Dispute,
    DisputeReason,
    Hold,
    HoldReason,
    Promise,
    Receivable,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime


class NothingOpen(Refusal):
    """A paid receivable can be neither promised nor disputed."""

    def __init__(self) -> None:
        super().__init__("Nothing is open on this receivable any more.")


class BeyondOpen(Refusal):
    """The amount is more than what is open, or not in its currency."""

    def __init__(self, asked: Money, opened: Money) -> None:
        super().__init__(
            "%(asked)s is not within the open amount of %(opened)s.",
            asked=asked,
            opened=opened,
        )


class DayInThePast(Refusal):
    """The day given lies before the day on which it is said."""

    def __init__(self, day: date, today: date) -> None:
        super().__init__(
            "%(day)s lies before %(today)s. Give a day that is still to come.",
            day=day,
            today=today,
        )


class GroupOfOneInvoice(Refusal):
    """A hold on one invoice cannot hold a whole group."""

    def __init__(self) -> None:
        super().__init__(
            "A hold of the whole group is on its customers, not on one invoice."
        )


class EndsByItself(Refusal):
    """The hold of a case or of an insolvency ends with it, not by hand."""

    def __init__(self) -> None:
        super().__init__(
            "This hold ends when the case is closed, or the insolvency is over: say so "
            "there instead."
        )


class NotOfThisCustomer(Refusal):
    """The receivable is another customer's."""

    def __init__(self) -> None:
        super().__init__("This invoice belongs to another customer.")


@transaction.atomic
def record_promise(
    *,
    receivable_id: int,
    amount: Money,
    promised_on: date,
    made_on: date,
    actor: Actor,
    at: datetime,
) -> Promise:
    """A new promise takes the place of one that is still open.

    Raises NothingOpen, BeyondOpen, DayInThePast.
    """
    receivable = _open_receivable(receivable_id)
    _check_within(amount, receivable)
    if promised_on < made_on:
        raise DayInThePast(promised_on, made_on)
    Promise.objects.filter(receivable=receivable, closed_on=None).update(closed_on=made_on)
    promise = Promise.objects.create(
        receivable=receivable,
        customer_id=receivable.customer_id,
        amount_minor=amount.minor,
        made_on=made_on,
        promised_on=promised_on,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    details = {"amount": str(amount), "promised_on": promised_on.isoformat()}
    record(_fact("promise_recorded", promise, receivable, details), actor=actor, at=at)
    return promise


@transaction.atomic
def withdraw_promise(*, promise_id: int, on: date, actor: Actor, at: datetime) -> Promise:
    """Close an open promise without calling it kept or broken."""
    promise = Promise.objects.select_related("receivable").get(pk=promise_id)
    lock([promise.customer_id])
    promise.refresh_from_db(fields=["closed_on"])
    if promise.closed_on is not None:
        raise Refusal("This promise has ended already.")
    promise.closed_on = on
    promise.save(update_fields=["closed_on"])
    record(_fact("promise_withdrawn", promise, promise.receivable, {}), actor=actor, at=at)
    return promise


@transaction.atomic
def close_promises(
    *, kept: Collection[int], broken: Collection[int], on: date, actor: Actor, at: datetime
) -> None:
    """Close promises by id, as kept or as broken."""
    for ids, outcome in ((kept, True), (broken, False)):
        if not ids:
            continue
        rows = list(Promise.objects.filter(pk__in=ids).select_related("receivable"))
        Promise.objects.filter(pk__in=ids).update(closed_on=on, kept=outcome)
        event = "promise_kept" if outcome else "promise_broken"
        facts = [_fact(event, row, row.receivable, {}) for row in rows]
        record_all(facts, actor=actor, at=at)


@transaction.atomic
def open_dispute(  # noqa: PLR0913  # what was said, by whom and when: pages call it by these words
    *,
    receivable_id: int,
    amount: Money | None,
    reason: DisputeReason,
    words: str = "",
    on: date,
    actor: Actor,
    at: datetime,
) -> Dispute:
    """amount None = the whole receivable. A dispute that is open already is closed by the
    new one.

    Raises NothingOpen, BeyondOpen.
    """
    receivable = _open_receivable(receivable_id)
    if amount is not None:
        _check_within(amount, receivable)
    Dispute.objects.filter(receivable=receivable, closed_on=None).update(closed_on=on)
    dispute = Dispute.objects.create(
        receivable=receivable,
        customer_id=receivable.customer_id,
        amount_minor=None if amount is None else amount.minor,
        reason=reason,
        words=words,
        opened_on=on,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    details = {"amount": "whole" if amount is None else str(amount), "reason": str(reason)}
    record(_fact("dispute_opened", dispute, receivable, details), actor=actor, at=at)
    return dispute


@transaction.atomic
def close_dispute(*, dispute_id: int, on: date, actor: Actor, at: datetime) -> Dispute:
    """End an open dispute; what is open is followed up again."""
    dispute = Dispute.objects.select_related("receivable").get(pk=dispute_id)
    lock([dispute.customer_id])
    dispute.refresh_from_db(fields=["closed_on"])
    if dispute.closed_on is not None:
        raise Refusal("This dispute has ended already.")
    dispute.closed_on = on
    dispute.save(update_fields=["closed_on"])
    record(_fact("dispute_closed", dispute, dispute.receivable, {}), actor=actor, at=at)
    return dispute


@transaction.atomic
def place_hold(  # noqa: PLR0913  # what was said, by whom and when: pages call it by these words
    *,
    customer_id: int,
    receivable_id: int | None,
    reason: HoldReason,
    words: str = "",
    from_on: date,
    until_on: date,
    whole_group: bool = False,
    actor: Actor,
    at: datetime,
) -> Hold:
    """Stop dunning until the end of `until_on`; whole_group: for every customer that is the
    same debtor. Raises DayInThePast, NotOfThisCustomer, GroupOfOneInvoice.
    """
    lock([customer_id])
    if whole_group and receivable_id is not None:
        raise GroupOfOneInvoice
    if receivable_id is not None:
        owner = Receivable.objects.values_list("customer_id", flat=True)
        if owner.get(pk=receivable_id) != customer_id:
            raise NotOfThisCustomer
    if until_on < from_on:
        raise DayInThePast(until_on, from_on)
    hold = Hold.objects.create(
        customer_id=customer_id,
        receivable_id=receivable_id,
        reason=reason,
        words=words,
        from_on=from_on,
        until_on=until_on,
        whole_group=whole_group,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    fact = Fact(
        event="hold_placed",
        subject=hold,
        company_id=hold.customer.company_id,
        customer_id=customer_id,
        reason=words,
        details={"reason": str(reason), "until": until_on.isoformat()}
        | ({"group": True} if whole_group else {}),
    )
    record(fact, actor=actor, at=at)
    return hold


@transaction.atomic
def end_hold(*, hold_id: int, on: date, actor: Actor, at: datetime) -> Hold:
    """End a hold before its day. Raises EndsByItself where a fact ends it."""
    hold = Hold.objects.select_related("customer").get(pk=hold_id)
    if is_endless(hold.until_on):
        raise EndsByItself
    return _ended(hold, on=on, actor=actor, at=at)


@transaction.atomic
def lift_hold(*, hold_id: int, on: date, actor: Actor, at: datetime) -> Hold:
    """End the hold of a case or of an insolvency, because that is over."""
    hold = Hold.objects.select_related("customer").get(pk=hold_id)
    return _ended(hold, on=on, actor=actor, at=at)


def _ended(hold: Hold, *, on: date, actor: Actor, at: datetime) -> Hold:
    lock([hold.customer_id])
    hold.refresh_from_db(fields=["ended_on"])
    if hold.ended_on is not None:
        raise Refusal("This hold has ended already.")
    hold.ended_on = on
    hold.save(update_fields=["ended_on"])
    fact = Fact(
        event="hold_ended",
        subject=hold,
        company_id=hold.customer.company_id,
        customer_id=hold.customer_id,
    )
    record(fact, actor=actor, at=at)
    return hold


def _open_receivable(receivable_id: int) -> Receivable:
    receivable = Receivable.objects.get(pk=receivable_id)
    lock([receivable.customer_id])
    receivable.refresh_from_db()
    if receivable.open_minor == 0:
        raise NothingOpen
    return receivable


def _check_within(amount: Money, receivable: Receivable) -> None:
    opened = Money(receivable.open_minor, receivable.currency)
    if amount.currency != opened.currency or not 0 < amount.minor <= opened.minor:
        raise BeyondOpen(amount, opened)


def _fact(
    event: str, subject: Promise | Dispute, receivable: Receivable, details: dict[str, str]
) -> Fact:
    return Fact(
        event=event,
        subject=subject,
        company_id=receivable.company_id,
        customer_id=receivable.customer_id,
        details=details | {"receivable": str(receivable.pk)},
    )
