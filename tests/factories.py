"""Small worlds for the pages: a company, its people, its customers and what they owe."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from acquit.channels.models import Message
from acquit.core.dunning import Step
from acquit.core.text import fold, reference_key
from acquit.dunning.models import Action, ActionItem, Outlook
from acquit.ledger.models import Customer, Invoice, Receivable
from acquit.organisation.models import Company, Grant, Person, Role, Unit

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)


def company(code: str = "ALFA", name: str = "Alfa Trading", **more: Any) -> Company:
    return Company.objects.create(code=code, name=name, country="BE", **more)


def unit(of: Company, code: str = "N", name: str = "North", **more: Any) -> Unit:
    return Unit.objects.create(company=of, code=code, name=name, **more)


def person(name: str = "Anna Peeters", email: str = "", **more: Any) -> Person:
    email = email or f"{fold(name).replace(' ', '.')}@example.org"
    made = Person(name=name, email=email, **more)
    made.set_unusable_password()  # hashing a real one takes longer than a test
    made.save()
    return made


def grant(
    to: Person, role: str = Role.COLLECTOR, within: Company | None = None, **more: Any
) -> Person:
    Grant.objects.create(person=to, role=role, company=within, **more)
    return to


def customer(
    of: Company, code: str = "C001", name: str = "Boulangerie Dupont", **more: Any
) -> Customer:
    known = {"country": "BE", "language": "fr", "currency": "EUR", "party_type": "BUSINESS"}
    return Customer.objects.create(
        company=of,
        code=code,
        name=name,
        search_key=fold(name),
        recorded_at=LONG_AGO,
        **(known | more),
    )


def receivable(
    of: Customer,
    number: str = "2026-001",
    *,
    minor: int = 120_000,
    due_on: date = date(2026, 11, 10),
    open_minor: int | None = None,
    currency: str = "EUR",
) -> Receivable:
    """One invoice with one instalment; open unless told otherwise."""
    left = minor if open_minor is None else open_minor
    invoice = Invoice.objects.create(
        company=of.company,
        customer=of,
        kind="INVOICE",
        number=number,
        number_key=reference_key(number),
        issued_on=due_on - timedelta(days=30),
        year=(due_on - timedelta(days=30)).year,
        currency=currency,
        total_minor=minor,
        recorded_at=LONG_AGO,
    )
    return Receivable.objects.create(
        company=of.company,
        customer=of,
        invoice=invoice,
        currency=currency,
        due_on=due_on,
        amount_minor=minor,
        open_minor=left,
        settled_on=None if left else due_on,
        recorded_at=LONG_AGO,
    )


def outlook(of: Receivable, **what: Any) -> Outlook:
    return Outlook.objects.create(
        receivable=of,
        customer_id=of.customer_id,
        company_id=of.company_id,
        **what,
    )


def sent(of: Receivable, step: str = "REMINDER_1", *, on: date) -> Message:
    """A message that left for this receivable, with the step it counts for."""
    at = datetime(on.year, on.month, on.day, 8, 5, tzinfo=UTC)
    message = Message.objects.create(
        company=of.company,
        customer=of.customer,
        kind=step,
        occasion=f"{step}:{of.pk}",
        key=uuid4(),
        language="fr",
        to="compta@example.org",
        sender="anna@example.org",
        subject=f"Rappel {of.invoice.number}",
        body="Madame, Monsieur,\n\nNotre facture reste ouverte.",
        state="SENT",
        business_day=on,
        claimed_at=at,
        sent_at=at,
        carrier="FILE",
    )
    action = Action.objects.create(
        company=of.company,
        customer=of.customer,
        step=step,
        for_day=on,
        state="SENT",
        message=message,
        recorded_at=at,
    )
    ActionItem.objects.create(
        action=action,
        receivable=of,
        step=step,
        rank=Step(step).rank,
        open_minor=of.open_minor,
        counts=True,
        sent_on=on,
    )
    return message
