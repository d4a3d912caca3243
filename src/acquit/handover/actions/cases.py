"""Handing over, what the partner tells, and how it ends.

Its receivables are held from the first moment until the case is closed: reminders stop at
once, and what was claimed but has not left is held by the last check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from acquit.agenda.actions import finish_by_beginning
from acquit.audit.actions import Actor, Fact, record
from acquit.core.dunning.endless import UNTIL_CLOSED
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.core.party import Party
from acquit.core.procedures import Procedure, Stage, check
from acquit.core.sentences import listed
from acquit.handover.actions.watching import tasks_of, watch
from acquit.handover.models import (
    Bearer,
    Case,
    CaseCost,
    CaseReceivable,
    CaseStage,
    CostKind,
    Outcome,
    Partner,
)
from acquit.handover.queries.conditions import facts_of, kept
from acquit.ledger.actions import (
    NothingOpen,
    NotOfThisCustomer,
    lift_hold,
    lock,
    place_hold,
)
from acquit.ledger.models import Customer, HoldReason, Receivable
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from acquit.core.procedures import CaseFacts
    from acquit.ledger.models import Document


class NothingChosen(Refusal):
    """A case is about something."""

    def __init__(self) -> None:
        super().__init__("Choose at least one invoice that is open.")


class NotTheirPartner(Refusal):
    """The partner works for another company, or takes no new cases."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "%(name)s takes no new cases for this company. Choose another partner.",
            name=name,
        )


class AlreadyHandedOver(Refusal):
    """A receivable is in one open case at most."""

    def __init__(self, numbers: Iterable[str], case: str) -> None:
        super().__init__(
            "%(numbers)s: already in the open case %(case)s. Close that one first.",
            numbers=listed(numbers),
            case=case,
        )


class NeedsConfirmation(Refusal):
    """A natural person is handed over by a person who looked, never by a rule."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "%(name)s is, or may be, a natural person: confirm (--confirm) that you have "
            "looked at the file and decide on it yourself.",
            name=name,
        )


class CaseClosed(Refusal):
    """Nothing more is told of a closed case."""

    def __init__(self, case: str, on: date) -> None:
        super().__init__(
            "The case %(case)s was closed on %(day)s. Hand over anew instead.",
            case=case,
            day=on.isoformat(),
        )


class DayOutsideCase(Refusal):
    """A fact lies before the case, or is still to come."""

    def __init__(self, day: date, first: date, last: date) -> None:
        super().__init__(
            "%(day)s lies outside the case: give a day from %(first)s until %(last)s.",
            day=day.isoformat(),
            first=first.isoformat(),
            last=last.isoformat(),
        )


class StillOpen(Refusal):
    """What is not paid is not called paid."""

    def __init__(self, sums: Iterable[Money]) -> None:
        super().__init__(
            "%(sums)s of the case is still open: it is not paid. Choose another outcome, "
            "or write the rest off first.",
            sums=listed(str(one) for one in sums),
        )


class NoSuchFact(Refusal):
    """What should be corrected is not there any more."""

    def __init__(self) -> None:
        super().__init__("This was corrected already, or belongs to another case.")


@transaction.atomic
def open_case(  # noqa: PLR0913  # what is handed over, to whom, how, by whom and when
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
    """Hand these receivables over; their reminders stop until the case is closed.

    confirmed: a person has looked at the file of a natural person. Raises NothingChosen,
    NotOfThisCustomer, NothingOpen, AlreadyHandedOver, NotTheirPartner, NeedsConfirmation.
    """
    lock([customer_id])
    customer = Customer.objects.select_related("company").get(pk=customer_id)
    partner = _partner(partner_id, customer.company_id)
    rows = _receivables(customer_id, receivable_ids)
    facts = facts_of(customer, [row.pk for row in rows], on=on)
    if facts.party is Party.CONSUMER and not confirmed:
        raise NeedsConfirmation(customer.name)
    case = Case.objects.create(
        company=customer.company,
        customer=customer,
        partner=partner,
        serial=_next_serial(customer.company_id),
        procedure=procedure.value,
        opened_on=on,
        words=words,
        conditions=kept(check(procedure, facts)),
        actor_id=actor.person_id,
        recorded_at=at,
    )
    _take_in(case, rows, actor=actor, at=at)
    record(_opened(case, rows, facts), actor=actor, at=at)
    first = CaseStage.objects.create(
        case=case,
        stage=Stage.HANDED_OVER.value,
        on=on,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    watch(case, first, at=at)
    return case


def _partner(partner_id: int, company_id: int) -> Partner:
    partner = Partner.objects.get(pk=partner_id)
    if partner.company_id != company_id or partner.closed_on is not None:
        raise NotTheirPartner(partner.name)
    return partner


def _receivables(customer_id: int, ids: Collection[int]) -> list[Receivable]:
    named = Receivable.objects.filter(pk__in=ids).select_related("invoice")
    rows = list(named.order_by("due_on", "pk"))
    if not rows:
        raise NothingChosen
    if len(rows) < len(set(ids)) or any(one.customer_id != customer_id for one in rows):
        raise NotOfThisCustomer
    if any(not one.open_minor for one in rows):
        raise NothingOpen
    taken = CaseReceivable.objects.filter(receivable__in=rows, ended_on=None)
    found = list(taken.select_related("case", "receivable__invoice"))
    if found:
        numbers = [one.receivable.invoice.number for one in found]
        raise AlreadyHandedOver(numbers, str(found[0].case))
    return rows


def _next_serial(company_id: int) -> int:
    """The company's cases are counted one after the other, under its lock."""
    Company.objects.select_for_update(no_key=True).get(pk=company_id)
    last = Case.objects.filter(company=company_id).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def _take_in(case: Case, rows: Sequence[Receivable], *, actor: Actor, at: datetime) -> None:
    for row in rows:
        hold = place_hold(
            customer_id=case.customer_id,
            receivable_id=row.pk,
            reason=HoldReason.HANDED_OVER,
            words=str(case),
            from_on=case.opened_on,
            until_on=UNTIL_CLOSED,
            actor=actor,
            at=at,
        )
        CaseReceivable.objects.create(
            case=case, receivable=row, handed_minor=row.open_minor, hold=hold
        )


@transaction.atomic
def tell_stage(  # noqa: PLR0913  # what happened, when, what follows, and its proof
    *,
    case_id: int,
    stage: Stage,
    on: date,
    told_until: date | None = None,
    words: str = "",
    document: Document | None = None,
    corrects_id: int | None = None,
    withdrawn: bool = False,
    today: date,
    actor: Actor,
    at: datetime,
) -> CaseStage:
    """What the partner told, and the day to watch from it.

    corrects_id: the fact that this one takes the place of; withdrawn: that one never
    happened. Raises CaseClosed, DayOutsideCase, NoSuchFact.
    """
    case = _open(case_id)
    if not case.opened_on <= on <= today:
        raise DayOutsideCase(on, case.opened_on, today)
    _check_corrected(case, corrects_id, withdrawn=withdrawn)
    row = CaseStage.objects.create(
        case=case,
        stage=stage.value,
        on=on,
        told_until=told_until,
        words=words,
        document=document,
        corrects_id=corrects_id,
        withdrawn=withdrawn,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    details = {"stage": stage.value, "on": on.isoformat()}
    details |= {"withdrawn": "yes"} if withdrawn else {}
    record(_fact("case_stage_told", case, details, words), actor=actor, at=at)
    watch(case, row, at=at)
    return row


def _check_corrected(case: Case, corrects_id: int | None, *, withdrawn: bool) -> None:
    if corrects_id is None:
        if withdrawn:
            raise NoSuchFact
        return
    mine = CaseStage.objects.filter(pk=corrects_id, case=case, withdrawn=False)
    if not mine.filter(corrected_by=None).exists():
        raise NoSuchFact


@transaction.atomic
def add_cost(  # noqa: PLR0913  # what, how much, who bears it, and its proof
    *,
    case_id: int,
    kind: CostKind,
    amount: Money,
    borne_by: Bearer,
    on: date,
    words: str = "",
    document: Document | None = None,
    actor: Actor,
    at: datetime,
) -> CaseCost:
    """What the case cost; a bill may come after it was closed."""
    case = Case.objects.get(pk=case_id)
    row = CaseCost.objects.create(
        case=case,
        kind=kind,
        borne_by=borne_by,
        on=on,
        currency=amount.currency,
        amount_minor=amount.minor,
        words=words,
        document=document,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    details = {"amount": str(amount), "kind": str(kind), "borne_by": str(borne_by)}
    record(_fact("case_cost_added", case, details, words), actor=actor, at=at)
    return row


@transaction.atomic
def take_back_cost(*, cost_id: int, on: date, actor: Actor, at: datetime) -> CaseCost:
    """It was none: a further row with the opposite sign. Raises NoSuchFact."""
    row = CaseCost.objects.select_for_update(of=("self",)).select_related("case")
    cost = row.get(pk=cost_id)
    undone = CaseCost.objects.filter(reverses=cost).exists()
    if cost.reverses_id is not None or undone:
        raise NoSuchFact
    back = CaseCost.objects.create(
        case=cost.case,
        kind=cost.kind,
        borne_by=cost.borne_by,
        on=on,
        currency=cost.currency,
        amount_minor=-cost.amount_minor,
        reverses=cost,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    amount = str(Money(cost.amount_minor, cost.currency))
    details = {"amount": amount, "kind": cost.kind, "borne_by": cost.borne_by}
    record(_fact("case_cost_taken_back", cost.case, details), actor=actor, at=at)
    return back


@transaction.atomic
def tell_reference(*, case_id: int, reference: str, actor: Actor, at: datetime) -> Case:
    """The partner's own number of it. The trail keeps the one before. Raises CaseClosed."""
    case = _open(case_id)
    details = {"before": case.reference, "reference": reference}
    case.reference = reference
    case.save(update_fields=["reference"])
    record(_fact("case_reference_told", case, details), actor=actor, at=at)
    return case


@transaction.atomic
def close_case(
    *, case_id: int, outcome: Outcome, words: str = "", on: date, actor: Actor, at: datetime
) -> Case:
    """How it ended. What is still open is followed up again, unless it is written off.

    Raises CaseClosed, StillOpen, DayOutsideCase.
    """
    case = _open(case_id)
    if on < case.opened_on:
        raise DayOutsideCase(on, case.opened_on, at.date())
    mine = list(case.receivables.select_related("receivable"))
    if outcome is Outcome.PAID:
        _check_paid([one.receivable for one in mine])
    for one in mine:
        lift_hold(hold_id=one.hold_id, on=on, actor=actor, at=at)
    case.receivables.update(ended_on=on)
    case.outcome, case.closing_words = outcome, words
    case.closed_on, case.closed_at = on, at
    case.save(update_fields=["outcome", "closing_words", "closed_on", "closed_at"])
    finish_by_beginning(tasks_of(case), at=at)
    details = {"outcome": str(outcome)}
    record(_fact("case_closed", case, details, words), actor=actor, at=at)
    return case


def _check_paid(rows: Iterable[Receivable]) -> None:
    left: dict[str, int] = {}
    for row in rows:
        if row.open_minor:
            left[row.currency] = left.get(row.currency, 0) + row.open_minor
    if left:
        raise StillOpen(Money(minor, currency) for currency, minor in left.items())


def _open(case_id: int) -> Case:
    case = Case.objects.select_related("partner", "company").get(pk=case_id)
    lock([case.customer_id])
    case.refresh_from_db(fields=["closed_on", "reference"])
    if case.closed_on is not None:
        raise CaseClosed(str(case), case.closed_on)
    return case


def _opened(case: Case, rows: Sequence[Receivable], facts: CaseFacts) -> Fact:
    details: dict[str, object] = {
        "partner": case.partner.name,
        "procedure": case.procedure,
        "receivables": [row.pk for row in rows],
        "amounts": [str(Money(row.open_minor, row.currency)) for row in rows],
        "party": facts.party.value,
    }
    return _fact("case_opened", case, details, case.words)


def _fact(event: str, case: Case, details: Mapping[str, object], words: str = "") -> Fact:
    return Fact(
        event=event,
        subject=case,
        company_id=case.company_id,
        customer_id=case.customer_id,
        reason=words,
        details={"case": str(case), **details},
    )
