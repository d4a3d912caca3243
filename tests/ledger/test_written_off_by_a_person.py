"""What a person gives up lowers what is open, for a reason, until it is taken back."""

from __future__ import annotations

from datetime import timedelta

import factories
import pytest

import acquit.ledger.actions as ledger
from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.core.money import Money
from acquit.ledger.actions.writing_off import NoWriteOff
from acquit.ledger.models import Allocation, Receivable, WriteOffReason

pytestmark = pytest.mark.django_db
ANNA = Actor(None, "Anna")


def owed(minor: int = 120_000) -> Receivable:
    return factories.receivable(factories.customer(factories.company()), minor=minor)


def give_up(row: Receivable, minor: int) -> Allocation:
    return ledger.write_off(
        receivable_id=row.pk,
        amount=Money(minor, "EUR"),
        reason=WriteOffReason.UNCOLLECTABLE,
        words="The bailiff found nothing.",
        on=factories.TODAY,
        actor=ANNA,
        at=factories.NOW,
    )


def test_a_part_is_given_up_and_the_rest_stays_open() -> None:
    row = owed()
    give_up(row, 20_000)
    row.refresh_from_db()
    assert (row.open_minor, row.settled_on) == (100_000, None)
    entry = Entry.objects.get(event="written_off")
    assert entry.details["amount"] == "200.00 EUR"
    assert entry.reason == "The bailiff found nothing."


def test_more_than_is_open_cannot_be_given_up() -> None:
    row = owed()
    with pytest.raises(ledger.MoreThanOpen):
        give_up(row, 120_001)
    give_up(row, 120_000)
    with pytest.raises(ledger.NothingOpen):
        give_up(row, 1)


def test_taken_back_it_is_owed_again_and_only_once() -> None:
    row = owed()
    made = give_up(row, 120_000)
    row.refresh_from_db()
    assert row.settled_on == factories.TODAY
    later = factories.TODAY + timedelta(days=3)
    back = {"on": later, "actor": ANNA, "at": factories.NOW}
    ledger.take_back_write_off(allocation_id=made.pk, **back)
    row.refresh_from_db()
    assert (row.open_minor, row.settled_on) == (120_000, None)
    with pytest.raises(NoWriteOff):
        ledger.take_back_write_off(allocation_id=made.pk, **back)
    assert sum(Allocation.objects.values_list("amount_minor", flat=True)) == 0
