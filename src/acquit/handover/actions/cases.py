"""Handing over, the partner's number, and how it ends.

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
from acquit.handover.actions.telling import DayOutsideCase, fact, still_open
from acquit.handover.actions.watching import tasks_of, watch
from acquit.handover.models import Case, CaseReceivable, CaseStage, Outcome, Partner
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
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime

    from acquit.core.procedures import CaseFacts


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


class StillOpen(Refusal):
    """What is not paid is not called paid."""

    def __init__(self, sums: Iterable[Money]) -> None:
        super().__init__(
            "%(sums)s of the case is still open: it is not paid. Choose another outcome, "
            "or write the rest off first.",
            sums=listed(str(one) for one in sums),
        )


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
def tell_reference(*, case_id: int, reference: str, actor: Actor, at: datetime) -> Case:
    """The partner's own number of it. The trail keeps the one before. Raises CaseClosed."""
    case = still_open(case_id)
    details = {"before": case.reference, "reference": reference}
    case.reference = reference
    case.save(update_fields=["reference"])
    record(fact("case_reference_told", case, details), actor=actor, at=at)
    return case


@transaction.atomic
def close_case(
    *, case_id: int, outcome: Outcome, words: str = "", on: date, actor: Actor, at: datetime
) -> Case:
    """How it ended. What is still open is followed up again, unless it is written off.

    Raises CaseClosed, StillOpen, DayOutsideCase.
    """
    case = still_open(case_id)
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
    record(fact("case_closed", case, details, words), actor=actor, at=at)
    return case


def _check_paid(rows: Iterable[Receivable]) -> None:
    left: dict[str, int] = {}
    for row in rows:
        if row.open_minor:
            left[row.currency] = left.get(row.currency, 0) + row.open_minor
    if left:
        raise StillOpen(Money(minor, currency) for currency, minor in left.items())


def _opened(case: Case, rows: Sequence[Receivable], facts: CaseFacts) -> Fact:
    details: dict[str, object] = {
        "partner": case.partner.name,
        "procedure": case.procedure,
        "receivables": [row.pk for row in rows],
        "amounts": [str(Money(row.open_minor, row.currency)) for row in rows],
        "party": facts.party.value,
    }
    return fact("case_opened", case, details, case.words)
