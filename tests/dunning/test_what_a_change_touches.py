"""Before a change is made: how many customers and receivables it would touch."""

from __future__ import annotations

from datetime import timedelta

import factories
import pytest

from acquit.core.dunning import STANDARD, Place, Step
from acquit.core.dunning.assigning import Condition, Rule, Trait
from acquit.core.dunning.drawing import put
from acquit.cycle.actions import scenarios as cycle
from acquit.dunning import actions
from acquit.dunning.models import Outlook, Scenario
from acquit.dunning.queries import touched
from acquit.ledger.models import Customer
from acquit.ledger.rows import Range
from acquit.organisation.models import Company

pytestmark = pytest.mark.django_db
TODAY, NOW = factories.TODAY, factories.NOW
EVERYBODY = Range(0, 2**62)


@pytest.fixture
def company() -> Company:
    """Three customers: one under way, one not due yet, one that owes nothing."""
    made = factories.company()
    actions.found_scenarios(made, at=NOW)
    for number in range(3):
        factories.customer(
            made, f"C{number}", f"Customer {number}", email=f"c{number}@example.org"
        )
    first, second, _third = Customer.objects.order_by("pk")
    late = factories.receivable(first, "LATE", due_on=TODAY - timedelta(days=10))
    factories.sent(late, on=TODAY - timedelta(days=6))
    factories.receivable(second, "NEXT", due_on=TODAY + timedelta(days=20))
    cycle.follow_anew(made.pk, on=TODAY, at=NOW)
    return made


def standard(company: Company) -> Scenario:
    return Scenario.objects.get(company=company, code="standard")


def test_a_later_second_reminder_touches_whoever_waits_for_it(company):
    later = put(STANDARD, Place(step=Step.REMINDER_2, days=25), 2)
    before = list(Outlook.objects.values_list("pk", "next_on"))
    found = touched.touched(standard(company).pk, later, as_of=TODAY)
    assert (found.customers, found.owing, found.receivables) == (3, 2, 2)
    assert (found.under_way, found.looked_at, found.changes, found.stay) == (1, 2, 1, 1)
    (one,) = found.first
    assert (one.customer, one.invoice) == ("Customer 0", "LATE")
    assert one.before.step == one.after.step == "REMINDER_2"
    assert one.before.on < one.after.on
    assert list(Outlook.objects.values_list("pk", "next_on")) == before


def test_what_is_the_same_touches_nobody(company):
    found = touched.touched(standard(company).pk, STANDARD, as_of=TODAY)
    assert (found.changes, found.first) == (0, ())


def test_of_too_many_some_are_looked_at_and_it_is_said(company, monkeypatch):
    monkeypatch.setattr(touched, "MOST", 1)
    monkeypatch.setattr(touched, "AT_ONCE", 1)
    sooner = put(STANDARD, Place(step=Step.NOTICE, days=-15), 0)
    found = touched.touched(standard(company).pk, sooner, as_of=TODAY)
    assert (found.owing, found.looked_at) == (2, 1)


def test_a_rule_says_whom_it_would_take(company):
    named = (Condition(trait=Trait.SEGMENT, values=frozenset({"vip"})),)
    Customer.objects.filter(code="C2").update(segment="VIP")
    close = Scenario.objects.get(company=company, code="close")
    rule = Rule(id=7, name="VIP", conditions=named, scenario_id=close.pk)
    found = touched.regrouped(company.pk, [rule], EVERYBODY)
    assert dict(found.takes) == {7: 1, None: 2}
    assert [name for _, name in found.first] == ["Customer 2"]


def test_it_tells_what_a_customer_would_get_and_why(company):
    first = Customer.objects.get(code="C0")
    factories.assessment(first, "CHRONICALLY_LATE", 30)
    actions.survey()
    told = touched.explained(first.pk, company.pk)
    holding = [one.rule.name for one in told.rules if one.holds]
    assert holding[0] == "Key accounts"  # it owes half of everything
    assert "Pays late" in holding
    assert told.scenario_id == Scenario.objects.get(code="key").pk
