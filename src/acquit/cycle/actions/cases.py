"""Handing over, insolvency, giving up: its room records it, and it is decided for anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

import acquit.handover.actions as handover
import acquit.ledger.actions as ledger
from acquit.cycle.actions.facts import decide_for

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from acquit.audit.actions import Actor
    from acquit.core.money import Money
    from acquit.core.procedures import Procedure
    from acquit.handover.models import (
        Case,
        Insolvency,
        InsolvencyKind,
        Outcome,
        WriteOffWish,
    )
    from acquit.ledger.models import Allocation, WriteOffReason


@transaction.atomic
def hand_over(  # noqa: PLR0913  # as handover.actions.open_case
    *,
    customer_id: int,
    receivable_ids: Collection[int],
    partner_id: int,
    procedure: Procedure,
    words: str = "",
    confirmed: bool = False,
    on: date,
    actor: Actor,
    at: datetime,
) -> Case:
    """See handover.actions.open_case."""
    case = handover.open_case(
        customer_id=customer_id,
        receivable_ids=receivable_ids,
        partner_id=partner_id,
        procedure=procedure,
        words=words,
        confirmed=confirmed,
        on=on,
        actor=actor,
        at=at,
    )
    decide_for([customer_id], as_of=on, at=at)
    return case


@transaction.atomic
def close_case(
    *, case_id: int, outcome: Outcome, words: str = "", on: date, actor: Actor, at: datetime
) -> Case:
    """See handover.actions.close_case."""
    case = handover.close_case(
        case_id=case_id, outcome=outcome, words=words, on=on, actor=actor, at=at
    )
    decide_for([case.customer_id], as_of=on, at=at)
    return case


@transaction.atomic
def record_insolvency(  # noqa: PLR0913  # as handover.actions.record_insolvency
    *,
    customer_id: int,
    kind: InsolvencyKind,
    opened_on: date,
    published_on: date | None = None,
    deadline_on: date | None = None,
    court: str = "",
    reference: str = "",
    administrator: str = "",
    source: str = "",
    on: date,
    actor: Actor,
    at: datetime,
) -> Insolvency:
    """See handover.actions.record_insolvency."""
    found = handover.record_insolvency(
        customer_id=customer_id,
        kind=kind,
        opened_on=opened_on,
        published_on=published_on,
        deadline_on=deadline_on,
        court=court,
        reference=reference,
        administrator=administrator,
        source=source,
        today=on,
        actor=actor,
        at=at,
    )
    decide_for([customer_id], as_of=on, at=at)
    return found


@transaction.atomic
def end_insolvency(
    *, insolvency_id: int, on: date, actor: Actor, at: datetime
) -> Insolvency:
    """See handover.actions.end_insolvency."""
    found = handover.end_insolvency(insolvency_id=insolvency_id, on=on, actor=actor, at=at)
    decide_for([found.customer_id], as_of=on, at=at)
    return found


@transaction.atomic
def give_up(  # noqa: PLR0913  # as handover.actions.give_up
    *,
    receivable_id: int,
    amount: Money,
    reason: WriteOffReason,
    words: str,
    on: date,
    actor: Actor,
    at: datetime,
) -> Allocation | WriteOffWish:
    """See handover.actions.give_up."""
    made = handover.give_up(
        receivable_id=receivable_id,
        amount=amount,
        reason=reason,
        words=words,
        on=on,
        actor=actor,
        at=at,
    )
    decide_for([made.receivable.customer_id], as_of=on, at=at)
    return made


@transaction.atomic
def approve_write_off(*, wish_id: int, on: date, actor: Actor, at: datetime) -> Allocation:
    """See handover.actions.approve_write_off."""
    made = handover.approve_write_off(wish_id=wish_id, on=on, actor=actor, at=at)
    decide_for([made.receivable.customer_id], as_of=on, at=at)
    return made


@transaction.atomic
def take_back_write_off(
    *, allocation_id: int, on: date, actor: Actor, at: datetime
) -> Allocation:
    """See ledger.actions.take_back_write_off."""
    row = ledger.take_back_write_off(allocation_id=allocation_id, on=on, actor=actor, at=at)
    decide_for([row.receivable.customer_id], as_of=on, at=at)
    return row
