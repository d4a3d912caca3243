"""Does to the product what happens in the world: through its files and its verbs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from acquit.audit.actions import Actor
from acquit.bank.actions import open_account
from acquit.bank.models import Line
from acquit.channels.email.smtp import Smtp
from acquit.core.money import Money
from acquit.cycle import actions
from acquit.dunning.models import Action
from acquit.dunning.queries.receivables import followed_up
from acquit.formats.source import Source
from acquit.ledger.actions import Share
from acquit.ledger.models import (
    Allocation,
    Customer,
    Dispute,
    DisputeReason,
    Hold,
    HoldReason,
    Receivable,
)
from acquit.matching.models import Match
from acquit.organisation.actions import CompanyWords, open_company
from acquit.organisation.models import Company
from simulation import coda, events, files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from acquit.channels.carrying import Carrier
    from simulation.events import ClaimKey, CustomerKey, Event

PERSON = Actor(None, "simulation")


class Product:
    """The product in this process, on the test's database, sending to `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._now = datetime(2025, 1, 1, tzinfo=UTC)
        self._imported = self._now
        self._noted: dict[str, frozenset[tuple[events.ClaimKey, int]]] = {}

    def hear(self, day: date, event: Event) -> dict[str, Any] | None:  # noqa: C901, PLR0912
        """The counts of the cycle, when the event is one.

        Raises DidNotHappen for an approval when nothing waits for one.
        """
        self._now = max(self._now, datetime.combine(day, time(8), UTC))
        match event:
            case events.Founded(company):
                self._found(company)
            case events.Known(customers):
                self._customers(day, customers)
            case events.Issued(claims):
                for code, some in by_company(claims):
                    self._import(day, code, files.invoices(some))
            case events.Credited((code, _), _, _):
                self._import(day, code, files.credit_note(event, day))
            case events.Banked(code):
                self._imported = self._now
                self._import(day, code, statement(event))
            case events.Promised(claim, minor, until):
                row = receivable(claim)
                actions.record_promise(
                    receivable_id=row.pk,
                    amount=Money(minor, row.currency),
                    promised_on=until,
                    made_on=day,
                    **self._by(),
                )
            case events.Disputed(claim, minor_or_all):
                row = receivable(claim)
                part = None if minor_or_all is None else Money(minor_or_all, row.currency)
                actions.open_dispute(
                    receivable_id=row.pk,
                    amount=part,
                    reason=DisputeReason.PRICE,
                    on=day,
                    **self._by(),
                )
            case events.Cleared(claim):
                dispute = Dispute.objects.get(receivable=receivable(claim), closed_on=None)
                actions.close_dispute(dispute_id=dispute.pk, on=day, **self._by())
            case events.Freed(who):
                hold = running_holds(customer(who), day).first()
                actions.end_hold(hold_id=hold.pk, on=day, **self._by())
            case events.Held(who, claim_or_all, until, group):
                actions.place_hold(
                    customer_id=customer(who).pk,
                    receivable_id=receivable(claim_or_all).pk if claim_or_all else None,
                    reason=HoldReason.INTERNAL,
                    from_on=day,
                    until_on=until,
                    whole_group=group,
                    **self._by(),
                )
            case events.Accepted(tag, shares):
                actions.accept_match(
                    receipt_id=line(tag).receipt_id,
                    shares=[Share(receivable(key).pk, minor) for key, minor in shares],
                    on=day,
                    **self._by(),
                )
            case events.OnAccount(tag, who):
                actions.put_on_account(
                    receipt_id=line(tag).receipt_id,
                    customer_id=customer(who).pk,
                    on=day,
                    **self._by(),
                )
            case events.NotOurs(tag):
                actions.mark_not_ours(line_id=line(tag).pk, on=day, **self._by())
            case events.TakenBack(tag):
                receipt_id = line(tag).receipt_id
                actions.undo_match(receipt_id=receipt_id, on=day, **self._by())
            case events.CountsAgain(tag):
                back = line_back(tag)
                actions.undo_return(line_id=back.pk, on=day, **self._by())
                actions.mark_not_ours(line_id=back.pk, on=day, **self._by())
            case events.Approved(who):
                waiting = list(
                    Action.objects.filter(customer=customer(who), state="WAITING")
                )
                if not waiting:
                    raise DidNotHappen
                for one in waiting:
                    actions.approve_action(action_id=one.pk, **self._by())
            case events.Walked():
                return actions.walk(day, carrier=self._carrier(), clock=self._tick)
            case _:
                self._steer(day, event)
        return None

    def _carrier(self) -> Carrier:
        return Smtp(self.url)

    def _steer(self, day: date, event: Event) -> None:
        """What only happens where scenarios are drawn."""
        raise NotImplementedError(event)

    def found(self, event: events.Banked) -> Iterator[events.Found]:
        """What it made of the payments that have just come, and of those that waited where
        one went back.
        """
        tags = [payment.tag for payment in event.payments if not payment.back]
        if len(tags) < len(event.payments):
            tags += [tag for tag in matched_since(self._imported) if tag not in tags]
        for tag in tags:
            now = found(tag)
            before = self._noted.get(tag, frozenset())
            self._noted[tag] = frozenset(now.noted)
            yield now._replace(noted=tuple(one for one in now.noted if one not in before))

    def rows(self, company: str) -> list[dict[str, Any]]:
        return followed_up(Company.objects.get(code=company).pk)

    def _tick(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def _by(self) -> dict[str, Any]:
        return {"actor": PERSON, "at": self._tick()}

    def _found(self, company: events.Company) -> None:
        made = open_company(
            CompanyWords(
                code=company.code,
                name=company.name,
                country=company.country,
                language=company.language,
                email=company.email,
            ),
            **self._by(),
        )
        for account in company.accounts:
            open_account(made, account.number, account.currency, **self._by())

    def _customers(self, day: date, customers: tuple[events.Customer, ...]) -> None:
        for code, some in by_company(customers):
            self._import(day, code, files.customers(some))
            if reachable := [one for one in some if one.accountant or one.manager]:
                self._import(day, code, files.contacts(reachable))

    def _import(self, day: date, code: str, content: bytes) -> None:
        (done,) = actions.import_files(
            [Source.of_bytes(content, name="simulated")],
            company=Company.objects.get(code=code),
            partial=False,
            on=day,
            actor=PERSON,
            clock=self._tick,
        )
        assert done.run.state == "TAKEN", done.problems


class DidNotHappen(Exception):
    """What the world tells has no place in the product: the judge does not hear of it."""


def receivable(key: ClaimKey) -> Receivable:
    company, number, part = key
    return Receivable.objects.get(
        company__code=company, invoice__number=number, instalment=part
    )


def customer(key: CustomerKey) -> Customer:
    company, code = key
    return Customer.objects.get(company__code=company, code=code)


def running_holds(who: Customer, day: date) -> QuerySet[Hold]:
    """Its own holds that still run, the oldest first."""
    own = Hold.objects.filter(customer=who, ended_on=None, until_on__gte=day)
    return own.order_by("pk")


def line(tag: str) -> Line:
    return Line.objects.get(end_to_end_id=tag, amount_minor__gt=0)


def found(tag: str) -> events.Found:
    """What the product made of the payment."""
    receipt = line(tag).receipt
    assert receipt is not None
    where = ("receivable__invoice__company__code", "receivable__invoice__number")
    where = (*where, "receivable__instalment", "amount_minor")
    used = Allocation.objects.filter(receipt=receipt).values_list(*where)
    matches = Match.objects.filter(receipt=receipt)
    beside = matches.filter(state="POSTED").exclude(credit_note=None, written_off="")
    suspects = matches.filter(state="PROPOSED").values_list(
        "customer__company__code", "customer__code"
    )
    owner = receipt.customer
    return events.Found(
        tag,
        shares=shares_of(used),
        noted=shares_of(beside.values_list(*where)),
        suspects=frozenset(suspects),
        owner=(owner.company.code, owner.code) if owner else None,
    )


def shares_of(rows: Iterable[tuple[Any, ...]]) -> tuple[tuple[ClaimKey, int], ...]:
    return tuple(((code, number, part), minor) for code, number, part, minor in rows)


def line_back(tag: str) -> Line:
    """The one that takes the payment back."""
    return Line.objects.get(end_to_end_id=tag, amount_minor__lt=0)


def matched_since(at: datetime) -> list[str]:
    """The payments for which something was posted, proposed or withdrawn after that."""
    receipts = Match.objects.filter(decided_at__gt=at).values("receipt")
    rows = Line.objects.filter(receipt__in=receipts, receipt__returned_minor=0)
    return list(rows.order_by("pk").values_list("end_to_end_id", flat=True))


def statement(event: events.Banked) -> bytes:
    writer = coda if event.form == "coda" else files
    return writer.statement(event)


def by_company(things: Any) -> list[tuple[str, list[Any]]]:
    ordered = sorted(things, key=lambda one: one.company)
    return [
        (code, list(some)) for code, some in groupby(ordered, key=lambda one: one.company)
    ]
