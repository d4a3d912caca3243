"""Giving up what will not be paid: within a person's limit at once, beyond it when somebody
agrees who may.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction

from acquit.agenda.actions import Work, add_tasks, finish_by_key
from acquit.agenda.models import TaskKind
from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.handover.models import Wish, WriteOffWish
from acquit.ledger.actions import MoreThanOpen, NothingOpen, lock, write_off
from acquit.ledger.models import Receivable, WriteOffReason
from acquit.matching.actions.write_offs import given_up, limit_of, who_may
from acquit.organisation.models import Person

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.ledger.models import Allocation

# Why a person gives something up that nobody paid short by mistake.
REASONS = (
    WriteOffReason.UNCOLLECTABLE,
    WriteOffReason.INSOLVENCY,
    WriteOffReason.LIMITATION,
    WriteOffReason.GOODWILL,
    WriteOffReason.SMALL,
)


class NobodyMayWriteOff(Refusal):
    """It is beyond everybody's limit."""

    def __init__(self, wanted: Money) -> None:
        super().__init__(
            "Nobody may write off %(wanted)s of one invoice. An administrator can raise "
            "a limit (acquit company CODE --write-off-limit ROLE=AMOUNT).",
            wanted=wanted,
        )


class WaitsAlready(Refusal):
    """One write-off of a receivable waits at a time."""

    def __init__(self, number: str) -> None:
        super().__init__(
            "A write-off of invoice %(number)s waits for approval already.", number=number
        )


class BeyondYourLimit(Refusal):
    """Who may not write off so much does not approve it either."""

    def __init__(self, wanted: Money, most: Money) -> None:
        super().__init__(
            "%(wanted)s would be written off, and you may write off %(most)s of one "
            "invoice: somebody else has to approve it.",
            wanted=wanted,
            most=most,
        )


class WishSettled(Refusal):
    """Somebody has decided on it already."""

    def __init__(self) -> None:
        super().__init__("Somebody has approved or declined this already.")


@transaction.atomic
def give_up(  # noqa: PLR0913  # what is given up, why, by whom and when
    *,
    receivable_id: int,
    amount: Money,
    reason: WriteOffReason,
    words: str,
    on: date,
    actor: Actor,
    at: datetime,
) -> Allocation | WriteOffWish:
    """Write it off, or have it wait for somebody who may.

    Raises NothingOpen, MoreThanOpen, NobodyMayWriteOff, WaitsAlready.
    """
    row = _locked(receivable_id)
    opened = Money(row.open_minor, row.currency)
    if not opened.minor:
        raise NothingOpen
    if amount.currency != opened.currency or not 0 < amount.minor <= opened.minor:
        raise MoreThanOpen(row.invoice.number, opened, amount)
    if _within(actor, row, amount):
        return write_off(
            receivable_id=receivable_id,
            amount=amount,
            reason=reason,
            words=words,
            on=on,
            actor=actor,
            at=at,
        )
    return _ask(row, amount, reason, words, on=on, actor=actor, at=at)


@transaction.atomic
def approve_write_off(*, wish_id: int, on: date, actor: Actor, at: datetime) -> Allocation:
    """Book what was proposed, dated `on`. Raises WishSettled, BeyondYourLimit, and what
    `ledger.actions.write_off` raises.
    """
    wish = _waiting(wish_id)
    row = wish.receivable
    amount = Money(wish.amount_minor, row.currency)
    if not _within(actor, row, amount):
        raise BeyondYourLimit(_in_all(row, amount), _most(actor, row))
    made = write_off(
        receivable_id=row.pk,
        amount=amount,
        reason=WriteOffReason(wish.reason),
        words=wish.words,
        on=on,
        actor=actor,
        at=at,
    )
    wish.allocation = made
    _settle(wish, Wish.APPROVED, "", actor=actor, at=at)
    return made


@transaction.atomic
def decline_write_off(
    *, wish_id: int, words: str, actor: Actor, at: datetime
) -> WriteOffWish:
    """It is asked for further. Raises WishSettled."""
    wish = _waiting(wish_id)
    _settle(wish, Wish.DECLINED, words, actor=actor, at=at)
    return wish


def _ask(  # noqa: PLR0913  # as give_up
    row: Receivable,
    amount: Money,
    reason: WriteOffReason,
    words: str,
    *,
    on: date,
    actor: Actor,
    at: datetime,
) -> WriteOffWish:
    others = list(islice(who_may(row.company_id, _in_all(row, amount)), 1))
    if not others:
        raise NobodyMayWriteOff(_in_all(row, amount))
    if WriteOffWish.objects.filter(receivable=row, state=Wish.WAITING).exists():
        raise WaitsAlready(row.invoice.number)
    wish = WriteOffWish.objects.create(
        receivable=row,
        amount_minor=amount.minor,
        reason=reason,
        words=words,
        on=on,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    why = {"wish": wish.pk, "number": row.invoice.number, "amount": str(amount)}
    work = Work(
        company_id=row.company_id,
        customer_id=row.customer_id,
        kind=TaskKind.WRITE_OFF,
        key=_key(wish),
        due_on=on,
        why=why,
    )
    add_tasks([work], at=at)
    record(_fact("write_off_proposed", wish, words), actor=actor, at=at)
    return wish


def _within(actor: Actor, row: Receivable, amount: Money) -> bool:
    """Who works at the machine itself has every right."""
    if actor.person_id is None:
        return True
    return _in_all(row, amount).minor <= _most(actor, row).minor


def _most(actor: Actor, row: Receivable) -> Money:
    person = Person.objects.get(pk=actor.person_id or 0)
    return limit_of(person, row.company_id, row.currency)


def _in_all(row: Receivable, amount: Money) -> Money:
    """With what people have written off of it before."""
    annotated: Any = given_up([row.pk])
    before = sum(one.gone or 0 for one in annotated)
    return Money(before + amount.minor, amount.currency)


def _locked(receivable_id: int) -> Receivable:
    row = Receivable.objects.select_related("invoice").get(pk=receivable_id)
    lock([row.customer_id])
    row.refresh_from_db(fields=["open_minor"])
    return row


def _waiting(wish_id: int) -> WriteOffWish:
    rows = WriteOffWish.objects.select_related("receivable__invoice")
    wish = rows.get(pk=wish_id)
    lock([wish.receivable.customer_id])
    wish.refresh_from_db(fields=["state"])
    if wish.state != Wish.WAITING:
        raise WishSettled
    return wish


def _settle(
    wish: WriteOffWish, state: Wish, words: str, *, actor: Actor, at: datetime
) -> None:
    wish.state, wish.settled_at, wish.settled_words = state, at, words
    wish.settled_by_id = actor.person_id
    wish.save(
        update_fields=["state", "settled_at", "settled_by", "settled_words", "allocation"]
    )
    finish_by_key(_key(wish), at=at)
    event = f"write_off_{state.lower()}"
    record(_fact(event, wish, words), actor=actor, at=at)


def _key(wish: WriteOffWish) -> str:
    return f"{TaskKind.WRITE_OFF}:{wish.pk}"


def _fact(event: str, wish: WriteOffWish, words: str) -> Fact:
    row = wish.receivable
    return Fact(
        event=event,
        subject=wish,
        company_id=row.company_id,
        customer_id=row.customer_id,
        reason=words,
        details={
            "amount": str(Money(wish.amount_minor, row.currency)),
            "reason": wish.reason,
            "number": row.invoice.number,
            "receivable": str(row.pk),
        },
    )
