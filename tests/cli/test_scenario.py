"""`acquit scenario`, `rules`, `pin`: scenarios go out and come in as JSON."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import factories
import pytest
from click.testing import CliRunner

from acquit.cli import followed, trade
from acquit.core.dunning.reading import read
from acquit.core.dunning.written import as_data
from acquit.cycle.actions import scenarios as cycle
from acquit.dunning.actions import drafts, found_scenarios, pins
from acquit.dunning.models import Following, Scenario, Version
from acquit.ledger.models import Customer

pytestmark = pytest.mark.django_db
TODAY, NOW = factories.TODAY, factories.NOW
REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "scenarios.md"


@pytest.fixture
def dupont(db: None) -> Customer:
    books = factories.company()
    found_scenarios(books, at=NOW)
    customer = factories.customer(books, email="compta@dupont.example")
    factories.receivable(customer, due_on=TODAY + timedelta(days=20))
    cycle.follow_anew(books.pk, on=TODAY, at=NOW)
    return customer


def test_all_are_listed_with_their_days_and_customers(dupont):
    rows = {one["scenario"]: one for one in followed.listed(dupont.company)}
    assert rows["standard"]["customers"] == 1
    assert rows["standard"]["days"] == [-5, 3, 15, 30, 45]
    assert rows["nothing"]["days"] == []


def test_what_is_shown_can_be_published_again_under_another_code(dupont):
    told = followed.shown(dupont.company, "key", draft=False)
    with pytest.raises(followed.scenarios.ScenarioExists):
        followed.publish(dupont.company, "key-2", told, note="", moves=True, on=TODAY)
    told |= {"name": "Key accounts, calmer"}
    made = followed.publish(dupont.company, "key-2", told, note="", moves=True, on=TODAY)
    assert made == {"scenario": "key-2", "version": 1, "customers": 0}
    again = followed.shown(dupont.company, "key-2", draft=False)
    assert again["places"] == told["places"]


def test_a_file_becomes_the_next_version_and_is_followed_at_once(dupont):
    told = followed.shown(dupont.company, "standard", draft=False)
    told["places"][0]["days"] = -12
    done = followed.publish(
        dupont.company, "standard", told, note="Sooner.", moves=True, on=TODAY
    )
    assert done == {"scenario": "standard", "version": 2, "customers": 1}
    assert Version.objects.get(number=2).note == "Sooner."
    with pytest.raises(drafts.NothingNew):
        followed.publish(dupont.company, "standard", told, note="", moves=True, on=TODAY)


def test_the_rules_tell_whom_they_take_and_a_customer_what_it_gets(dupont):
    told = followed.ruled(dupont.company)
    assert told["others"] == {"scenario": "standard", "customers": 1}
    assert [one["place"] for one in told["rules"]] == list(range(1, 9))
    one = followed.of_customer(dupont.company, "C001")
    assert (one["scenario"], one["rule"], one["pinned"]) == ("standard", None, False)


def test_a_customer_is_pinned_and_released(dupont):
    told = followed.pin(dupont.company, "C001", "key", "The CEO calls.", TODAY)
    assert (told["scenario"], told["pinned"]) == ("key", True)
    assert followed.ruled(dupont.company)["pinned"] == 1
    assert followed.unpin(dupont.company, "C001", TODAY)["scenario"] == "standard"
    with pytest.raises(pins.NotPinned):
        followed.unpin(dupont.company, "C001", TODAY)


def test_what_is_not_there_is_named(dupont):
    with pytest.raises(trade.Unknown, match="no customer C9"):
        followed.of_customer(dupont.company, "C9")
    with pytest.raises(trade.Unknown, match="Known: close, crafts"):
        followed.shown(dupont.company, "kye", draft=False)


def test_pin_wants_a_scenario_or_a_release():
    from acquit.cli.scenario import pin

    told = CliRunner().invoke(pin, ["C001", "--company", "X"])
    assert told.exit_code == 2
    assert "--release" in told.output


def test_a_file_that_is_no_json_is_refused(tmp_path):
    from acquit.cli.scenario import scenario

    (tmp_path / "a.json").write_text("{places: 1}")
    told = CliRunner().invoke(
        scenario, ["publish", "x", "--company", "X", "--file", str(tmp_path / "a.json")]
    )
    assert told.exit_code == 2
    assert "no JSON" in told.output


def test_a_company_says_its_policy(acquit):
    acquit("setup", "--company", "X", "--name", "X", "--country", "BE")
    told = acquit("company", "X", "--per-week", "2", "--contact-hours", "9-18", "--json")
    assert told.returncode == 0, told.stderr
    policy = json.loads(told.stdout)
    assert (policy["per_week"], policy["contact_hours"]) == (2, "9-18")
    assert policy["scenario"] == "standard"
    wrong = acquit("company", "X", "--contact-hours", "9 to 18")
    assert wrong.returncode == 2


def examples() -> list[str]:
    """The blocks of JSON on the page."""
    parts = REFERENCE.read_text().split("```json\n")[1:]
    return [part.split("```")[0] for part in parts]


@pytest.mark.parametrize("text", examples())
def test_every_example_of_the_page_has_the_form(text):
    given = json.loads(text)
    kept = {name: given[name] for name in ("places", "thanks") if name in given}
    assert as_data(read(kept)) == kept


def test_the_page_names_every_field_and_no_other():
    from dataclasses import fields

    from acquit.core.dunning import Place

    rows = [
        line.split("|")[1].strip().strip("`")
        for line in REFERENCE.read_text().split("## A step")[1].split("## ")[0].splitlines()
        if line.startswith("| `")
    ]
    assert rows == [field.name for field in fields(Place) if field.init]


def test_a_hold_of_the_group_holds_every_customer_of_it(dupont):
    from acquit.dunning.actions import survey
    from acquit.dunning.models import Outlook

    Customer.objects.filter(pk=dupont.pk).update(vat="BE0417497106")
    other = factories.company("BETA", "Beta Services")
    found_scenarios(other, at=NOW)
    twin = factories.customer(other, "D7", "Dupont", vat="BE 0417.497.106")
    factories.receivable(twin, "T-1", due_on=TODAY - timedelta(days=9))
    cycle.follow_anew(other.pk, on=TODAY, at=NOW)
    survey()
    done = trade.hold(
        dupont.company,
        "C001",
        TODAY + timedelta(days=9),
        "INSOLVENCY",
        TODAY,
        group=True,
    )
    assert done["kind"] == "group"
    assert set(Outlook.objects.values_list("reason", flat=True)) == {"HELD"}
    assert Following.objects.values("group_id").distinct().count() == 1
    assert Scenario.objects.filter(company=other).exists()
