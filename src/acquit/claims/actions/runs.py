"""Debit notes for several customers in one go: what was asked for, what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record_all
from acquit.claims.models import ClaimItem, ClaimRun
from acquit.core.sentences import as_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from acquit.claims.models import DebitNote
    from acquit.core.errors import Refusal
    from acquit.ledger.models import Customer
    from acquit.organisation.models import Person


@transaction.atomic
def begin_run(
    customers: Sequence[Customer], *, on: date, person: Person, at: datetime
) -> ClaimRun:
    """Keep that debit notes of these customers are asked for; none is made yet."""
    run = ClaimRun.objects.create(person=person, on=on, asked_at=at)
    ClaimItem.objects.bulk_create(
        ClaimItem(run=run, customer=one)
        for one in sorted(customers, key=lambda one: one.pk)
    )
    counts: dict[int, int] = {}
    for one in customers:
        counts[one.company_id] = counts.get(one.company_id, 0) + 1
    facts = [
        Fact(
            event="debit_notes_asked",
            subject=run,
            company_id=company_id,
            details={"customers": count},
        )
        for company_id, count in sorted(counts.items())
    ]
    record_all(facts, actor=Actor.of(person), at=at)
    return run


def next_item(run_id: int) -> ClaimItem | None:
    """The next customer whose turn it is, locked until the transaction ends: what is done
    twice waits, and finds it done. None = all are done.
    """
    waiting = ClaimItem.objects.filter(run=run_id, done_at=None).order_by("pk")
    locked = waiting.select_for_update(of=["self"]).select_related("run__person")
    return locked.first()


def note_made(item: ClaimItem, notes: Sequence[DebitNote], *, at: datetime) -> None:
    """These were made for the customer."""
    item.notes, item.done_at = [one.pk for one in notes], at
    item.save(update_fields=["notes", "done_at"])


def note_left_out(item: ClaimItem, why: Refusal, *, at: datetime) -> None:
    """None was made for the customer."""
    item.said, item.done_at = as_json(why.said), at
    item.save(update_fields=["said", "done_at"])


def end_run(run_id: int, *, at: datetime) -> None:
    """Everybody had their turn."""
    ClaimRun.objects.filter(pk=run_id, ended_at=None).update(ended_at=at)
