"""Handing a person their data, taking them out of the books, keeping what they asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from django.db import connection, transaction

import acquit.agenda.actions as agenda
from acquit.agenda.models import TaskKind
from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.core.privacy import (
    Kind,
    Nature,
    NoRetention,
    RequestKind,
    What,
    answer_by,
    retention,
)
from acquit.core.privacy.retention import ANYWHERE
from acquit.handover.actions.dossiers import forget_dossiers
from acquit.ledger.actions import lock
from acquit.organisation.models import Company
from acquit.privacy.models import Past, Request
from acquit.privacy.queries import held, past, words
from acquit.scoring.actions.objecting import object_to_scoring

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import Model

    from acquit.core.privacy import Verdict
    from acquit.privacy.queries.held import Somebody


class NotAPerson(Refusal):
    """What belongs to a company or a public body is nobody's personal data."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "%(name)s is a business or a public body, as far as the books tell. If it is a "
            "sole trader, say so; for somebody who works there, give the e-mail address.",
            name=name,
        )


class Nobody(Refusal):
    """An address that nothing is held of."""

    def __init__(self, email: str) -> None:
        super().__init__("Nothing is held of %(email)s in this company.", email=email)


class NotYetReceived(Refusal):
    """A request of a day that is still to come."""

    def __init__(self, on: date) -> None:
        super().__init__("%(on)s is still to come: give the day it arrived.", on=on)


class AnsweredHow(Refusal):
    """A request would be closed without a word."""

    def __init__(self) -> None:
        super().__init__("Say what was answered, and how.")


def check_person(who: Somebody, *, sole_trader: bool) -> None:
    """Raises NotAPerson, Nobody. sole_trader: somebody says that a business is one."""
    if who.customer is None:
        if not any(held.counted(who).values()):
            raise Nobody(who.email)
        return
    nature = held.nature_of(who.customer)
    if nature is Nature.PERSON or (nature is Nature.CANNOT_TELL and sole_trader):
        return
    raise NotAPerson(who.customer.name)


@transaction.atomic
def export(
    who: Somebody, *, as_of: date, sole_trader: bool, actor: Actor, at: datetime
) -> bytes:
    """Everything that is held of them, as a ZIP. Raises NotAPerson, Nobody."""
    # Here and not above: only who exports needs it.
    from acquit.privacy.export import making  # noqa: PLC0415

    check_person(who, sole_trader=sole_trader)
    packed = making.archive(who, as_of=as_of)
    details = {"bytes": len(packed)}
    record(_fact("personal_data_exported", who, details), actor=actor, at=at)
    return packed


@transaction.atomic
def erase(
    who: Somebody, *, as_of: date, sole_trader: bool, actor: Actor, at: datetime
) -> list[Verdict]:
    """Take out what may go now; gives what was there before, with what became of each.
    Doing so again changes nothing. Raises NotAPerson, Nobody.
    """
    lock(who.customer_ids)
    check_person(who, sole_trader=sole_trader)
    before = held.held(who, as_of=as_of)
    gone = [one for one in before if one.what is What.GOES]
    groups = {one.group for one in gone}
    keys = held.keys_of(who)
    for one_table in words.HELD:
        if one_table.group in groups:
            one_table.empty(one_table.rows(keys))
    if gone:
        details = {one.group.lower(): one.count for one in gone}
        record(_fact("personal_data_erased", who, details), actor=actor, at=at)
        Past.objects.filter(customer__in=who.customer_ids).delete()
        # A dossier tells all of it once more.
        forget_dossiers(who.customer_ids)
    return before


@transaction.atomic
def forget_by_age(*, as_of: date, at: datetime) -> dict[str, int]:
    """Empty what belongs to many at once, or to nobody known, and is past its own time:
    nobody can ask for it. Gives how many rows of which table.
    """
    gone: Counter[str] = Counter()
    for company in [*Company.objects.order_by("pk"), None]:
        found: Counter[str] = Counter()
        for one in words.AGED:
            before = _first_kept(company, one.kind, as_of)
            if before is not None:
                rows = one.rows(company.pk if company else None, before)
                found[one.model._meta.db_table] += one.empty(rows)
        found = +found
        _tell_of_old(company, found, at)
        gone += found
    return dict(gone)


def _first_kept(company: Company | None, kind: Kind, as_of: date) -> date | None:
    """None: it is not known how long it is kept."""
    country = company.country if company is not None else ANYWHERE
    try:
        return retention(country, kind, on=as_of).first_kept(as_of)
    except NoRetention:
        return None


def _tell_of_old(company: Company | None, gone: dict[str, int], at: datetime) -> None:
    if not gone or company is None:
        return
    fact = Fact(
        event="old_data_erased",
        subject=company,
        company_id=company.pk,
        details=dict(gone),
    )
    record(fact, actor=Actor(None, "daily cycle"), at=at)


def _fact(event: str, who: Somebody, details: dict[str, int]) -> Fact:
    """Of a contact person without the address: the trail is never emptied."""
    subject: Model = who.customer or who.company
    return Fact(
        event=event,
        subject=subject,
        company_id=who.company.pk,
        customer_id=who.customer.pk if who.customer is not None else None,
        details=dict(details),
    )


@transaction.atomic
def record_request(  # noqa: PLR0913  # what was asked, when, and by whom it is kept
    who: Somebody,
    kind: RequestKind,
    *,
    words: str,
    received_on: date,
    today: date,
    actor: Actor,
    at: datetime,
) -> Request:
    """Keep what somebody asked, with a task that is due a month later. An objection to
    being scored holds at once. Raises NotYetReceived, NoReason for an objection without
    words.
    """
    if received_on > today:
        raise NotYetReceived(received_on)
    asked = Request.objects.create(
        company=who.company,
        customer=who.customer,
        email="" if who.customer is not None else who.email,
        kind=kind,
        words=words.strip(),
        received_on=received_on,
        due_on=answer_by(received_on),
        actor_id=actor.person_id,
        recorded_at=at,
    )
    if kind is RequestKind.OBJECTION and who.customer is not None:
        object_to_scoring(
            customer_id=who.customer.pk, words=words, on=received_on, actor=actor, at=at
        )
    agenda.add_tasks([_task(asked, who)], at=at)
    record(_asked("personal_data_asked", asked, words), actor=actor, at=at)
    return asked


def _task(asked: Request, who: Somebody) -> agenda.Work:
    return agenda.Work(
        company_id=asked.company_id,
        # No customer: only who may see to personal data has it on the list.
        customer_id=None,
        kind=TaskKind.PRIVACY_REQUEST,
        key=_key(asked),
        due_on=asked.due_on,
        why={"name": who.name, "request": asked.pk, "kind": str(asked.kind)},
    )


def _key(asked: Request) -> str:
    return f"{TaskKind.PRIVACY_REQUEST}:{asked.pk}"


@transaction.atomic
def answer_request(
    *, request_id: int, outcome: str, on: date, actor: Actor, at: datetime
) -> Request:
    """Say what was answered; once. Raises AnsweredHow."""
    if not outcome.strip():
        raise AnsweredHow
    asked = Request.objects.select_for_update(of=["self"]).get(pk=request_id)
    if asked.done_on is None:
        asked.done_on, asked.outcome = on, outcome.strip()
        asked.save(update_fields=["done_on", "outcome"])
        # The name is in the task as long as somebody has to see to it.
        agenda.say_anew(_key(asked), why={"request": asked.pk, "kind": str(asked.kind)})
        agenda.finish_by_key(_key(asked), at=at)
        record(_asked("personal_data_answered", asked, outcome), actor=actor, at=at)
    return asked


def _asked(event: str, asked: Request, words: str) -> Fact:
    return Fact(
        event=event,
        subject=asked,
        company_id=asked.company_id,
        customer_id=asked.customer_id,
        reason=words.strip(),
        details={"kind": str(asked.kind), "due_on": asked.due_on.isoformat()},
    )


@transaction.atomic
def look_for_past(*, as_of: date, at: datetime) -> int:
    """Write down of whom something is held longer than need be, and tell who sees to it,
    once for each company and month; nothing is erased. Gives how many there are.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE privacy_past IN SHARE ROW EXCLUSIVE MODE")
    found = list(past.past(as_of=as_of))
    Past.objects.all().delete()
    Past.objects.bulk_create(found, batch_size=5000)
    counted: dict[int, int] = defaultdict(int)
    for one in found:
        counted[one.company_id] += 1
    for company_id in past.company_ids():
        _tell(company_id, counted[company_id], as_of, at)
    return len(found)


def _tell(company_id: int, count: int, as_of: date, at: datetime) -> None:
    beginning = f"{TaskKind.RETENTION}:{company_id}:"
    if not count:
        agenda.finish_by_beginning(beginning, at=at)
        return
    task = agenda.Work(
        company_id=company_id,
        customer_id=None,
        kind=TaskKind.RETENTION,
        key=f"{beginning}{as_of:%Y-%m}",
        due_on=as_of,
        why={"count": count},
    )
    agenda.add_tasks([task], at=at)
