"""A consumer is followed up by what its profile chooses only once a person has said so."""

from __future__ import annotations

import factories
import pytest

from acquit.audit.actions import Actor
from acquit.core.errors import Refusal
from acquit.cycle.actions import scenarios as cycle
from acquit.dunning import actions
from acquit.dunning.models import AssignmentRule, Following, Scenario
from acquit.ledger.models import Customer
from acquit.organisation.models import Company
from acquit.scoring.actions.objecting import end_objection, object_to_scoring
from acquit.scoring.models import Objection

pytestmark = pytest.mark.django_db
TODAY, NOW = factories.TODAY, factories.NOW
ANNA = Actor(None, "Anna")


@pytest.fixture
def company() -> Company:
    made = factories.company()
    actions.found_scenarios(made, at=NOW)
    # Here they have no scenario of their own.
    AssignmentRule.objects.filter(company=made, scenario__code="private").delete()
    return made


def late(of: Company, party: str = "CONSUMER", **more: object) -> Customer:
    found = factories.customer(of, party_type=party, **more)
    factories.receivable(found)
    factories.assessment(found, profile="CHRONICALLY_LATE")
    return found


def followed(customer: Customer) -> Following:
    cycle.follow_anew(customer.company_id, on=TODAY, at=NOW)
    rows = Following.objects.select_related("version__scenario", "proposed")
    return rows.get(pk=customer.pk)


def test_a_business_that_pays_late_is_followed_up_firmly_by_itself(company):
    found = followed(late(company, "BUSINESS"))
    assert found.version.scenario.code == "close"
    assert found.proposed is None


@pytest.mark.parametrize("party", ["CONSUMER", "UNKNOWN"])
def test_a_natural_person_is_not_but_it_is_proposed(company, party):
    found = followed(late(company, party))
    assert found.version.scenario.code != "close"
    assert found.proposed is not None
    assert found.proposed.code == "close"
    assert "profile" in str(found.proposed_why)


def test_a_person_decides_and_then_nothing_is_proposed_any_more(company):
    customer = late(company)
    chosen = Scenario.objects.get(company=company, code="close")
    cycle.pin_customer(
        customer.pk,
        scenario_id=chosen.pk,
        reason="Looked at the file: two promises broken",
        on=TODAY,
        actor=ANNA,
        at=NOW,
    )
    found = followed(customer)
    assert (found.version.scenario.code, found.proposed) == ("close", None)


def test_who_objects_to_being_scored_is_followed_up_as_if_nobody_had(company):
    customer = late(company, "BUSINESS", vat="BE0123456749")
    object_to_scoring(
        customer_id=customer.pk, words="Letter of today", on=TODAY, actor=ANNA, at=NOW
    )
    assert followed(customer).version.scenario.code != "close"
    end_objection(customer_id=customer.pk, words="Taken back", on=TODAY, actor=ANNA, at=NOW)
    assert followed(customer).version.scenario.code == "close"


def test_an_objection_is_kept_once_and_has_its_words(company):
    customer = late(company)
    said = {"customer_id": customer.pk, "on": TODAY, "actor": ANNA, "at": NOW}
    object_to_scoring(words="By phone", **said)
    object_to_scoring(words="Again by mail", **said)
    assert Objection.objects.get().words == "By phone"
    with pytest.raises(Refusal):
        end_objection(words=" ", **said)
