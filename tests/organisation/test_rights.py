"""Who may see and do what: by role, by company, unit and own customers."""

from __future__ import annotations

import factories
import pytest
from django.core.exceptions import PermissionDenied

from acquit.audit.actions import Actor
from acquit.core.errors import Refusal
from acquit.ledger import queries
from acquit.organisation import actions
from acquit.organisation.models import Grant, Role
from acquit.organisation.rights import COMPANY_WIDE, RIGHTS, Act, demand, may, scope

BY = {"actor": Actor(None, "command line"), "at": factories.NOW}
pytestmark = pytest.mark.django_db


def visible(person) -> set[str]:
    """The codes of the customers that the person may see."""
    return set(
        queries.customers_within(scope(person, Act.SEE)).values_list("code", flat=True)
    )


@pytest.fixture
def world(db):
    """Two companies; the first has the unit North with East below it, and South."""
    alfa, beta = factories.company(), factories.company("BETA", "Beta Works")
    north = factories.unit(alfa)
    east = factories.unit(alfa, "E", "East", parent=north)
    south = factories.unit(alfa, "S", "South")
    people = factories.person(), factories.person("Bert Claes")
    for code, unit, collector in (
        ("NORTH", north, people[0]),
        ("EAST", east, None),
        ("SOUTH", south, None),
        ("NONE", None, people[1]),
    ):
        factories.customer(alfa, code, unit=unit, collector=collector)
    factories.customer(beta, "BETA")
    return {
        "alfa": alfa,
        "beta": beta,
        "north": north,
        "anna": people[0],
        "bert": people[1],
    }


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("act", list(Act))
def test_each_role_may_do_what_the_table_says_and_nothing_else(role, act):
    person = factories.grant(factories.person(), role, within=factories.company())
    assert may(person, act) == (act in RIGHTS[role])


def test_only_managers_approve_and_settle_messages():
    for act in (Act.APPROVE, Act.SETTLE_MESSAGE):
        roles = {role for role, acts in RIGHTS.items() if act in acts}
        assert roles == {Role.ADMINISTRATOR, Role.CREDIT_MANAGER}


def test_a_representative_undoes_nothing_and_sees_no_bank():
    assert not {Act.UNDO, Act.SEE_BANK, Act.MATCH} & RIGHTS[Role.REPRESENTATIVE]


def test_a_grant_over_all_companies_sees_all(world):
    factories.grant(world["anna"], Role.READ_ONLY)
    assert visible(world["anna"]) == {"NORTH", "EAST", "SOUTH", "NONE", "BETA"}
    assert scope(world["anna"], Act.SEE).everywhere


def test_a_grant_over_a_company_sees_that_company(world):
    factories.grant(world["anna"], within=world["beta"])
    assert visible(world["anna"]) == {"BETA"}
    reach = scope(world["anna"], Act.SEE)
    assert reach.covers_company(world["beta"].pk)
    assert not reach.covers_company(world["alfa"].pk)


def test_a_grant_over_a_unit_sees_the_units_below_it_too(world):
    factories.grant(world["anna"], within=world["alfa"], unit=world["north"])
    assert visible(world["anna"]) == {"NORTH", "EAST"}


def test_a_grant_over_own_customers_sees_those_alone(world):
    factories.grant(
        world["anna"], Role.REPRESENTATIVE, within=world["alfa"], own_customers=True
    )
    assert visible(world["anna"]) == {"NORTH"}
    reach = scope(world["anna"], Act.SEE)
    facts = {"company_id": world["alfa"].pk, "unit_id": None}
    anna = world["anna"].pk
    assert reach.covers(collector_id=None, representative_id=anna, **facts)
    assert not reach.covers(collector_id=None, representative_id=None, **facts)


def test_several_grants_add_up_act_by_act(world):
    anna = factories.grant(world["anna"], Role.READ_ONLY, within=world["beta"])
    factories.grant(anna, Role.COLLECTOR, within=world["alfa"], unit=world["north"])
    assert visible(anna) == {"NORTH", "EAST", "BETA"}
    holding = queries.customers_within(scope(anna, Act.HOLD))
    assert set(holding.values_list("code", flat=True)) == {"NORTH", "EAST"}


@pytest.mark.parametrize("act", sorted(COMPANY_WIDE))
def test_what_concerns_a_whole_company_needs_a_grant_over_it(world, act):
    anna = factories.grant(
        world["anna"], Role.ADMINISTRATOR, within=world["alfa"], unit=world["north"]
    )
    bert = factories.grant(world["bert"], Role.ADMINISTRATOR, own_customers=True)
    assert not may(anna, act)
    assert not may(bert, act)


def test_whoever_left_may_do_nothing(world):
    anna = factories.grant(world["anna"], Role.ADMINISTRATOR)
    anna.is_active = False
    anna.save()
    assert visible(anna) == set()
    with pytest.raises(PermissionDenied, match="SEE is not among your rights"):
        demand(anna, Act.SEE)


def test_without_a_grant_nobody_sees_anything(world):
    assert visible(world["anna"]) == set()


def test_invoices_and_receivables_follow_their_customers(world):
    mine = factories.customer(world["alfa"], "MINE", unit=world["north"])
    theirs = factories.customer(world["beta"], "THEIRS")
    factories.receivable(mine, "N1")
    factories.receivable(theirs, "N2")
    factories.grant(world["anna"], within=world["alfa"], unit=world["north"])
    reach = scope(world["anna"], Act.SEE)
    assert [one.number for one in queries.invoices_within(reach)] == ["N1"]
    assert [one.customer for one in queries.receivables_within(reach)] == [mine]


def test_a_grant_given_again_says_anew_how_far_it_goes(world):
    words = {"company": world["alfa"]}
    actions.grant(world["anna"], Role.COLLECTOR, own_customers=True, **words, **BY)
    actions.grant(world["anna"], Role.COLLECTOR, **words, **BY)
    assert Grant.objects.get(person=world["anna"]).own_customers is False


def test_a_company_is_opened_once_in_the_language_of_its_country():
    words = actions.CompanyWords(code="GAMMA", name="Gamma", country="FR")
    company = actions.open_company(words, **BY)
    assert (company.language, company.timezone) == ("fr", "Europe/Paris")
    with pytest.raises(actions.CompanyExists):
        actions.open_company(words, **BY)


def test_an_invited_person_must_choose_a_password_of_their_own():
    person, password = actions.invite(email="A@X.example", name="A", language="en", **BY)
    assert (person.email, person.must_change_password) == ("a@x.example", True)
    assert person.check_password(password)
    with pytest.raises(Refusal):
        actions.invite(email="a@x.example", name="A", language="en", **BY)
