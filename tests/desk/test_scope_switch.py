"""The scope switch: each page narrows to the choice, or says that it does not."""

from __future__ import annotations

from collections.abc import Callable

import factories
import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from acquit.desk.urls import urlpatterns
from acquit.organisation.models import Company, Person, Role, Unit
from acquit.organisation.rights import COMPANY_WIDE

SignIn = Callable[[Person], Client]
SAID = "belongs to a whole company: it is not narrowed"


def lists() -> list[URLPattern]:
    """The pages that are not about one thing."""
    found = [one for one in urlpatterns if isinstance(one, URLPattern)]
    return [
        one
        for one in found
        if not one.pattern.converters and "GET" in one.callback.methods  # type: ignore[attr-defined]  # set by the door
    ]


@pytest.fixture
def north(ours: Company) -> Unit:
    return factories.unit(ours)


@pytest.fixture
def chief(ours: Company, signed_in: SignIn) -> Client:
    ada = factories.person("Ada Chief")
    return signed_in(factories.grant(ada, Role.ADMINISTRATOR, within=ours))


def text(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("one", lists(), ids=lambda one: str(one.name))
def test_a_page_about_whole_companies_says_so_and_no_other_does(
    one: URLPattern, chief: Client, north: Unit
) -> None:
    where = reverse(f"desk:{one.name}")
    wide = one.callback.act in COMPANY_WIDE  # type: ignore[attr-defined]  # set by the door
    for choice in (f"unit:{north.pk}", "mine"):
        page = text(chief, f"{where}?scope={choice}")
        asks = "sheet-page" in page  # a form says for itself what it is about
        assert (SAID in page) == (wide and not asks)


def test_who_chose_a_company_or_nothing_is_told_nothing(chief: Client, north: Unit) -> None:
    for choice in ("", f"company:{north.company_id}", "unit:999999"):
        assert SAID not in text(chief, f"/bank/?scope={choice}")


def test_a_page_about_one_thing_is_not_a_list_to_narrow(chief: Client, north: Unit) -> None:
    line = factories.line(factories.account(north.company))
    assert SAID not in text(chief, f"/bank/{line.pk}/?scope=unit:{north.pk}")


def test_customers_of_other_units_are_left_out_of_the_lists(
    chief: Client, north: Unit
) -> None:
    inside = factories.customer(north.company, "C1", "Inside", unit=north)
    outside = factories.customer(north.company, "C2", "Outside")
    for number, one in enumerate((inside, outside)):
        owed = factories.receivable(one, f"N{number}")
        factories.outlook(owed, reason="DISPUTED")
        factories.prepared(owed)
        factories.sent(owed, on=factories.TODAY)
        factories.task(one)
    lists = ("customers/", "invoices/", "dunning/", "dunning/held/", "outbox/", "tasks/")
    for where in lists:
        page = text(chief, f"/{where}?scope=unit:{north.pk}")
        assert "Inside" in page, where
        assert "Outside" not in page, where


def test_the_cockpit_says_that_bank_lines_are_of_the_whole_company(
    chief: Client, north: Unit
) -> None:
    factories.line(factories.account(north.company))
    assert "of the whole company" in text(chief, f"/?scope=unit:{north.pk}")
    assert "of the whole company" not in text(chief, "/?scope=")
