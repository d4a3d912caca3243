"""Who may give up how much, and who is asked where somebody may not."""

from __future__ import annotations

from decimal import Decimal

import factories
import pytest

import acquit.handover.actions as handover
import acquit.ledger.actions as ledger
from acquit.agenda.models import Task
from acquit.audit.actions import Actor
from acquit.core.money import Money
from acquit.handover.actions.write_offs import (
    BeyondYourLimit,
    NobodyMayWriteOff,
    WaitsAlready,
    WishSettled,
)
from acquit.handover.models import WriteOffWish
from acquit.ledger.models import Allocation, Receivable, WriteOffReason
from acquit.organisation.actions import limit_write_offs
from acquit.organisation.models import Company, Role

pytestmark = pytest.mark.django_db
TODAY, NOW = factories.TODAY, factories.NOW


@pytest.fixture
def ours() -> Company:
    return factories.company()


@pytest.fixture
def row(ours: Company) -> Receivable:
    return factories.receivable(factories.customer(ours))


def person(ours: Company, role: str) -> Actor:
    return Actor.of(factories.grant(factories.person(f"P {role}"), role, within=ours))


def give_up(row: Receivable, minor: int, by: Actor) -> Allocation | WriteOffWish:
    return handover.give_up(
        receivable_id=row.pk,
        amount=Money(minor, "EUR"),
        reason=WriteOffReason.GOODWILL,
        words="",
        on=TODAY,
        actor=by,
        at=NOW,
    )


def test_within_the_limit_it_is_written_off_at_once(ours, row) -> None:
    assert isinstance(give_up(row, 10_00, person(ours, Role.COLLECTOR)), Allocation)
    row.refresh_from_db()
    assert row.open_minor == 119_000


def test_beyond_it_somebody_who_may_is_asked(ours, row) -> None:
    collector = person(ours, Role.COLLECTOR)
    manager = person(ours, Role.CREDIT_MANAGER)
    wish = give_up(row, 200_00, collector)
    assert isinstance(wish, WriteOffWish)
    row.refresh_from_db()
    assert row.open_minor == 120_000
    assert Task.objects.get().why["amount"] == "200.00 EUR"
    told = {"wish_id": wish.pk, "on": TODAY, "at": NOW}
    with pytest.raises(BeyondYourLimit):
        handover.approve_write_off(actor=collector, **told)
    handover.approve_write_off(actor=manager, **told)
    row.refresh_from_db()
    assert row.open_minor == 100_000
    assert Task.objects.get().done_at is not None
    with pytest.raises(WishSettled):
        handover.approve_write_off(actor=manager, **told)


def test_small_steps_add_up(ours, row) -> None:
    collector = person(ours, Role.COLLECTOR)
    person(ours, Role.CREDIT_MANAGER)
    assert isinstance(give_up(row, 6_00, collector), Allocation)
    assert isinstance(give_up(row, 6_00, collector), WriteOffWish)
    with pytest.raises(WaitsAlready):
        give_up(row, 6_00, collector)


def test_what_nobody_may_is_refused_until_a_limit_is_raised(ours, row) -> None:
    manager = person(ours, Role.CREDIT_MANAGER)
    with pytest.raises(NobodyMayWriteOff):
        give_up(row, 900_00, manager)
    machine = Actor(None, "command line")
    limits = {Role.CREDIT_MANAGER: Decimal(1000)}
    limit_write_offs(ours, limits, actor=machine, at=NOW)
    assert isinstance(give_up(row, 900_00, manager), Allocation)


def test_declined_it_is_asked_for_further(ours, row) -> None:
    manager = person(ours, Role.CREDIT_MANAGER)
    wish = give_up(row, 20_00, person(ours, Role.COLLECTOR))
    assert isinstance(wish, WriteOffWish)
    handover.decline_write_off(wish_id=wish.pk, words="They pay.", actor=manager, at=NOW)
    wish.refresh_from_db()
    assert (wish.state, wish.settled_words) == ("DECLINED", "They pay.")
    row.refresh_from_db()
    assert row.open_minor == 120_000
    assert isinstance(give_up(row, 20_00, manager), Allocation)


def test_more_than_is_open_is_nobodys_to_give_up(ours, row) -> None:
    with pytest.raises(ledger.MoreThanOpen):
        give_up(row, 120_001, person(ours, Role.ADMINISTRATOR))
