"""Who agrees is asked by the verb itself, and again whenever something becomes known."""

from __future__ import annotations

from datetime import date

import factories
import pytest

from acquit.audit.actions import Actor
from acquit.core.dunning import Approval, Approver, Place, Scenario, Step
from acquit.core.dunning.written import as_data
from acquit.cycle import actions as cycle
from acquit.dunning import actions
from acquit.dunning.actions.approvals import NotYoursToApprove
from acquit.dunning.models import Action, Following, Policy, Version
from acquit.dunning.queries.policies import policy_of
from acquit.ledger.models import Customer, Receivable
from acquit.ledger.rows import Range
from acquit.organisation.models import Person, Role

pytestmark = pytest.mark.django_db
MONDAY, NOW = date(2026, 11, 23), factories.NOW


@pytest.fixture
def anna() -> Person:
    """The collector of the bakery."""
    return factories.person()


@pytest.fixture
def bakery(anna: Person) -> Customer:
    """Followed by a scenario whose only place waits for the customer's collector."""
    company = factories.company()
    factories.grant(anna, within=company)
    actions.found_scenarios(company, at=NOW)
    place = Place(
        step=Step.REMINDER_1,
        days=3,
        approval=Approval.ALWAYS,
        approver=Approver.COLLECTOR,
    )
    standard = Version.objects.filter(scenario__company=company)
    standard.update(content=as_data(Scenario(places=(place,))))
    return factories.customer(company, email="compta@dupont.example", collector=anna)


@pytest.fixture
def owed(bakery: Customer) -> Receivable:
    return factories.receivable(bakery, due_on=date(2026, 11, 2))


def prepared(owed: Receivable) -> Action:
    """What the walk of Monday prepares."""
    alone = Range(owed.customer_id, owed.customer_id)
    cycle.decide_shard(alone, MONDAY, at=NOW)
    return Action.objects.get(customer=owed.customer_id, state="WAITING")


def asked(action: Action) -> tuple[str, str, int | None]:
    return action.approver, action.ground, action.ground_minor


def test_the_walk_puts_down_whose_word_it_waits_for_and_why(owed: Receivable) -> None:
    assert asked(prepared(owed)) == ("COLLECTOR", "ALWAYS", None)


def test_whoever_has_become_strategic_meanwhile_is_for_who_decides_on_credit(
    owed: Receivable,
) -> None:
    before = prepared(owed)
    Following.objects.filter(customer=owed.customer_id).update(strategic=True)
    after = prepared(owed)
    assert after.pk == before.pk
    assert asked(after) == ("CREDIT_MANAGER", "STRATEGIC", None)


def test_what_the_collector_agreed_to_waits_again_when_that_is_not_enough_any_more(
    owed: Receivable, anna: Person
) -> None:
    agreed = prepared(owed)
    cycle.approve_action(action_id=agreed.pk, actor=Actor.of(anna), at=NOW)
    Following.objects.filter(customer=owed.customer_id).update(strategic=True)
    again = prepared(owed)
    assert (again.pk, again.approved_by) == (agreed.pk, None)
    assert asked(again) == ("CREDIT_MANAGER", "STRATEGIC", None)


def test_what_was_agreed_to_stays_so_while_the_same_is_asked(
    owed: Receivable, anna: Person
) -> None:
    agreed = prepared(owed)
    cycle.approve_action(action_id=agreed.pk, actor=Actor.of(anna), at=NOW)
    alone = Range(owed.customer_id, owed.customer_id)
    cycle.decide_shard(alone, MONDAY, at=NOW)
    agreed.refresh_from_db()
    assert (agreed.state, agreed.approved_by) == ("READY", anna)


def test_the_companys_limit_is_asked_again(owed: Receivable) -> None:
    prepared(owed)
    limit = policy_of(owed.company_id) | {"approval_minor": owed.open_minor}
    Policy.objects.update_or_create(company=owed.company, defaults=limit)
    assert asked(prepared(owed)) == ("CREDIT_MANAGER", "LIMIT", owed.open_minor)


def test_the_verb_takes_the_word_of_the_collector(owed: Receivable, anna: Person) -> None:
    done = cycle.approve_action(action_id=prepared(owed).pk, actor=Actor.of(anna), at=NOW)
    assert (done.state, done.approved_by_id) == ("READY", anna.pk)


def test_the_verb_does_not_take_the_word_of_anybody_else(owed: Receivable) -> None:
    carl = factories.grant(factories.person("Carl Colleague"), within=owed.company)
    by = {"actor": Actor.of(carl), "at": NOW}
    action = prepared(owed)
    with pytest.raises(NotYoursToApprove):
        cycle.approve_action(action_id=action.pk, **by)
    with pytest.raises(NotYoursToApprove):
        cycle.decline_action(
            action_id=action.pk, until_on=MONDAY, why="No.", on=MONDAY, **by
        )
    action.refresh_from_db()
    assert action.state == "WAITING"


def test_a_collector_who_left_the_company_agrees_to_nothing(
    owed: Receivable, anna: Person
) -> None:
    action = prepared(owed)
    anna.is_active = False
    anna.save()
    with pytest.raises(NotYoursToApprove):
        cycle.approve_action(action_id=action.pk, actor=Actor.of(anna), at=NOW)


def test_whoever_decides_on_credit_agrees_to_all_of_it(owed: Receivable) -> None:
    mia = factories.grant(
        factories.person("Mia Manager"), Role.CREDIT_MANAGER, within=owed.company
    )
    done = cycle.approve_action(action_id=prepared(owed).pk, actor=Actor.of(mia), at=NOW)
    assert done.state == "READY"
