"""Who plays: everybody invented, every number with right check digits."""

from __future__ import annotations

from collections import Counter

from demo_stage import Demo
from stdnum import get_cc_module, iban
from stdnum.be import vat as enterprise_number
from stdnum.fr import siret

from acquit.demo.cast import Role
from acquit.demo.customers import Customer
from acquit.demo.habits import Habit


def test_every_iban_is_valid_and_belongs_to_one_owner_only(demo: Demo) -> None:
    ibans = [code for company in demo.plan.cast.companies for code in company.ibans]
    ibans += [code for customer in demo.plan.customers for code in customer.ibans]
    assert all(iban.is_valid(code) for code in ibans)
    assert len(set(ibans)) == len(ibans)


def test_every_vat_number_has_right_check_digits(demo: Demo) -> None:
    parties = [*demo.plan.cast.companies, *demo.plan.customers]
    numbered = [party for party in parties if party.vat]
    assert len(numbered) > 500
    for party in numbered:
        module = get_cc_module(party.vat[:2].replace("CH", "ch").lower(), "vat")
        assert module is not None
        assert module.is_valid(party.vat), party.vat


def test_registrations_are_valid_where_they_have_check_digits(demo: Demo) -> None:
    for customer in demo.plan.customers:
        if customer.registration and customer.country == "BE":
            assert enterprise_number.is_valid(customer.registration)
        if customer.registration and customer.country == "FR":
            assert siret.is_valid(customer.registration)


def test_all_mail_goes_to_reserved_domains(demo: Demo) -> None:
    addresses = [person.email for person in demo.plan.cast.people]
    assert all(address.endswith("@demo.example") for address in addresses)
    theirs = [customer.email for customer in demo.plan.customers]
    theirs += [
        contact.email for customer in demo.plan.customers for contact in customer.contacts
    ]
    assert all(address.endswith(".example") for address in theirs if address)
    assert all(address.isascii() for address in theirs)


def test_customers_have_names_and_codes_of_their_own(demo: Demo) -> None:
    customers = demo.plan.customers
    assert len(customers) == 600
    assert len({customer.code for customer in customers}) == 600
    assert len({customer.full_name for customer in customers}) == 600


def test_a_few_customers_lack_what_the_accounting_never_filled_in(demo: Demo) -> None:
    customers = demo.plan.customers
    assert 10 <= sum(not customer.email for customer in customers) <= 50
    assert 2 <= sum(not customer.party_type for customer in customers) <= 25
    assert 100 <= sum(not customer.ibans_known for customer in customers) <= 250
    assert sum(bool(customer.parent_code) for customer in customers) >= 5


def test_every_habit_language_and_kind_of_party_is_there(demo: Demo) -> None:
    def kinds(of: str) -> Counter[str]:
        return Counter(str(getattr(customer, of)) for customer in demo.plan.customers)

    assert set(Counter(demo.plan.habits.values())) == set(Habit)
    assert set(kinds("language")) == {"nl", "fr", "de", "en"}
    assert {"business", "consumer", "public"} <= set(kinds("party_type"))
    assert len(kinds("currency")) >= 3


def test_collectors_and_representatives_are_people_of_the_customers_own_unit(
    demo: Demo,
) -> None:
    people = {person.email: person for person in demo.plan.cast.people}

    def of_unit(customer: Customer, email: str, role: Role) -> bool:
        person = people[email]
        return person.role is role and person.unit == customer.unit

    for customer in demo.plan.customers:
        assert of_unit(customer, customer.collector, Role.COLLECTOR)
        if customer.representative:
            assert of_unit(customer, customer.representative, Role.REPRESENTATIVE)
