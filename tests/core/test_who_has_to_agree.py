"""Who has to agree before something leaves, and on which ground."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from acquit.core import dunning
from acquit.core.dunning import (
    STANDARD_POLICY,
    Approval,
    Approver,
    Channel,
    CustomerFile,
    Guard,
    Item,
    Place,
    Policy,
    Scenario,
    Step,
)
from acquit.core.dunning.grouping import Consent, Due, Ground
from acquit.core.party import Party

MONDAY = date(2026, 3, 2)
OWN, CREDIT = Approver.COLLECTOR, Approver.CREDIT_MANAGER


def asked(
    place: Place, *, policy: Policy = STANDARD_POLICY, strategic: bool = False, minor: int
) -> list[Due]:
    """What is due of a customer that owes this much since long, by this one place."""
    owed = Item(receivable_id=1, currency="EUR", due_on=MONDAY, open_minor=minor)
    file = CustomerFile(
        customer_id=1,
        company_id=1,
        party=Party.BUSINESS,
        country="BE",
        channels=frozenset({Channel.EMAIL, Channel.PHONE}),
        items=[owed],
        strategic=strategic,
    )
    scenario = Scenario(places=(place,))
    day = date(2026, 3, 30)
    found = dunning.decide(file, scenario, policy, Guard.FRESH, as_of=day)
    return dunning.actions(found, file, policy)


def consent(place: Place, minor: int = 120_000, **more: object) -> Consent | None:
    (due,) = asked(place, minor=minor, **more)  # type: ignore[arg-type]  # as it is given
    return due.consent


REMINDER = Place(step=Step.REMINDER_1, days=3)
OWN_WORD = replace(REMINDER, approver=OWN)


def test_a_place_that_asks_nobody_leaves_by_itself() -> None:
    assert consent(REMINDER) is None


@pytest.mark.parametrize("approver", [OWN, CREDIT])
def test_a_place_that_always_asks_says_whom(approver: Approver) -> None:
    place = replace(REMINDER, approval=Approval.ALWAYS, approver=approver)
    assert consent(place) == Consent(approver, Ground.ALWAYS)


def test_a_place_that_asks_from_a_sum_on_tells_the_sum() -> None:
    place = replace(OWN_WORD, approval=Approval.ABOVE, approval_minor=100_000)
    assert consent(place, 100_000) == Consent(OWN, Ground.ABOVE, 100_000)
    assert consent(place, 99_999) is None


def test_a_strategic_debtor_is_for_who_decides_on_credit_whatever_the_place_says() -> None:
    place = replace(OWN_WORD, approval=Approval.ALWAYS)
    assert consent(place, strategic=True) == Consent(CREDIT, Ground.STRATEGIC)
    assert consent(REMINDER, strategic=True) == Consent(CREDIT, Ground.STRATEGIC)


def test_a_sum_from_the_companys_limit_on_is_for_who_decides_on_credit() -> None:
    policy = replace(STANDARD_POLICY, approval_minor=500_000)
    place = replace(OWN_WORD, approval=Approval.ALWAYS)
    high = Consent(CREDIT, Ground.LIMIT, 500_000)
    assert consent(place, 500_000, policy=policy) == high
    assert consent(REMINDER, 500_000, policy=policy) == high
    assert consent(place, 499_999, policy=policy) == Consent(OWN, Ground.ALWAYS)


def test_a_call_is_made_by_a_person_and_asks_no_other() -> None:
    policy = replace(STANDARD_POLICY, approval_minor=1)
    place = Place(step=Step.CALL_1, days=3, channels=(Channel.PHONE,))
    assert consent(place, strategic=True, policy=policy) is None
