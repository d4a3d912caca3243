"""Adding to people's work, and taking it off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from acquit.agenda.models import Note, Task, TaskKind
from acquit.audit.actions import Actor, Fact, record
from acquit.core.privacy import Group, Kind
from acquit.ledger.actions.words import Aged, OnlyKeys, Root, Words, of_customer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A task before it is written. `key`: the same key is never written twice. not_before:
    it stands on the list from this instant of `due_on` on; None = at once.
    """

    company_id: int
    customer_id: int | None
    kind: TaskKind
    key: str
    due_on: date
    why: dict[str, Any]
    not_before: datetime | None = None


def add_tasks(work: Iterable[Work], *, at: datetime) -> None:
    """Add tasks, in the caller's transaction; those with a known key stay as they are."""
    rows = [
        Task(
            company_id=one.company_id,
            customer_id=one.customer_id,
            kind=one.kind,
            key=one.key,
            why=one.why,
            due_on=one.due_on,
            not_before=one.not_before,
            recorded_at=at,
        )
        for one in work
    ]
    Task.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5000)


@transaction.atomic
def finish_task(*, task_id: int, actor: Actor, at: datetime) -> Task:
    """Mark a task as done; doing so twice changes nothing."""
    task = Task.objects.select_for_update().get(pk=task_id)
    if task.done_at is None:
        task.done_at = at
        task.done_by_id = actor.person_id
        task.save(update_fields=["done_at", "done_by"])
        fact = Fact(
            event="task_finished",
            subject=task,
            company_id=task.company_id,
            customer_id=task.customer_id,
        )
        record(fact, actor=actor, at=at)
    return task


def finish_by_key(key: str, *, at: datetime) -> None:
    """Take a task off the list because what it asked for has happened."""
    Task.objects.filter(key=key, done_at=None).update(done_at=at)


def say_anew(key: str, *, why: dict[str, Any]) -> None:
    """An open task is about something else by now, in the caller's transaction."""
    Task.objects.filter(key=key, done_at=None).update(why=why)


def put_off(key: str, *, until: datetime) -> None:
    """Have a task done later, in the caller's transaction. until: its day is that of the
    instant's own zone.
    """
    waiting = Task.objects.filter(key=key, done_at=None)
    waiting.update(due_on=until.date(), not_before=until)


def finish_by_beginning(beginning: str, *, at: datetime) -> None:
    """The same for every task whose key begins like this."""
    Task.objects.filter(key__startswith=beginning, done_at=None).update(done_at=at)


@transaction.atomic
def write_note(*, customer_id: int, text: str, actor: Actor, at: datetime) -> Note:
    """Keep something that was said or seen about a customer."""
    note = Note.objects.create(
        customer_id=customer_id,
        text=text,
        author_id=actor.person_id,
        author_name=actor.name,
        written_at=at,
    )
    fact = Fact(
        event="note_written",
        subject=note,
        company_id=note.customer.company_id,
        customer_id=customer_id,
    )
    record(fact, actor=actor, at=at)
    return note


# What the page of a task looks for; subjects, answers and names are not among it.
_CODES = OnlyKeys(
    *("message", "action", "incoming", "step", "delivery", "promised_on", "amount_minor"),
    *("currency", "stage", "items", "wish", "number", "amount", "insolvency", "on", "case"),
    *("until", "request", "kind", "count", "source", "run", "holds", "customers", "week"),
)
HELD: tuple[Words, ...] = (
    Words(
        group=Group.NOTES,
        model=Note,
        whose=of_customer("customer"),
        put={"text": ""},
    ),
    Words(
        group=Group.NOTES,
        model=Task,
        whose={
            Root.CUSTOMER: ("customer",),
            Root.MESSAGE: ("why__message",),
            Root.ANSWER: ("why__incoming",),
        },
        put={"why": _CODES},
    ),
)
# Those about a file, or about somebody without a customer's number.
AGED: tuple[Aged, ...] = (
    Aged(
        kind=Kind.FILE,
        model=Task,
        company="company",
        on="done_at__date",
        only=Q(customer=None),
        put={"why": _CODES},
    ),
)
