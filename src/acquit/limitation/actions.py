"""Recording what moves the day of a claim, and telling people when it comes near."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q

import acquit.agenda.actions as agenda
from acquit.agenda.models import Task, TaskKind
from acquit.audit.actions import Actor, Fact, record, record_all
from acquit.core.errors import Refusal
from acquit.core.limitation_watch import Near, Stage, Told, telling
from acquit.core.privacy import Group
from acquit.core.sentences import as_json
from acquit.ledger.actions.bulk import keep_document
from acquit.ledger.actions.forgetting import paper_words, papers
from acquit.ledger.actions.words import SAID, Words, of_customer
from acquit.ledger.models import Document, Receivable
from acquit.limitation import queries
from acquit.limitation.models import RECORDED, Occurrence, Watched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from acquit.core.law import Event
    from acquit.core.limitation_watch import Telling
    from acquit.limitation.queries import Dated


class NotYet(Refusal):
    """Something would be recorded of a day that is still to come."""

    def __init__(self, on: date, today: date) -> None:
        super().__init__(
            "%(on)s is still to come on %(today)s. Record it once it has happened.",
            on=on,
            today=today,
        )


class BeforeTheInvoice(Refusal):
    """It would have happened before the invoice was there."""

    def __init__(self, on: date, issued_on: date) -> None:
        super().__init__(
            "%(on)s lies before %(issued_on)s, the day of the invoice. Look at the day "
            "again.",
            on=on,
            issued_on=issued_on,
        )


class HowIsItKnown(Refusal):
    """Something without words: nobody could show it to a court."""

    def __init__(self) -> None:
        super().__init__("Say in a few words what happened, and where it stands.")


class NotRecorded(Refusal):
    """Of that kind nothing is recorded by people, or it is withdrawn already."""

    def __init__(self) -> None:
        super().__init__(
            "This cannot be recorded by hand, or it was taken back already. Part payments "
            "and notices that were sent from here are in the books by themselves."
        )


@transaction.atomic
def record_occurrence(  # noqa: PLR0913  # what happened, to what, and how it is known
    *,
    receivable_ids: Collection[int],
    kind: Event,
    on: date,
    words: str,
    today: date,
    actor: Actor,
    at: datetime,
    document: Document | None = None,
) -> list[Occurrence]:
    """Keep that something happened to these receivables of one customer, and look at its
    day again. document: not kept yet. Raises NotYet, BeforeTheInvoice, HowIsItKnown,
    NotRecorded.
    """
    rows = list(
        Receivable.objects.filter(pk__in=receivable_ids)
        .select_related("invoice")
        .order_by("pk")
    )
    _check(rows, kind, on, words, today)
    kept = keep_document(document) if document is not None else None
    made = [
        Occurrence.objects.create(
            receivable=row,
            customer_id=row.customer_id,
            kind=kind,
            on=on,
            words=words.strip(),
            document=kept,
            actor_id=actor.person_id,
            recorded_at=at,
        )
        for row in rows
    ]
    record_all(
        [_fact("limitation_recorded", one, words) for one in made], actor=actor, at=at
    )
    for customer_id in {row.customer_id for row in rows}:
        watch(as_of=today, at=at, customer_id=customer_id)
    return made


def _check(rows: list[Receivable], kind: Event, on: date, words: str, today: date) -> None:
    if kind not in dict(RECORDED):
        raise NotRecorded
    if not words.strip():
        raise HowIsItKnown
    if on > today:
        raise NotYet(on, today)
    for row in rows:
        if on < row.invoice.issued_on:
            raise BeforeTheInvoice(on, row.invoice.issued_on)


@transaction.atomic
def withdraw_occurrence(
    *, occurrence_id: int, words: str, today: date, actor: Actor, at: datetime
) -> Occurrence:
    """Say that it did not happen so. It stays where it is; a further row takes it back.
    Raises HowIsItKnown, NotRecorded.
    """
    wrong = (
        Occurrence.objects.select_for_update(of=["self"])
        .select_related("receivable__invoice")
        .get(pk=occurrence_id)
    )
    if not words.strip():
        raise HowIsItKnown
    taken = Occurrence.objects.filter(withdraws=wrong).exists()
    if wrong.withdraws_id is not None or taken:
        raise NotRecorded
    back = Occurrence.objects.create(
        receivable=wrong.receivable,
        customer_id=wrong.customer_id,
        kind=wrong.kind,
        on=wrong.on,
        words=words.strip(),
        withdraws=wrong,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    record(_fact("limitation_withdrawn", back, words), actor=actor, at=at)
    watch(as_of=today, at=at, customer_id=wrong.customer_id)
    return back


def _fact(event: str, one: Occurrence, words: str) -> Fact:
    return Fact(
        event=event,
        subject=one,
        company_id=one.receivable.company_id,
        customer_id=one.customer_id,
        reason=words.strip(),
        details={
            "kind": one.kind,
            "on": one.on.isoformat(),
            "invoice": one.receivable.invoice.number,
        },
    )


@transaction.atomic
def watch(*, as_of: date, at: datetime, customer_id: int | None = None) -> int:
    """Look at every open claim that is old enough, write down those near their day, and
    tell people once for each customer and stage; gives how many are near.
    """
    with connection.cursor() as cursor:
        # One at a time: the second finds what the first has told.
        cursor.execute("LOCK TABLE limitation_watched IN SHARE ROW EXCLUSIVE MODE")
    found = list(queries.near(as_of=as_of, customer_id=customer_id))
    before = Watched.objects.all()
    if customer_id is not None:
        before = before.filter(customer=customer_id)
    before.delete()
    Watched.objects.bulk_create([_watched(one) for one in found], batch_size=5000)
    _tell(found, as_of=as_of, at=at, customer_id=customer_id)
    return len(found)


def _watched(one: Dated) -> Watched:
    row = Watched(
        receivable_id=one.owed.receivable_id,
        customer_id=one.owed.customer_id,
        company_id=one.owed.company_id,
        country=one.owed.claim.country,
    )
    if isinstance(one.day, Refusal):
        row.said = as_json(one.day.said)
        return row
    row.until, row.stage = one.day.until, one.stage or ""
    row.years = one.day.rule.years
    row.source = one.day.rule.basis.source
    row.certainty = one.day.rule.basis.certainty
    if one.day.moved_by is not None:
        row.moved_by, row.moved_on = one.day.moved_by.event, one.day.moved_by.on
    return row


def _tell(
    found: Iterable[Dated], *, as_of: date, at: datetime, customer_id: int | None
) -> None:
    told = telling(_near(found), _told(customer_id))
    owed = {one.owed.receivable_id: one for one in found}
    for key in told.over:
        agenda.finish_by_key(key, at=at)
    for key, items in told.other.items():
        agenda.say_anew(key, why=_why(items, owed, key.split(":")[2]))
    agenda.add_tasks(_work(told, owed, as_of, at), at=at)


def _near(found: Iterable[Dated]) -> Iterable[Near]:
    for one in found:
        if not isinstance(one.day, Refusal) and one.stage is not None:
            yield Near(
                one.owed.customer_id, one.owed.receivable_id, one.day.until, one.stage
            )


def _told(customer_id: int | None) -> list[Told]:
    """The tasks that are open, and those that a person has done: what fell away by itself
    and comes back is told again.
    """
    tasks = Task.objects.filter(kind=TaskKind.LIMITATION)
    if customer_id is not None:
        tasks = tasks.filter(customer=customer_id)
    watched = Watched.objects.values("customer")
    seen_to = Q(done_by__isnull=False, customer__in=watched)
    tasks = tasks.filter(Q(done_at=None) | seen_to)
    return [
        Told(
            key=task.key,
            customer_id=task.customer_id or 0,
            stage=Stage(task.why["stage"]),
            items=frozenset(
                (key, date.fromisoformat(until)) for key, _, until in task.why["items"]
            ),
            done=task.done_at is not None,
        )
        for task in tasks
    ]


def _work(
    told: Telling, owed: dict[int, Dated], as_of: date, at: datetime
) -> Iterable[agenda.Work]:
    for (customer_id, stage), items in sorted(told.new.items()):
        first, _ = min(items)
        yield agenda.Work(
            company_id=owed[first].owed.company_id,
            customer_id=customer_id,
            kind=TaskKind.LIMITATION,
            key=f"{TaskKind.LIMITATION}:{customer_id}:{stage}:{at:%Y-%m-%dT%H%M%S}",
            due_on=as_of,
            why=_why(items, owed, stage),
        )


def _why(
    items: Collection[tuple[int, date]], owed: dict[int, Dated], stage: str
) -> dict[str, object]:
    """Each claim with its number and its day, the nearest first."""
    listed = sorted(items, key=lambda one: (one[1], one[0]))
    return {
        "stage": str(stage),
        "items": [[key, owed[key].owed.number, until.isoformat()] for key, until in listed],
    }


# How it was known what happened to the claims; that it happened stays.
HELD: tuple[Words, ...] = (
    Words(
        group=Group.SAID,
        model=Occurrence,
        whose=of_customer("customer"),
        put={"words": SAID},
    ),
    paper_words(Group.SAID, CUSTOMER=(papers(Occurrence),)),
)
