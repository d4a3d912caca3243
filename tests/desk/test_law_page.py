"""The page that shows the law as it is known here, and where the next rate is entered."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import factories
import pytest
from django.urls import reverse

from acquit.audit.models import Entry
from acquit.core.law import COUNTRIES
from acquit.cycle.models import Cycle
from acquit.law.models import EnteredRate
from acquit.organisation.models import Role

pytestmark = pytest.mark.django_db
LAW = reverse("desk:law")
RATE = reverse("desk:rate", args=["ECB_MRO"])


@pytest.fixture
def company(db: None):
    return factories.company()


def signed_in(client, company, role: str = Role.ADMINISTRATOR):
    person = factories.person(email=f"{role.lower()}@example.com")
    within = None if role == Role.ADMINISTRATOR else company
    client.force_login(factories.grant(person, role, within=within))
    return client


def words(page: bytes) -> str:
    """What is read on it, without marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).replace("\xa0", " ").split())


def test_the_law_of_the_company_stands_first(client, company):
    page = words(signed_in(client, company).get(LAW).content)
    assert "rounded up to the next half point" in page
    assert "For each late invoice: 40.00 EUR." in page
    assert "Not legal advice" in page


def test_a_consumer_owes_no_flat_sum(client, company):
    asked = {"country": "FR", "party": "CONSUMER"}
    page = words(signed_in(client, company).get(LAW, asked).content)
    assert "The flat sum may be asked for Never." in page


@pytest.mark.parametrize("party", ["BUSINESS", "CONSUMER", "PUBLIC"])
@pytest.mark.parametrize("country", [one for one in COUNTRIES if one not in {"ES", "IT"}])
def test_every_country_is_told(client, company, country, party):
    asked = {"country": country, "party": party}
    answer = signed_in(client, company).get(LAW, asked)
    assert "A claim lapses" in words(answer.content)


@pytest.mark.parametrize("country", ["ES", "IT"])
def test_of_some_countries_less_is_known(client, company, country):
    answer = signed_in(client, company).get(LAW, {"country": country, "party": "CONSUMER"})
    assert "Of interest and fees nothing is written down" in words(answer.content)


def test_a_missing_rate_is_named(client, company):
    Cycle.objects.create(day=date(2027, 2, 1), started_at=factories.NOW)
    page = words(signed_in(client, company).get(LAW, {"country": "LU"}).content)
    assert "Today's rate is missing" in page


def sent(**other: object) -> dict[str, object]:
    return {
        "percent": "2.65",
        "valid_from": "2027-01-01",
        "valid_to": "2027-06-30",
        "source": "Notice of 3 January 2027",
        "certainty": "P",
        **other,
    }


def test_an_administrator_enters_the_next_rate(client, company):
    answer = signed_in(client, company).post(RATE, sent())
    assert answer.status_code == 302
    kept = EnteredRate.objects.get()
    assert (kept.reference, kept.percent) == ("ECB_MRO", Decimal("2.65"))
    assert Entry.objects.get(event="rate_entered").reason == "Notice of 3 January 2027"
    assert "2.65" in words(client.get(LAW, {"country": "LU"}).content)


def test_what_is_published_stays(client, company):
    asked = sent(valid_from="2026-07-01", valid_to="2026-12-31")
    answer = signed_in(client, company).post(RATE, asked)
    assert answer.status_code == 422
    assert "a published rate is not overwritten" in words(answer.content)


@pytest.mark.parametrize("role", [Role.CREDIT_MANAGER, Role.COLLECTOR, Role.READ_ONLY])
def test_nobody_else_enters_a_rate(client, company, role):
    page = signed_in(client, company, role).get(LAW).content.decode()
    assert RATE not in page
    assert client.post(RATE, sent()).status_code == 403
    assert not EnteredRate.objects.exists()


def test_who_administers_one_company_does_not_enter_the_rate_of_all(client, company):
    person = factories.person(email="one@example.com")
    client.force_login(factories.grant(person, Role.ADMINISTRATOR, within=company))
    assert RATE not in client.get(LAW).content.decode()
    assert client.post(RATE, sent()).status_code == 404


def test_an_unknown_rate_has_no_page(client, company):
    href = reverse("desk:rate", args=["LIBOR"])
    assert signed_in(client, company).get(href).status_code == 404
