"""Scenarios on the desk: drawn in place, published, given by rules, chosen by hand."""

from __future__ import annotations

from datetime import timedelta

import factories
import pytest
from django.test import Client
from django.urls import reverse

from acquit.core.dunning import STANDARD
from acquit.core.dunning.written import as_data
from acquit.cycle.actions import scenarios as cycle
from acquit.dunning.actions import drafts, found_scenarios
from acquit.dunning.models import AssignmentRule, Following, Pin, Policy, Scenario, Version
from acquit.dunning.queries.drawn import drawn_mark
from acquit.ledger.models import Customer, Hold
from acquit.organisation.models import Company, Role

pytestmark = pytest.mark.django_db
TODAY, NOW = factories.TODAY, factories.NOW


@pytest.fixture
def dupont(ours: Company) -> Customer:
    found_scenarios(ours, at=NOW)
    customer = factories.customer(
        ours, email="compta@dupont.example", segment="CRAFT", vat="BE0417497106"
    )
    factories.receivable(customer, due_on=TODAY + timedelta(days=20))
    cycle.follow_anew(ours.pk, on=TODAY, at=NOW)
    return customer


@pytest.fixture
def chief(ours: Company, signed_in) -> Client:
    """Somebody who sets the rules of the company."""
    person = factories.person("Olga Chief")
    return signed_in(factories.grant(person, Role.CREDIT_MANAGER, within=ours))


def scenario(company: Company, code: str = "standard") -> Scenario:
    return Scenario.objects.get(company=company, code=code)


def page(client: Client, name: str, *keys: int, **asked: str) -> str:
    return client.get(reverse(f"desk:{name}", args=keys), asked).content.decode()


def step(of: Scenario, **given: object) -> dict[str, object]:
    """What the form of a step sends."""
    usual = {
        "kind": "REMINDER",
        "days": 9,
        "counted": "due",
        "first": "EMAIL",
        "second": "LETTER",
        "third": "",
        "tone": "NEUTRAL",
        "role": "",
        "approval": "NEVER",
        "approver": "CREDIT_MANAGER",
        "seen": drawn_mark(Scenario.objects.get(pk=of.pk).draft),
    }
    return usual | given


def test_one_that_sends_no_invoices_says_that_debit_notes_are_sent(desk, dupont, ours):
    told = page(desk, "scenario", scenario(ours).pk)
    assert "A debit note is sent before all of this" in told


def test_the_list_says_who_follows_what_and_what_comes_next(desk, dupont, few_queries):
    with few_queries():
        told = page(desk, "scenarios")
    assert "Craftsmen" in told
    assert "1,200.00" in told
    assert "New scenario" not in told  # a collector reads


def test_a_scenario_is_read_as_a_timeline_with_the_due_day_in_it(
    desk, dupont, ours, few_queries
):
    with few_queries():
        told = page(desk, "scenario", scenario(ours).pk)
    order = [told.index(word) for word in ("Notice before", "Due day", "First reminder")]
    assert order == sorted(order)
    assert "else Letter" in told
    assert "a person agrees first" in told
    assert "Add a step" not in told


def test_a_step_that_is_added_is_a_draft_first(chief, dupont, ours):
    standard = scenario(ours)
    where = reverse("desk:add_step", args=[standard.pk])
    answer = chief.post(where, step(standard), follow=True)
    told = answer.content.decode()
    assert "it is not in force yet" in told
    assert "Second reminder, day: 15 days after the due day, now 9 days after" in told
    assert Version.objects.filter(scenario=standard).count() == 1
    assert len(Scenario.objects.get(pk=standard.pk).draft["places"]) == 6


def test_a_day_is_moved_in_the_timeline_itself(chief, dupont, ours):
    standard = scenario(ours)
    where = reverse("desk:move_step", args=[standard.pk, 3])
    chief.post(where, {"days": "21", "seen": drawn_mark(None)})
    draft = Scenario.objects.get(pk=standard.pk).draft
    assert [one["days"] for one in draft["places"]] == [-5, 3, 21, 30, 45]
    late = chief.post(where, {"days": "22", "seen": drawn_mark(None)})
    assert late.status_code == 422
    assert "Somebody changed this draft meanwhile" in late.content.decode()


def test_everything_that_can_be_said_of_a_step_is_kept_and_shown_again(chief, dupont, ours):
    standard = scenario(ours)
    where = reverse("desk:change_step", args=[standard.pk, 2])
    given = step(
        standard,
        days=4,
        counted="before",
        third="SMS",
        tone="FIRM",
        role="MANAGEMENT",
        approval="ABOVE",
        approval_from="5000",
        approver="COLLECTOR",
        enclose=["STATEMENT"],
        floor="100.50",
        ceiling="20000",
        kinds=["INSTALMENT"],
        weekdays=["1", "3"],
        from_hour="9",
        until_hour="12",
    )
    assert chief.post(where, given).status_code == 302
    place = Scenario.objects.get(pk=standard.pk).draft["places"][1]
    assert place == {
        "step": "REMINDER_1",
        "days": 4,
        "follows": True,
        "channels": ["EMAIL", "LETTER", "SMS"],
        "tone": "FIRM",
        "role": "MANAGEMENT",
        "approval": "ABOVE",
        "approval_minor": 500_000,
        "approver": "COLLECTOR",
        "enclose": ["STATEMENT"],
        "floor_minor": 10_050,
        "ceiling_minor": 2_000_000,
        "kinds": ["INSTALMENT"],
        "weekdays": [1, 3],
        "hours": [9, 12],
    }
    shown = page(chief, "change_step", standard.pk, 2)
    assert 'value="20,000.00"' in shown
    assert "9 to 12 o&#x27;clock" in shown
    text = reverse("desk:template", args=[ours.pk])
    assert f"{text}?step=REMINDER_1&amp;channel=EMAIL&amp;tone=FIRM" in shown
    again = chief.get(where).context["editor"]["form"]
    sent = {name: again[name].value() for name in again.fields}
    chief.post(where, sent)
    assert Scenario.objects.get(pk=standard.pk).draft["places"][1] == place


def test_a_fault_stands_beside_its_step_and_nothing_is_published(chief, dupont, ours):
    standard = scenario(ours)
    chief.post(reverse("desk:change_step", args=[standard.pk, 2]), step(standard, days=-9))
    told = page(chief, "scenario", standard.pk)
    assert "Give it a day from 1 on" in told
    assert reverse("desk:publish_scenario", args=[standard.pk]) not in told


def test_hours_are_said_both_or_not_at_all(chief, dupont, ours):
    standard = scenario(ours)
    where = reverse("desk:add_step", args=[standard.pk])
    answer = chief.post(where, step(standard, from_hour="9"))
    assert answer.status_code == 422
    assert "Give both hours, or neither." in answer.content.decode()


def test_publishing_says_whom_it_touches_and_asks_who_moves(chief, dupont, ours):
    standard = scenario(ours)
    cycle.pin_customer(
        dupont.pk,
        scenario_id=standard.pk,
        reason="x",
        on=TODAY,
        actor=cycle_actor(),
        at=NOW,
    )
    chief.post(reverse("desk:move_step", args=[standard.pk, 1]), _day(-15, None))
    told = page(chief, "scenario_touched", standard.pk)
    assert "Boulangerie Dupont" in told
    assert "1 open item would get another next step" in told
    sheet = page(chief, "publish_scenario", standard.pk)
    assert "1 customer is followed up by it" in sheet
    assert "stay on theirs until they have paid" in sheet
    chief.post(
        reverse("desk:publish_scenario", args=[standard.pk]),
        {"note": "Ten days sooner.", "moves": "no"},
    )
    version = Version.objects.get(scenario=standard, number=2)
    assert (version.note, version.moves, version.published_by.name) == (
        "Ten days sooner.",
        False,
        "Olga Chief",
    )
    told = page(chief, "scenario", standard.pk)
    assert "Ten days sooner." in told
    assert "15 days before the due day" in told
    assert "Version 2 in force" in told
    assert "5 days before the due day" in page(chief, "scenario", standard.pk, version="1")


def cycle_actor():
    from acquit.audit.actions import Actor

    return Actor(None, "command line")


def _day(days: int, draft: dict[str, object] | None) -> dict[str, str]:
    return {"days": str(days), "seen": drawn_mark(draft)}


def test_a_step_is_taken_out_and_the_draft_thrown_away(chief, dupont, ours):
    standard = scenario(ours)
    seen = {"seen": drawn_mark(None)}
    chief.post(reverse("desk:remove_step", args=[standard.pk, 1]), seen)
    assert "Notice before the due day: gone" in page(chief, "scenario", standard.pk)
    chief.post(reverse("desk:discard_draft", args=[standard.pk]))
    assert Scenario.objects.get(pk=standard.pk).draft is None


def test_nobody_is_thanked_or_by_other_means(chief, dupont, ours):
    standard = scenario(ours)
    where = reverse("desk:change_thanks", args=[standard.pk])
    given = {"first": "SMS", "second": "EMAIL", "third": "", "tone": "FRIENDLY"}
    chief.post(where, given | {"seen": drawn_mark(None)})
    draft = Scenario.objects.get(pk=standard.pk).draft
    assert draft["thanks"]["channels"] == ["SMS", "EMAIL"]
    chief.post(where, {"never": "1", "seen": drawn_mark(draft)})
    assert "Nobody is thanked" in page(chief, "scenario", standard.pk)


def test_a_twin_on_paper_is_begun_named_and_archived(chief, dupont, ours):
    where = reverse("desk:copy_scenario", args=[scenario(ours).pk])
    chief.post(where, {"name": "Standard on paper", "letters": "on"})
    twin = Scenario.objects.get(name="Standard on paper")
    assert {tuple(one["channels"]) for one in twin.draft["places"]} == {("LETTER",)}
    chief.post(
        reverse("desk:rename_scenario", args=[twin.pk]),
        {"name": "No e-mail", "about": "By post."},
    )
    chief.post(reverse("desk:archive_scenario", args=[twin.pk]))
    assert "No e-mail" not in page(chief, "scenarios")
    assert "No e-mail" in page(chief, "scenarios", archived="1")
    chief.post(reverse("desk:restore_scenario", args=[twin.pk]))
    assert "No e-mail" in page(chief, "scenarios")


def test_a_new_scenario_begins_with_a_step_to_change(chief, dupont, ours):
    where = reverse("desk:new_scenario", args=[ours.pk])
    answer = chief.post(where, {"name": "Export", "about": ""}, follow=True)
    told = answer.content.decode()
    assert "Never published" in told
    assert "First reminder" in told


def test_the_rules_stand_in_order_with_their_customers(desk, dupont, few_queries):
    with few_queries():
        told = page(desk, "rules")
    assert told.index("Insolvent customers") < told.index("Craftsmen")
    assert "Segment: CRAFT or CRAFTS" in told
    assert "Everybody else" in told


def test_what_would_this_customer_get(desk, dupont):
    assert "Boulangerie Dupont" in page(desk, "rules", q="dupont")
    told = page(desk, "rules", customer=str(dupont.pk))
    assert "decides" in told
    assert "Belgium" in told


def test_a_rule_is_written_from_the_companys_own_data_and_counted_first(
    chief, dupont, ours
):
    where = reverse("desk:new_rule", args=[ours.pk])
    asked = chief.get(where).content.decode()
    assert 'value="craft"' in asked
    assert "Belgium" in asked
    given = {
        "name": "Crafts in French",
        "scenario": str(scenario(ours, "gentle").pk),
        "SEGMENT": ["craft"],
        "LANGUAGE": ["fr"],
        "SHARE_least": "1",
    }
    preview = chief.post(where, given | {"preview": "1"})
    assert AssignmentRule.objects.filter(company=ours).count() == 8
    assert preview.context["preview"]["fit"] == 0  # its share is not known yet
    chief.post(where, {k: v for k, v in given.items() if k != "SHARE_least"})
    rule = AssignmentRule.objects.get(name="Crafts in French")
    assert rule.place == 9
    chief.post(reverse("desk:move_rule", args=[rule.pk, 1]))
    assert Following.objects.get(pk=dupont.pk).version.scenario.code == "gentle"
    shown = page(chief, "change_rule", rule.pk)
    assert shown.count("checked") == 2
    chief.post(reverse("desk:remove_rule", args=[rule.pk]))
    assert Following.objects.get(pk=dupont.pk).version.scenario.code == "crafts"


def test_the_policy_is_read_by_all_and_changed_by_few(chief, desk, dupont, ours):
    assert "Strategic debtors" in page(desk, "policies")
    where = reverse("desk:policy", args=[ours.pk])
    form = chief.get(where).context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    given |= {"minimum_minor": "25", "per_week": "2", "approval_minor": "5000"}
    given["scenario"] = str(scenario(ours, "gentle").pk)
    assert chief.post(where, given).status_code == 302
    policy = Policy.objects.get(company=ours)
    assert (policy.minimum_minor, policy.per_week) == (2500, 2)
    assert policy.approval_minor == 500_000
    assert policy.scenario.code == "gentle"
    given |= {"from_hour": "20"}
    assert "end before they begin" in chief.post(where, given).content.decode()


def test_the_file_of_a_customer_says_by_what_and_why_and_lets_a_person_choose(
    desk, dupont, ours, few_queries
):
    with few_queries():
        told = page(desk, "customer", dupont.pk)
    assert "Rule “Craftsmen”: segment CRAFT." in told
    key = scenario(ours, "key")
    desk.post(
        reverse("desk:pin_customer", args=[dupont.pk]),
        {"scenario_id": key.pk, "reason": "Our oldest customer."},
    )
    told = page(desk, "customer", dupont.pk)
    assert "“Our oldest customer.” Anna Peeters" in told
    assert "Our oldest customer." in page(desk, "rules")
    desk.post(reverse("desk:unpin_customer", args=[dupont.pk]))
    assert not Pin.objects.exists()


def test_who_stayed_on_an_older_version_is_moved_by_choice(desk, chief, dupont, ours):
    crafts = scenario(ours, "crafts")
    late = factories.receivable(dupont, "LATE", due_on=TODAY - timedelta(days=9))
    factories.sent(late, on=TODAY - timedelta(days=5))
    actor = cycle_actor()
    drafts.draw(crafts.pk, as_data(STANDARD), actor=actor, at=NOW)
    cycle.publish_scenario(crafts.pk, note="", moves=False, on=TODAY, actor=actor, at=NOW)
    assert "Version 2 is in force." in page(desk, "customer", dupont.pk)
    assert "1 customer is still on it." in page(chief, "scenario", crafts.pk)
    desk.post(reverse("desk:take_newest", args=[dupont.pk]))
    assert Following.objects.get(pk=dupont.pk).version.number == 2
    refused = desk.post(reverse("desk:take_newest", args=[dupont.pk]))
    assert "no newer version" in refused.content.decode()


def test_all_who_stayed_are_moved_together(chief, dupont, ours):
    crafts = scenario(ours, "crafts")
    late = factories.receivable(dupont, "LATE", due_on=TODAY - timedelta(days=9))
    factories.sent(late, on=TODAY - timedelta(days=5))
    actor = cycle_actor()
    drafts.draw(crafts.pk, as_data(STANDARD), actor=actor, at=NOW)
    cycle.publish_scenario(crafts.pk, note="", moves=False, on=TODAY, actor=actor, at=NOW)
    first = Version.objects.get(scenario=crafts, number=1)
    where = reverse("desk:move_followers", args=[first.pk])
    assert "1 customer stayed on version 1" in chief.get(where).content.decode()
    chief.post(where)
    assert Following.objects.get(pk=dupont.pk).version.number == 2


def test_a_whole_group_is_held_and_each_of_it_says_so(desk, dupont, ours):
    from acquit.dunning.actions import survey

    branch = factories.customer(ours, "C002", "Dupont Liège", vat="BE 0417.497.106")
    factories.receivable(branch, "B-1", due_on=TODAY - timedelta(days=9))
    cycle.follow_anew(ours.pk, on=TODAY, at=NOW)
    survey()
    where = reverse("desk:hold_customer", args=[dupont.pk])
    assert (
        "The same debtor as: Dupont Liège (Alfa Trading)."
        in desk.get(where).content.decode()
    )
    given = {
        "reason": "INSOLVENCY",
        "from_on": TODAY.isoformat(),
        "until_on": (TODAY + timedelta(days=30)).isoformat(),
        "words": "Judgment of Monday.",
        "whole_group": "on",
    }
    desk.post(where, given)
    assert Hold.objects.get().whole_group
    told = page(desk, "customer", branch.pk)
    assert "because of Boulangerie Dupont, which is the same debtor" in told
    assert "Judgment of Monday." in told
    assert "On hold" in told


def test_a_stranger_to_the_company_sees_no_rule_of_it(signed_in, dupont):
    other = factories.company("BETA", "Beta Services")
    bert = signed_in(factories.grant(factories.person("Bert Other"), within=other))
    assert "Craftsmen" not in page(bert, "scenarios")
    assert "Craftsmen" not in page(bert, "rules")
