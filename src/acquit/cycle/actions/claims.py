"""Debit notes change what a customer owes: it is decided for anew at once. Whatever changes
what is left to claim of a customer is summed up at once as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

import acquit.claims.actions as claims
from acquit.claims.queries import late_ids
from acquit.cycle.actions.facts import decide_for
from acquit.cycle.actions.outstanding import sum_up_customer
from acquit.cycle.actions.ringing import ring_for_claims_of
from acquit.dunning.queries import notices

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from acquit.audit.actions import Actor
    from acquit.claims.models import Ask, ClaimTerms, DebitNote, Waiver
    from acquit.claims.queries import CompanyTerms
    from acquit.core.money import Money
    from acquit.organisation.models import Company


@transaction.atomic
def issue_debit_notes(
    *,
    customer_id: int,
    receivable_ids: Collection[int] | None = None,
    on: date,
    actor: Actor,
    at: datetime,
) -> list[DebitNote]:
    """See claims.actions."""
    letters = notices.of(late_ids(customer_id, as_of=on), as_of=on)
    notes = claims.issue_debit_notes(
        customer_id=customer_id,
        receivable_ids=receivable_ids,
        notices=letters,
        on=on,
        actor=actor,
        at=at,
    )
    decide_for({customer_id}, as_of=on, at=at)
    sum_up_customer(customer_id, on=on)
    return notes


@transaction.atomic
def withdraw_debit_note(
    *, note_id: int, reason: str, waive: bool, on: date, actor: Actor, at: datetime
) -> DebitNote:
    """See claims.actions."""
    note = claims.withdraw_debit_note(
        note_id=note_id, reason=reason, waive=waive, on=on, actor=actor, at=at
    )
    decide_for({note.customer_id}, as_of=on, at=at)
    sum_up_customer(note.customer_id, on=on)
    return note


@transaction.atomic
def waive(  # noqa: PLR0913  # what, how much of it, why, and by whom
    *,
    receivable_id: int,
    charge: Ask,
    amount: Money | None,
    reason: str,
    on: date,
    actor: Actor,
    at: datetime,
) -> Waiver:
    """See claims.actions."""
    waiver = claims.waive(
        receivable_id=receivable_id,
        charge=charge,
        amount=amount,
        reason=reason,
        on=on,
        notices=notices.of([receivable_id], as_of=on),
        actor=actor,
        at=at,
    )
    sum_up_customer(waiver.customer_id, on=on)
    return waiver


@transaction.atomic
def end_waiver(*, waiver_id: int, on: date, actor: Actor, at: datetime) -> Waiver:
    """See claims.actions."""
    waiver = claims.end_waiver(waiver_id=waiver_id, on=on, actor=actor, at=at)
    sum_up_customer(waiver.customer_id, on=on)
    return waiver


@transaction.atomic
def set_terms(
    company: Company, terms: CompanyTerms, *, actor: Actor, at: datetime
) -> ClaimTerms:
    """See claims.actions; what is left to claim of its customers is summed up soon."""
    kept = claims.set_terms(company, terms, actor=actor, at=at)
    ring_for_claims_of(company.pk)
    return kept
