"""At which hours debtors are reached: by law, and by the rule of the house."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import factories
import pytest

from acquit.audit.actions import Actor
from acquit.channels.outbox import Outbox
from acquit.cycle import actions
from acquit.dunning.actions import dispatch
from acquit.dunning.actions.calling import NotAtThisHour, record_call
from acquit.dunning.models import Action, CallOutcome, Policy
from acquit.ledger.rows import Range

pytestmark = pytest.mark.django_db
WHO = Actor(None, "test")
# A Wednesday and a Sunday, in winter: an hour behind the clocks of Amsterdam.
DAY, SUNDAY = date(2026, 11, 18), date(2026, 11, 22)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """By the clocks of the debtor, who lives an hour before UTC."""
    return datetime(day.year, day.month, day.day, hour - 1, minute, tzinfo=UTC)


def ready(*, hours: tuple[int, int] = (0, 24), **known: Any) -> Action:
    """A first reminder that is due that day, of a company that writes at any hour."""
    company = factories.company()
    factories.at_any_hour(company)
    Policy.objects.update(from_hour=hours[0], until_hour=hours[1])
    usual = {"email": "greta@post.example", "party_type": "CONSUMER", "country": "NL"}
    customer = factories.customer(company, **usual | known)
    factories.receivable(customer)
    actions.decide_shard(Range(customer.pk, customer.pk), DAY, at=at(9))
    return Action.objects.get(customer=customer, state="READY")


def leaves(action: Action, moment: datetime) -> bool:
    dispatch([action.pk], as_of=DAY, carrier=Outbox(), clock=lambda: moment, actor=WHO)
    action.refresh_from_db()
    return action.state == "SENT"


@pytest.mark.parametrize(
    ("hour", "expected"), [(6, False), (7, True), (19, True), (20, False), (23, False)]
)
def test_a_company_does_not_widen_the_hours_of_the_law(hour: int, *, expected: bool):
    assert leaves(ready(), at(hour, 30 if hour == 6 else 0)) is expected


@pytest.mark.parametrize(("hour", "expected"), [(8, False), (10, True), (17, False)])
def test_a_company_narrows_them(hour: int, *, expected: bool) -> None:
    assert leaves(ready(hours=(9, 17)), at(hour)) is expected


def test_to_a_business_the_hours_of_the_company_hold() -> None:
    assert leaves(ready(party_type="BUSINESS"), at(23))


def test_letters_leave_at_any_hour() -> None:
    address = {"email": "", "street": "Gracht 1", "postcode": "1000 AA", "city": "Delft"}
    assert leaves(ready(**address), at(23))


def call(**known: Any) -> Action:
    company = factories.company()
    usual = {"party_type": "CONSUMER", "country": "NL", "phone": "+31 20 555 01 02"}
    customer = factories.customer(company, **usual | known)
    return factories.call(factories.receivable(customer))


def record(action: Action, moment: datetime) -> Action:
    return record_call(
        action_id=action.pk,
        outcome=CallOutcome.NO_ANSWER,
        on=DAY,
        actor=WHO,
        at=moment,
    )


def test_a_call_to_a_consumer_outside_of_the_hours_is_refused_with_its_reason() -> None:
    with pytest.raises(NotAtThisHour) as refused:
        record(call(), at(12, day=SUNDAY))
    assert "art. 4.2" in str(refused.value)
    assert "2026-11-23, 07:00" in str(refused.value)


def test_what_was_said_before_eight_in_the_evening_is_written_down_after_it() -> None:
    assert record(call(), at(20, 30)).tries == 1


def test_an_hour_later_it_is_too_late_for_that() -> None:
    with pytest.raises(NotAtThisHour):
        record(call(), at(21, 30))


def test_a_business_is_called_whenever_somebody_works() -> None:
    assert record(call(party_type="BUSINESS"), at(22)).tries == 1
