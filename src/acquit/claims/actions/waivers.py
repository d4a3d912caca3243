"""Letting go of interest and flat sums that no debit note asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.claims.models import Ask, DebitNote, Waiver
from acquit.claims.queries import beside
from acquit.core.errors import Refusal
from acquit.core.interest import WaivedTooMuch
from acquit.core.money import Money
from acquit.ledger.actions.booking import lock
from acquit.ledger.models import Receivable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from acquit.core.law import Notice


class NothingToWaive(Refusal):
    """Nothing is left that could be waived."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing is left to waive: it was waived already, or a debit note asks for it. "
            "Withdraw the debit note instead."
        )


class WaivedWithoutAReason(Refusal):
    """Nobody could tell later why it was let go."""

    def __init__(self) -> None:
        super().__init__("Say why it is waived, in a few words.")


class WaiverEnded(Refusal):
    """It was taken back before."""

    def __init__(self) -> None:
        super().__init__("This waiver was taken back already.")


@transaction.atomic
def waive(  # noqa: PLR0913  # what, how much of it, why, and by whom
    *,
    receivable_id: int,
    charge: Ask,
    amount: Money | None,
    reason: str,
    on: date,
    notices: Mapping[int, Notice] | None = None,
    actor: Actor,
    at: datetime,
) -> Waiver:
    """Let go of a part, or (None) of all that is left and still to come. What a debit note
    asks for stays: withdraw the note.

    Raises NothingToWaive, WaivedTooMuch, WaivedWithoutAReason.
    """
    row = Receivable.objects.get(pk=receivable_id)
    lock([row.customer_id])
    if not reason.strip():
        raise WaivedWithoutAReason
    found = beside([receivable_id], as_of=on, notices=notices).get(receivable_id)
    left = found.asked(charge).left if found else Money(0, row.currency)
    if not left:
        raise NothingToWaive
    if amount is not None and not (
        amount.currency == left.currency and 0 < amount.minor <= left.minor
    ):
        raise WaivedTooMuch(amount, left)
    waiver = Waiver.objects.create(
        receivable=row,
        customer_id=row.customer_id,
        charge=charge,
        amount_minor=None if amount is None else amount.minor,
        currency=left.currency,
        reason=reason.strip(),
        given_on=on,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    _record("claim_waived", waiver, row.company_id, actor, at)
    return waiver


@transaction.atomic
def end_waiver(*, waiver_id: int, on: date, actor: Actor, at: datetime) -> Waiver:
    """Take a waiver back: what it let go may be claimed again. Raises WaiverEnded."""
    waiver = Waiver.objects.select_related("receivable").get(pk=waiver_id)
    lock([waiver.customer_id])
    waiver.refresh_from_db(fields=["ended_on"])
    if waiver.ended_on is not None:
        raise WaiverEnded
    waiver.ended_on = on
    waiver.save(update_fields=["ended_on"])
    _record("waiver_ended", waiver, waiver.receivable.company_id, actor, at)
    return waiver


def waive_lines(note: DebitNote, *, on: date, actor: Actor, at: datetime) -> None:
    """What a withdrawn debit note asked for is not asked for any more."""
    Waiver.objects.bulk_create(
        Waiver(
            receivable_id=line.receivable_id,
            customer_id=note.customer_id,
            charge=line.charge,
            amount_minor=line.amount_minor,
            currency=note.invoice.currency,
            reason=note.withdrawn_reason,
            given_on=on,
            note=note,
            actor_id=actor.person_id,
            recorded_at=at,
        )
        for line in note.lines.all()
    )


def _record(
    event: str, waiver: Waiver, company_id: int, actor: Actor, at: datetime
) -> None:
    minor = waiver.amount_minor
    fact = Fact(
        event=event,
        subject=waiver,
        company_id=company_id,
        customer_id=waiver.customer_id,
        reason=waiver.reason,
        details={
            "charge": waiver.charge,
            "amount": "whole" if minor is None else str(Money(minor, waiver.currency)),
            "receivable": str(waiver.receivable_id),
        },
    )
    record(fact, actor=actor, at=at)
