"""Doings: what people of the office did is done again, by the verbs that the pages call."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from acquit.bank.models import Line, LineState
from acquit.channels.actions import record_event
from acquit.channels.actions.printing import NothingToPrint
from acquit.channels.models import Delivery, Message
from acquit.channels.reports import Report
from acquit.core.dunning import Approver
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.cycle import actions
from acquit.cycle.actions.printing import post_letters, print_letters
from acquit.demo.cases import fall_insolvent
from acquit.demo.cast import Role
from acquit.demo.events import (
    DisputeClosed,
    DisputeOpened,
    HoldPlaced,
    NoteTaken,
    PromiseMade,
)
from acquit.dunning.models import Action, ActionState
from acquit.ledger.actions import Share
from acquit.ledger.models import Customer, Dispute, DisputeReason, HoldReason, Receivable
from acquit.matching.models import Match, MatchState

if TYPE_CHECKING:
    from datetime import date

    from acquit.audit.actions import Actor
    from acquit.demo.clock import Clock
    from acquit.demo.events import AnyEvent
    from acquit.demo.office import Office
    from acquit.demo.plan import Plan
    from acquit.demo.truth import Truth

# A person looks at a payment that was not posted a day later, and leaves the newest open;
# the Bank page shows what is proposed for them, so of those some more are left.
LOOKED_AT_AFTER = timedelta(days=1)
LEFT_FOR_TODAY, LEFT_PROPOSED = timedelta(days=4), timedelta(days=9)
# The credit manager takes formal notices in hand once a week.
APPROVES_ON = 1
# Letters go to the post on Thursdays; so long they have been printed in the office.
POSTS_ON, PRINTED_SINCE = 3, timedelta(days=35)
LEGAL = ["FORMAL_NOTICE", "HANDOVER_NOTICE"]

DISPUTES = {"ORDER_NUMBER": DisputeReason.ADMINISTRATIVE}
HOLDS = {
    "NEGOTIATION": HoldReason.AGREEMENT,
    "INTERNAL_CHECK": HoldReason.INTERNAL,
    "GOODWILL": HoldReason.RELATION,
    "INSOLVENCY": HoldReason.INSOLVENCY,
}


@dataclass(slots=True)
class Doings:
    """The people at work, one day after the other."""

    plan: Plan
    office: Office
    clock: Clock
    truths: dict[tuple[str, str], Truth] = field(init=False)

    def __post_init__(self) -> None:
        self.truths = {
            (one.account, one.reference): one
            for some in self.plan.truths.values()
            for one in some
        }

    def record(self, day: date) -> None:
        """What customers said on that day. Where the books know better by now, it was not
        said.
        """
        for event in self.plan.events.get(day, ()):
            customer = Customer.objects.filter(
                company__code=event.company, code=event.customer
            ).first()
            if customer is None:
                continue
            try:
                self._record(event, customer, self.office.actors[event.by])
            except Refusal:
                continue

    def settle_lines(self, day: date) -> None:
        """People look at what was not posted, and know what it was for."""
        waiting = Line.objects.filter(
            state=LineState.OPEN,
            receipt__isnull=False,
            booked_on__lte=min(day - LOOKED_AT_AFTER, self.plan.today - LEFT_FOR_TODAY),
        ).select_related("account", "receipt")
        proposed = Match.objects.filter(
            receipt=OuterRef("receipt"), state=MatchState.PROPOSED
        )
        late = Q(booked_on__gt=self.plan.today - LEFT_PROPOSED)
        for line in waiting.exclude(late & Exists(proposed)):
            truth = self.truths.get((line.account.number, line.bank_reference))
            if truth is not None:
                self._settle_line(line, truth, day)

    def approve(self, day: date) -> None:
        """Let what waits leave, formal notices once a week; the newest wait."""
        if day > self.plan.today - LEFT_FOR_TODAY:
            return
        waiting = Action.objects.filter(state=ActionState.WAITING).order_by("pk")
        if day.weekday() != APPROVES_ON:
            waiting = waiting.exclude(step__in=LEGAL)
        for action in waiting.select_related("company", "customer__collector"):
            actor = self._who_agrees(action)
            actions.approve_action(action_id=action.pk, actor=actor, at=self.clock())

    def _who_agrees(self, action: Action) -> Actor:
        """The customer's collector, where the scenario leaves it to the collector."""
        collector = action.customer.collector
        if action.approver == Approver.COLLECTOR and collector:
            return self.office.actors[collector.email]
        return self.office.worker(Role.CREDIT_MANAGER, action.company.code)

    def post(self, day: date) -> None:
        """Take the letters of the week to the post. Long ago a service did it; lately they
        are printed here, and the last ones still lie in the tray.
        """
        if day.weekday() != POSTS_ON or day > self.plan.today - LEFT_FOR_TODAY:
            return
        if day < self.plan.today - PRINTED_SINCE:
            for letter in Message.objects.in_tray():
                report = Report(
                    message_key=str(letter.key),
                    external_id="",
                    kind=Delivery.POSTED,
                    name=f"post:{letter.pk}",
                    at=self.clock(),
                )
                record_event(letter, report, at=self.clock())
            return
        for company in self.office.companies.values():
            actor = self.office.worker(Role.COLLECTOR, company.code)
            at = self.clock()
            with suppress(NothingToPrint):
                printed = print_letters(company.pk, on=day, actor=actor, at=at)
                for batch in printed.batches:
                    post_letters(batch.pk, posted_on=day, on=day, actor=actor, at=at)

    def _record(self, event: AnyEvent, customer: Customer, actor: Actor) -> None:
        at = self.clock()
        match event:
            case NoteTaken():
                actions.write_note(
                    customer_id=customer.pk, text=event.text, actor=actor, at=at
                )
            case HoldPlaced() if HOLDS[event.reason] == HoldReason.INSOLVENCY:
                fall_insolvent(customer, event.day, actor=actor, clock=self.clock)
            case HoldPlaced():
                actions.place_hold(
                    customer_id=customer.pk,
                    receivable_id=None,
                    reason=HOLDS[event.reason],
                    from_on=event.day,
                    until_on=event.until,
                    actor=actor,
                    at=at,
                )
            case PromiseMade():
                row = _receivable(event.company, event.invoice)
                actions.record_promise(
                    receivable_id=row.pk,
                    amount=Money(min(event.minor, row.open_minor), row.currency),
                    promised_on=event.promised_on,
                    made_on=event.day,
                    actor=actor,
                    at=at,
                )
            case DisputeOpened():
                row = _receivable(event.company, event.invoice)
                whole = event.is_whole or event.minor >= row.open_minor
                code = DISPUTES.get(event.reason) or DisputeReason(event.reason.value)
                actions.open_dispute(
                    receivable_id=row.pk,
                    amount=None if whole else Money(event.minor, row.currency),
                    reason=code,
                    on=event.opened_on,
                    actor=actor,
                    at=at,
                )
            case DisputeClosed():
                for dispute in Dispute.objects.filter(
                    customer=customer,
                    receivable__invoice__number=event.invoice,
                    closed_on=None,
                ):
                    actions.close_dispute(
                        dispute_id=dispute.pk, on=event.day, actor=actor, at=at
                    )

    def _settle_line(self, line: Line, truth: Truth, day: date) -> None:
        actor = self.office.worker(Role.COLLECTOR, truth.company)
        if not truth.is_receipt:
            actions.mark_not_ours(line_id=line.pk, on=day, actor=actor, at=self.clock())
            return
        shares = _shares(truth, line)
        try:
            if shares:
                actions.accept_match(
                    receipt_id=line.receipt_id or 0,
                    shares=shares,
                    on=day,
                    actor=actor,
                    at=self.clock(),
                )
            rest = line.receipt and Line.objects.get(pk=line.pk).receipt
            if rest and rest.available_minor and rest.customer_id:
                actions.put_on_account(
                    receipt_id=rest.pk,
                    customer_id=rest.customer_id,
                    on=day,
                    actor=actor,
                    at=self.clock(),
                )
        except Refusal:
            return


def _receivable(company: str, number: str) -> Receivable:
    found = _open_receivable(company, number)
    if found is None:
        raise Refusal(f"Nothing is open on {number}.")
    return found


def _open_receivable(company: str, number: str) -> Receivable | None:
    return Receivable.objects.filter(
        company__code=company, invoice__number=number, open_minor__gt=0
    ).first()


def _shares(truth: Truth, line: Line) -> list[Share]:
    left = line.amount_minor
    shares = []
    for number, minor in truth.allocations:
        row = _open_receivable(truth.company, number)
        if row is None or row.currency != line.currency:
            continue
        amount = min(minor, row.open_minor, left)
        if amount > 0:
            shares.append(Share(row.pk, amount, {"how": "person"}))
            left -= amount
    return shares
