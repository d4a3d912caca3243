"""Scenarios are drawn, published and followed; rules and people say by whom."""

from __future__ import annotations

from datetime import timedelta

import factories
import pytest

from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.core.dunning import STANDARD, Place, Step
from acquit.core.dunning.assigning import Condition, Trait
from acquit.core.dunning.drawing import put
from acquit.core.dunning.written import as_data
from acquit.cycle.actions import scenarios as cycle
from acquit.dunning import actions
from acquit.dunning.actions import drafts, pins, policies, rules, scenarios
from acquit.dunning.models import AssignmentRule, Following, Outlook, Scenario, Version
from acquit.dunning.queries.drawn import drawn_mark
from acquit.ledger.models import Customer
from acquit.organisation.models import Company

pytestmark = pytest.mark.django_db
NOW, TODAY = factories.NOW, factories.TODAY
ANNA = {"actor": Actor(None, "Anna Peeters"), "at": NOW}
ON = {"on": TODAY, **ANNA}


@pytest.fixture
def company() -> Company:
    made = factories.company()
    actions.found_scenarios(made, at=NOW)
    return made


@pytest.fixture
def dupont(company: Company) -> Customer:
    """Owes 1,200.00, due in the future; reached by e-mail."""
    customer = factories.customer(company, email="compta@dupont.example")
    factories.receivable(customer, due_on=TODAY + timedelta(days=20))
    cycle.follow_anew(company.pk, on=TODAY, at=NOW)
    return customer


def scenario(company: Company, code: str = "standard") -> Scenario:
    return Scenario.objects.get(company=company, code=code)


def drawn(of: Scenario, days: int = 9) -> Scenario:
    more = put(STANDARD, Place(step=Step.REMINDER_1, days=days))
    return drafts.draw(of.pk, as_data(more), **ANNA)


def version_of(customer: Customer) -> Version:
    return Following.objects.select_related("version__scenario").get(pk=customer.pk).version


def test_a_draft_changes_nothing_until_it_is_published(company, dupont):
    before = Outlook.objects.get(customer_id=dupont.pk).next_on
    earlier = put(STANDARD, Place(step=Step.NOTICE, days=-15), 0)
    standard = scenario(company)
    drafts.draw(standard.pk, as_data(earlier), **ANNA)
    cycle.follow_anew(company.pk, on=TODAY, at=NOW)
    assert Outlook.objects.get(customer_id=dupont.pk).next_on == before

    cycle.publish_scenario(standard.pk, note="Say it sooner.", moves=True, **ON)
    assert Outlook.objects.get(customer_id=dupont.pk).next_on < before
    assert version_of(dupont).number == 2
    entry = Entry.objects.get(event="scenario_published")
    assert (entry.reason, entry.actor_name) == ("Say it sooner.", "Anna Peeters")


def test_a_draft_with_faults_is_refused_with_all_of_them(company):
    standard = scenario(company)
    kept = {
        "places": [
            {"step": "NOTICE", "days": 4},
            {"step": "REMINDER_1", "days": 30, "channels": []},
        ]
    }
    drafts.draw(standard.pk, kept, **ANNA)
    with pytest.raises(drafts.NotSound) as refused:
        drafts.publish_scenario(standard.pk, note="", moves=True, **ANNA)
    assert "Step 1 comes before the due day" in str(refused.value)
    assert "Step 2 has no channel" in str(refused.value)
    assert Version.objects.filter(scenario=standard).count() == 1


def test_what_does_the_same_is_not_published_twice(company):
    standard = scenario(company)
    drafts.draw(standard.pk, as_data(STANDARD), **ANNA)
    with pytest.raises(drafts.NothingNew):
        drafts.publish_scenario(standard.pk, note="", moves=True, **ANNA)
    drafts.discard_draft(standard.pk, **ANNA)
    with pytest.raises(drafts.NothingDrawn):
        drafts.publish_scenario(standard.pk, note="", moves=True, **ANNA)


def test_two_people_do_not_overwrite_each_other(company):
    standard = scenario(company)
    seen = drawn_mark(drawn(standard, 9).draft)
    drawn(standard, 12)
    with pytest.raises(drafts.DrawnMeanwhile):
        drafts.draw(standard.pk, as_data(STANDARD), seen=seen, **ANNA)


def test_who_is_under_way_stays_until_somebody_moves_it(company, dupont):
    late = factories.receivable(dupont, "2026-002", due_on=TODAY - timedelta(days=10))
    factories.sent(late, on=TODAY - timedelta(days=5))
    standard = scenario(company)
    drawn(standard)
    cycle.publish_scenario(standard.pk, note="", moves=False, **ON)
    first = version_of(dupont)
    assert first.number == 1

    assert cycle.take_newest(first.pk, customers=[dupont.pk], **ON) == [dupont.pk]
    assert version_of(dupont).number == 2
    cycle.follow_anew(company.pk, on=TODAY, at=NOW)
    assert version_of(dupont).number == 2
    with pytest.raises(pins.NothingNewer):
        pins.take_newest(first.pk, **ON)


def test_a_pin_wins_until_it_is_taken_back(company, dupont):
    key = scenario(company, "key")
    cycle.pin_customer(dupont.pk, scenario_id=key.pk, reason="The CEO calls.", **ON)
    assert version_of(dupont).scenario == key
    cycle.unpin_customer(dupont.pk, **ON)
    assert version_of(dupont).scenario.code == "standard"
    with pytest.raises(pins.NotPinned):
        pins.unpin_customer(dupont.pk, **ANNA)


def test_a_pin_needs_a_reason_and_a_scenario_of_its_company(company, dupont):
    with pytest.raises(pins.NotWhy):
        pins.pin_customer(dupont.pk, scenario_id=scenario(company).pk, reason=" ", **ON)
    other = factories.company("BETA", "Beta Services")
    actions.found_scenarios(other, at=NOW)
    with pytest.raises(rules.OfAnotherCompany):
        pins.pin_customer(dupont.pk, scenario_id=scenario(other).pk, reason="x", **ON)


def test_rules_are_looked_at_in_their_order(company, dupont):
    french = (Condition(trait=Trait.LANGUAGE, values=frozenset({"fr"})),)
    rule = cycle.add_rule(
        company,
        name="Speaks French",
        conditions=french,
        scenario_id=scenario(company, "gentle").pk,
        **ON,
    )
    assert version_of(dupont).scenario.code == "gentle"
    everybody = cycle.add_rule(
        company,
        name="Everybody",
        conditions=(),
        scenario_id=scenario(company, "close").pk,
        **ON,
    )
    assert version_of(dupont).scenario.code == "gentle"
    cycle.move_rule(everybody.pk, place=1, **ON)
    assert version_of(dupont).scenario.code == "close"
    cycle.remove_rule(everybody, **ON)
    cycle.remove_rule(rule, **ON)
    assert version_of(dupont).scenario.code == "standard"
    places = AssignmentRule.objects.filter(company=company).order_by("place")
    assert list(places.values_list("place", flat=True)) == list(range(1, 9))


@pytest.mark.parametrize("place", [1, 3, 8, 99])
def test_a_rule_that_moves_leaves_no_gap(company, place):
    rule = AssignmentRule.objects.get(company=company, place=4)
    rules.move_rule(rule.pk, place=place, **ANNA)
    ordered = AssignmentRule.objects.filter(company=company).order_by("place")
    assert [one.place for one in ordered] == list(range(1, 9))
    assert ordered[min(place, 8) - 1] == rule


@pytest.mark.parametrize(
    "condition",
    [
        Condition(trait=Trait.SEGMENT),
        Condition(trait=Trait.SCORE),
        Condition(trait=Trait.SCORE, at_least=60, at_most=50),
        Condition(trait=Trait.SHARE, at_least=120),
    ],
)
def test_a_condition_that_nobody_can_fulfil_is_refused(company, condition):
    with pytest.raises(rules.EmptyCondition):
        rules.add_rule(
            company,
            name="Nobody",
            conditions=[condition],
            scenario_id=scenario(company).pk,
            **ANNA,
        )


def test_what_was_only_drawn_or_is_archived_takes_nobody(company):
    fresh = scenarios.create_scenario(company, name="Fresh", **ANNA)
    with pytest.raises(rules.NeverPublished):
        rules.followable(fresh.pk, company.pk)
    scenarios.archive_scenario(fresh.pk, **ANNA)
    with pytest.raises(scenarios.ScenarioArchived):
        rules.followable(fresh.pk, company.pk)
    with pytest.raises(scenarios.ScenarioArchived):
        drawn(fresh)
    scenarios.restore_scenario(fresh.pk, **ANNA)
    drawn(fresh)


def test_a_scenario_that_is_used_is_not_archived(company, dupont):
    for code in ("standard", "key"):
        with pytest.raises(scenarios.StillUsed):
            scenarios.archive_scenario(scenario(company, code).pk, **ANNA)
    spare = scenarios.copy_scenario(
        scenario(company, "key"), name="Key on paper", letters=True, **ANNA
    )
    drafts.publish_scenario(spare.pk, note="", moves=True, **ANNA)
    pins.pin_customer(dupont.pk, scenario_id=spare.pk, reason="No e-mail.", **ON)
    with pytest.raises(scenarios.StillUsed, match="by hand"):
        scenarios.archive_scenario(spare.pk, **ANNA)


def test_names_are_taken_once_and_codes_are_made_of_them(company):
    first = scenarios.create_scenario(company, name="Été à la mer", **ANNA)
    assert first.code == "ete-a-la-mer"
    with pytest.raises(scenarios.ScenarioExists):
        scenarios.create_scenario(company, name="Été à la mer", **ANNA)
    with pytest.raises(scenarios.NoName):
        scenarios.rename_scenario(first.pk, name="  ", about="", **ANNA)
    scenarios.rename_scenario(first.pk, name="Summer", about="Quiet.", **ANNA)
    assert Scenario.objects.get(pk=first.pk).code == "ete-a-la-mer"


def test_the_policy_takes_numbers_that_make_sense(company, dupont):
    cycle.set_policy(company, {"minimum_minor": 500_000}, **ON)
    with pytest.raises(policies.NotAPolicy):
        actions.set_policy(company, {"per_day": 0}, **ANNA)
    with pytest.raises(policies.HoursEndBeforeTheyBegin):
        actions.set_policy(company, {"from_hour": 19}, **ANNA)
    gentle = scenario(company, "gentle")
    cycle.set_policy(company, {}, scenario_id=gentle.pk, **ON)
    assert version_of(dupont).scenario == gentle
    told = [one.details for one in Entry.objects.filter(event="policy_changed")]
    assert {"minimum_minor": {"from": 1000, "to": 500_000}} in told
    assert {"scenario": {"from": "", "to": "Good payers"}} in told


def test_a_large_company_is_left_to_the_worker(company, dupont, monkeypatch):
    monkeypatch.setattr(cycle, "AT_ONCE", 0)
    gentle = scenario(company, "gentle")
    cycle.set_policy(company, {}, scenario_id=gentle.pk, **ON)
    assert version_of(dupont).scenario.code == "standard"
    from procrastinate.contrib.django.models import ProcrastinateJob

    job = ProcrastinateJob.objects.get(task_name="cycle.follow_anew")
    assert job.args == {"company_id": company.pk, "day": TODAY.isoformat()}
