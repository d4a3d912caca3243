"""The demo comes to life: its files go through the real importers, its days are walked.

What people did is done again by the same verbs that the pages call. A clock goes along, so
that every fact carries the day of the story; nothing is sent outside.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import connection

from acquit.audit.actions import Actor
from acquit.bank.actions import open_account
from acquit.bank.models import Line, LineState
from acquit.channels.carriers import Outbox
from acquit.core.days import is_working_day
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.cycle import actions
from acquit.demo import files
from acquit.demo.cast import Role as CastRole
from acquit.demo.events import (
    DisputeClosed,
    DisputeOpened,
    HoldPlaced,
    NoteTaken,
    PromiseMade,
)
from acquit.dunning.models import Action, ActionState
from acquit.formats.source import Source
from acquit.ledger.actions import Share
from acquit.ledger.models import Customer, Dispute, DisputeReason, HoldReason, Receivable
from acquit.organisation.actions import (
    CompanyWords,
    enrol,
    grant,
    invite,
    open_company,
    open_units,
)
from acquit.organisation.models import Company, Person, Role, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from acquit.demo.cast import Cast
    from acquit.demo.cast import Person as CastPerson
    from acquit.demo.events import AnyEvent
    from acquit.demo.plan import Delivery, Plan
    from acquit.demo.truth import Truth

SEED = 1
THE_DEMO = Actor(None, "demo")
CODES = ("BE01", "FR01", "NL01")
MORNING = time(7, 30)
# A person looks at a payment that was not posted a day later, and leaves the newest open.
LOOKED_AT_AFTER = timedelta(days=1)
LEFT_FOR_TODAY = timedelta(days=4)
# The credit manager takes formal notices in hand once a week.
APPROVES_ON = 1

DISPUTES = {"ORDER_NUMBER": DisputeReason.ADMINISTRATIVE}
HOLDS = {
    "NEGOTIATION": HoldReason.AGREEMENT,
    "INTERNAL_CHECK": HoldReason.INTERNAL,
    "GOODWILL": HoldReason.RELATION,
    "INSOLVENCY": HoldReason.INSOLVENCY,
}


class NotTaken(Refusal):
    """A file of the demo was refused: the demo or an importer is broken."""


@dataclass(slots=True)
class Clock:
    """The story's own time: every look at it is a second later."""

    now: datetime

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def to(self, day: date, at: time = MORNING) -> None:
        """Go on to that day; never backwards."""
        self.now = max(self.now, datetime.combine(day, at, tzinfo=UTC))


@dataclass(slots=True)
class Replay:
    """One demo on its way into the books."""

    folder: Path
    plan: Plan
    clock: Clock
    companies: dict[str, Company] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def open_books(self) -> None:
        """Everything as it stood when the story begins."""
        self.clock.to(self.plan.opening, time(5))
        for code in self.companies:
            given = [one for one in self.plan.opening_files if one.company == code]
            self._import(code, given, self.plan.opening)

    def live(self, day: date) -> None:
        """One day: files in the morning, the walk at ten, people in the afternoon."""
        self.clock.to(day)
        by_company: dict[str, list[Delivery]] = defaultdict(list)
        for delivery in self.plan.delivered(day):
            if not delivery.is_opening:
                by_company[delivery.company].append(delivery)
        for code, deliveries in by_company.items():
            self._import(code, deliveries, day)
        for event in self.plan.events.get(day, ()):
            self._do(event)
        self.clock.to(day, time(9))
        actions.walk(day, carrier=Outbox(), clock=self.clock)
        self.clock.to(day, time(13))
        if is_working_day(day, "BE"):
            self._settle_lines(day)
            self._approve(day)

    def _import(self, code: str, deliveries: Sequence[Delivery], day: date) -> None:
        done = actions.import_files(
            [Source.of_path(self.folder / one.path) for one in deliveries],
            company=self.companies[code],
            partial=False,
            on=day,
            actor=THE_DEMO,
            clock=self.clock,
        )
        for one in done:
            if one.problems:
                raise NotTaken(f"{one.run.file_name}: {one.problems[0]}")

    def _do(self, event: AnyEvent) -> None:
        """What people said may meet books that know better by now: then it was not said."""
        actor = self.actors[event.by]
        customer = Customer.objects.filter(
            company__code=event.company, code=event.customer
        ).first()
        if customer is None:
            return
        try:
            self._record(event, customer, actor)
        except Refusal:
            return

    def _record(self, event: AnyEvent, customer: Customer, actor: Actor) -> None:
        at = self.clock()
        match event:
            case NoteTaken():
                actions.write_note(
                    customer_id=customer.pk, text=event.text, actor=actor, at=at
                )
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
                row = self._receivable(event.company, event.invoice)
                actions.record_promise(
                    receivable_id=row.pk,
                    amount=Money(min(event.minor, row.open_minor), row.currency),
                    promised_on=event.promised_on,
                    made_on=event.day,
                    actor=actor,
                    at=at,
                )
            case DisputeOpened():
                row = self._receivable(event.company, event.invoice)
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

    def _receivable(self, company: str, number: str) -> Receivable:
        found = Receivable.objects.filter(
            company__code=company, invoice__number=number, open_minor__gt=0
        ).first()
        if found is None:
            raise Refusal(f"Nothing is open on {number}.")
        return found

    def _settle_lines(self, day: date) -> None:
        """People look at what was not posted, and know what it was for."""
        truths = {
            (one.account, one.reference): one
            for some in self.plan.truths.values()
            for one in some
        }
        waiting = Line.objects.filter(
            state=LineState.OPEN,
            receipt__isnull=False,
            booked_on__lte=min(day - LOOKED_AT_AFTER, self.plan.today - LEFT_FOR_TODAY),
        ).select_related("account", "receipt")
        for line in waiting:
            truth = truths.get((line.account.number, line.bank_reference))
            if truth is not None:
                self._settle_line(line, truth, day)

    def _settle_line(self, line: Line, truth: Truth, day: date) -> None:
        actor = self._worker(CastRole.COLLECTOR, truth.company)
        if not truth.is_receipt:
            actions.mark_not_ours(line_id=line.pk, on=day, actor=actor, at=self.clock())
            return
        shares = self._shares(truth, line)
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

    def _shares(self, truth: Truth, line: Line) -> list[Share]:
        left = line.amount_minor
        shares = []
        for number, minor in truth.allocations:
            row = Receivable.objects.filter(
                company__code=truth.company, invoice__number=number, open_minor__gt=0
            ).first()
            if row is None or row.currency != line.currency:
                continue
            amount = min(minor, row.open_minor, left)
            if amount > 0:
                shares.append(Share(row.pk, amount, {"how": "person"}))
                left -= amount
        return shares

    def _approve(self, day: date) -> None:
        if day.weekday() != APPROVES_ON or day > self.plan.today - LEFT_FOR_TODAY:
            return
        for action in Action.objects.filter(state=ActionState.WAITING).order_by("pk"):
            actor = self._worker(CastRole.CREDIT_MANAGER, action.company.code)
            actions.approve_action(action_id=action.pk, actor=actor, at=self.clock())

    def _worker(self, role: CastRole, company: str) -> Actor:
        at_work = self.plan.cast.at_work(role, company=company)
        return self.actors[at_work[0].email]


def run(
    *,
    today: date,
    password: str,
    customers: int,
    invoices: int,
    progress: Callable[[str], None],
) -> list[CastPerson]:
    """Make the demo company as of today; one sign-in per role comes back."""
    with tempfile.TemporaryDirectory(prefix="acquit-demo-") as name:
        folder = Path(name)
        _hurry(on=True)
        progress("Writing three years of files …")
        plan = files.write(
            folder, seed=SEED, today=today, customers=customers, invoices=invoices
        )
        start = datetime.combine(plan.opening, time(5), tzinfo=UTC)
        replay = Replay(folder, plan, Clock(start))
        _hire(replay, plan.cast, password)
        progress(f"Importing the books of {plan.opening} …")
        replay.open_books()
        days = (today - plan.opening).days
        for number in range(1, days + 1):
            day = plan.opening + timedelta(days=number)
            replay.live(day)
            if number % 5 == 0 or number == days:
                progress(f"Living day {number} of {days}: {day}")
        _hurry(on=False)
    return _sign_ins(plan.cast)


def _hurry(*, on: bool) -> None:
    """Let commits not wait for the disk: a demo cut short by a power cut is made again."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET synchronous_commit TO {'off' if on else 'on'}")


def _hire(replay: Replay, cast: Cast, password: str) -> None:
    units: dict[tuple[str, str], Unit] = {}
    at = replay.clock()
    for one in cast.companies:
        company = open_company(
            CompanyWords(
                code=one.code,
                name=one.name,
                country=one.country,
                currency=one.currency,
                language=one.language,
                street=one.street,
                postcode=one.postcode,
                city=one.city,
                vat=one.vat,
                registration=one.registration,
                email=one.email,
                phone=one.phone,
            ),
            actor=THE_DEMO,
            at=at,
        )
        replay.companies[one.code] = company
        named = [(unit.code, unit.name) for unit in one.units]
        for unit in open_units(company, named, actor=THE_DEMO, at=at):
            units[one.code, unit.code] = unit
        for account in one.accounts:
            open_account(company, account.iban, account.currency, actor=THE_DEMO, at=at)
    for person in cast.people:
        chosen = password if person in _sign_ins(cast) else ""
        somebody = _somebody(person, chosen, at=at)
        grant(
            somebody,
            Role(person.role.value),
            company=replay.companies.get(person.company or ""),
            unit=units.get((person.company or "", person.unit or "")),
            own_customers=person.own_customers,
            actor=THE_DEMO,
            at=at,
        )
        replay.actors[person.email] = Actor.of(somebody)


def _somebody(one: CastPerson, password: str, *, at: datetime) -> Person:
    """Only those whose sign-in is shown have a password: hashing one takes its time."""
    if not password:
        return enrol(
            email=one.email, name=one.name, language=one.language, actor=THE_DEMO, at=at
        )
    return invite(
        email=one.email,
        name=one.name,
        language=one.language,
        password=password,
        actor=THE_DEMO,
        at=at,
    )[0]


def _sign_ins(cast: Cast) -> list[CastPerson]:
    """The first of each role."""
    first: dict[str, CastPerson] = {}
    for person in cast.people:
        first.setdefault(person.role, person)
    return list(first.values())


def present() -> bool:
    """True when the companies of the demo are here, finished or not."""
    return Company.objects.filter(code__in=CODES).exists()


def alone() -> bool:
    """True when nothing is here but the demo."""
    return not Company.objects.exclude(code__in=CODES).exists()


def forget() -> None:
    """Empty the workspace; only ever called where the demo is alone."""
    if not alone():
        raise Refusal("There are other companies beside the demo: it is left as it is.")
    call_command("flush", interactive=False, verbosity=0)
