"""A debtor becomes insolvent: reminders stop, and the claim is filed in time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from acquit.agenda.actions import Work, add_tasks, finish_by_key
from acquit.agenda.models import TaskKind
from acquit.audit.actions import Actor, Fact, record
from acquit.core.dunning.endless import UNTIL_OVER
from acquit.core.errors import Refusal
from acquit.core.procedures import claim_filing
from acquit.handover.actions.watching import not_before
from acquit.handover.models import Insolvency, InsolvencyKind
from acquit.ledger.actions import lift_hold, lock, place_hold
from acquit.ledger.models import Customer, HoldReason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from acquit.core.procedures import Deadline
    from acquit.ledger.models import Document

# The task is on the list so long before the last day.
AHEAD = timedelta(days=21)


class AlreadyInsolvent(Refusal):
    """One of them is open at a time."""

    def __init__(self, name: str, since: date) -> None:
        super().__init__(
            "Proceedings against %(name)s are open since %(day)s. End those first.",
            name=name,
            day=since.isoformat(),
        )


class InsolvencyOver(Refusal):
    """What has ended does not end again."""

    def __init__(self) -> None:
        super().__init__("These proceedings have ended already.")


class ClaimFiled(Refusal):
    """The claim was filed already."""

    def __init__(self, on: date) -> None:
        super().__init__("The claim was filed on %(day)s already.", day=on.isoformat())


class NoProof(Refusal):
    """A claim counts as filed when something proves it."""

    def __init__(self) -> None:
        super().__init__(
            "Say what proves that the claim was filed: a reference, or the receipt itself."
        )


class PublishedBefore(Refusal):
    """A judgment is not published before it is given."""

    def __init__(self, opened: date, published: date) -> None:
        super().__init__(
            "Published on %(published)s, before they were opened on %(opened)s: one of "
            "the two days is wrong.",
            published=published.isoformat(),
            opened=opened.isoformat(),
        )


@transaction.atomic
def record_insolvency(  # noqa: PLR0913  # what the notice says, and who read it when
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
    today: date,
    actor: Actor,
    at: datetime,
) -> Insolvency:
    """Reminders stop at once, and filing the claim is a task with its last day.

    deadline_on: what a person read; None = by the rule of the debtor's country. Raises
    NoFilingPeriod, NotPublished, PublishedBefore, AlreadyInsolvent.
    """
    lock([customer_id])
    customer = Customer.objects.select_related("company").get(pk=customer_id)
    before = Insolvency.objects.filter(customer=customer, ended_on=None).first()
    if before is not None:
        raise AlreadyInsolvent(customer.name, before.opened_on)
    if published_on is not None and published_on < opened_on:
        raise PublishedBefore(opened_on, published_on)
    deadline = claim_filing(
        customer.country, opened_on=opened_on, published_on=published_on, told=deadline_on
    )
    hold = place_hold(
        customer_id=customer_id,
        receivable_id=None,
        reason=HoldReason.INSOLVENCY,
        words=reference or court,
        from_on=min(opened_on, today),
        until_on=UNTIL_OVER,
        actor=actor,
        at=at,
    )
    found = Insolvency.objects.create(
        customer=customer,
        kind=kind,
        court=court,
        reference=reference,
        administrator=administrator,
        source=source,
        opened_on=opened_on,
        published_on=published_on,
        deadline_on=deadline.on,
        deadline_source=deadline.basis.source if deadline.basis else "",
        deadline_certainty=deadline.basis.certainty.value if deadline.basis else "",
        hold=hold,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    add_tasks([_filing(found, customer, deadline, today, at=at)], at=at)
    details = {"opened_on": opened_on.isoformat(), "deadline": deadline.on.isoformat()}
    record(_fact("insolvency_recorded", found, customer, details), actor=actor, at=at)
    return found


@transaction.atomic
def mark_filed(
    *,
    insolvency_id: int,
    on: date,
    words: str,
    proof: Document | None = None,
    actor: Actor,
    at: datetime,
) -> Insolvency:
    """The claim was filed. words: the reference that it was given, or how it went; with the
    proof itself they may be left out. Raises ClaimFiled, NoProof, InsolvencyOver.
    """
    found = _locked(insolvency_id)
    if found.filed_on is not None:
        raise ClaimFiled(found.filed_on)
    if not words.strip() and proof is None:
        raise NoProof
    found.filed_on, found.filed_words, found.proof = on, words, proof
    found.save(update_fields=["filed_on", "filed_words", "proof"])
    finish_by_key(_key(found), at=at)
    details = {"on": on.isoformat()}
    fact = _fact("claim_filed", found, found.customer, details, words)
    record(fact, actor=actor, at=at)
    return found


@transaction.atomic
def end_insolvency(
    *, insolvency_id: int, on: date, actor: Actor, at: datetime
) -> Insolvency:
    """They are over: what is open is followed up again. Raises InsolvencyOver."""
    found = _locked(insolvency_id)
    found.ended_on = on
    found.save(update_fields=["ended_on"])
    lift_hold(hold_id=found.hold_id, on=on, actor=actor, at=at)
    finish_by_key(_key(found), at=at)
    record(
        _fact("insolvency_ended", found, found.customer, {"on": on.isoformat()}),
        actor=actor,
        at=at,
    )
    return found


def _locked(insolvency_id: int) -> Insolvency:
    found = Insolvency.objects.select_related("customer").get(pk=insolvency_id)
    lock([found.customer_id])
    found.refresh_from_db(fields=["filed_on", "ended_on"])
    if found.ended_on is not None:
        raise InsolvencyOver
    return found


def _key(found: Insolvency) -> str:
    return f"{TaskKind.CLAIM_FILING}:{found.pk}"


def _filing(
    found: Insolvency, customer: Customer, deadline: Deadline, today: date, *, at: datetime
) -> Work:
    due_on = max(today, deadline.on - AHEAD)
    return Work(
        company_id=customer.company_id,
        customer_id=customer.pk,
        kind=TaskKind.CLAIM_FILING,
        key=_key(found),
        due_on=due_on,
        not_before=not_before(due_on, customer.company.timezone, at=at),
        why={"insolvency": found.pk, "on": deadline.on.isoformat()},
    )


def _fact(
    event: str,
    found: Insolvency,
    customer: Customer,
    details: Mapping[str, object],
    words: str = "",
) -> Fact:
    return Fact(
        event=event,
        subject=found,
        company_id=customer.company_id,
        customer_id=customer.pk,
        reason=words,
        details=dict(details),
    )
