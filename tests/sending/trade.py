"""A debtor who owes something, and the verbs of the product as a test speaks them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import factories
from django.utils import timezone

from acquit.audit.actions import Actor
from acquit.channels.email.smtp import Smtp
from acquit.channels.models import Message
from acquit.cycle import actions
from acquit.dunning.models import Action, Outlook
from acquit.formats.source import Source
from acquit.ledger.models import Customer, Receivable
from acquit.ledger.rows import Range
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from sending.sink import Mail, Sink

# A Wednesday on which people work; the first reminder of what was due on DUE is five days
# overdue by then.
DAY = date(2026, 11, 18)
DUE = date(2026, 11, 10)
PERSON = Actor(None, "test")
_numbers = count(1)


def company() -> Company:
    """Whoever it writes to may be written to at any hour: tests run at night as well."""
    found = Company.objects.first()
    return found or factories.at_any_hour(factories.company(email="books@alfa.example"))


def debtor(*, due_on: date = DUE, minor: int = 120_000, **more: Any) -> Receivable:
    """A new customer who owes one invoice; its number and its address are its own."""
    number = next(_numbers)
    known = {"email": f"debtor{number}@post.example"}
    customer = factories.customer(
        company(), code=f"C{number:04d}", name=f"Debtor {number}", **(known | more)
    )
    return owes(customer, due_on=due_on, minor=minor)


def owes(customer: Customer, *, due_on: date = DUE, minor: int = 120_000) -> Receivable:
    number = f"2026-{next(_numbers):04d}"
    return factories.receivable(customer, number, minor=minor, due_on=due_on)


def walk(sink: Sink, day: date = DAY) -> dict[str, Any]:
    """Walk the day here; the counts."""
    counts = actions.walk(day, carrier=Smtp(sink.url), clock=timezone.now)
    assert counts["neglected"] == 0
    return counts


def prepare(*receivables: Receivable, day: date = DAY) -> Action:
    """Decide for their customer, and the action that is ready by that."""
    customer_id = receivables[0].customer_id
    actions.decide_shard(Range(customer_id, customer_id), day, at=timezone.now())
    return Action.objects.get(customer=customer_id, state="READY")


def message(receivable: Receivable) -> Message:
    """The one message to its customer."""
    return Message.objects.get(customer=receivable.customer_id)


def outlook(receivable: Receivable) -> Outlook:
    return Outlook.objects.get(receivable=receivable)


def arrivals(mails: list[Mail]) -> Counter[str]:
    """How many mails name each invoice; a mail that arrived twice is a fault at once."""
    assert len({mail.key for mail in mails}) == len(mails)
    numbers = Receivable.objects.values_list("invoice__number", flat=True)
    return Counter(n for n in numbers for mail in mails if n in mail.text)


def take_in(content: str | bytes, on: date = DAY) -> None:
    """Import a file, as a person or the bank would bring it."""
    raw = content if isinstance(content, bytes) else content.encode()
    (done,) = actions.import_files(
        [Source.of_bytes(raw, name="test")],
        company=company(),
        partial=False,
        on=on,
        actor=PERSON,
        clock=timezone.now,
    )
    assert done.run.state == "TAKEN", done.problems


def number(receivable: Receivable) -> str:
    return receivable.invoice.number


def days(n: int) -> date:
    return DAY + timedelta(days=n)
