"""`among`: many values in one parameter, whatever stands in them."""

from __future__ import annotations

import factories
import pytest

from acquit.ledger.models import Customer

CODES = ['a"b', "c\\d", "e,f", "{g}", "NULL", "h i", "é", "%s", "'", ""]


@pytest.mark.django_db
def test_texts_are_found_as_they_are():
    company = factories.company()
    for code in CODES:
        factories.customer(company, code)
    for code in CODES:
        found = Customer.objects.filter(code__among=[code, "nobody"])
        assert [one.code for one in found] == [code]
    assert Customer.objects.filter(code__among=set(CODES)).count() == len(CODES)


@pytest.mark.django_db
def test_among_nothing_is_nothing():
    factories.customer(factories.company())
    assert not Customer.objects.filter(code__among=[]).exists()
    assert not Customer.objects.filter(pk__among=set()).exists()


@pytest.mark.django_db
def test_links_and_keys_are_found_by_their_numbers():
    one = factories.customer(factories.company())
    assert Customer.objects.filter(pk__among={one.pk: 1}).get() == one
    assert Customer.objects.filter(company__among=[one.company_id, 0]).get() == one
