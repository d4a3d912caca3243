"""What the law adds is shown where scenarios and texts are drawn, and where calls wait."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import factories
import pytest
from django.test import Client
from django.urls import reverse

from acquit.desk.calling_hours import not_before
from acquit.dunning.actions import found_scenarios
from acquit.dunning.models import LegalNotice, Scenario
from acquit.organisation.models import Company, Role

pytestmark = pytest.mark.django_db
TEXT = {"step": "REMINDER_2", "channel": "EMAIL", "language": "nl", "tone": "NEUTRAL"}


@pytest.fixture
def chief(ours: Company, signed_in) -> Client:
    person = factories.person("Olga Chief", language="en")
    return signed_in(factories.grant(person, Role.CREDIT_MANAGER, within=ours))


def words(client: Client, address: str, **asked: str) -> str:
    text = client.get(address, asked).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_a_scenario_says_which_letter_comes_with_which_step(ours, chief) -> None:
    found_scenarios(ours, at=factories.NOW)
    standard = Scenario.objects.get(company=ours, code="standard")
    page = words(chief, reverse("desk:scenario", args=[standard.pk]))
    assert "What the law adds" in page
    assert "Consumers, Belgium First reminder of the law First reminder It gives 14" in page
    assert "Consumers, Netherlands Letter of fourteen days Second reminder" in page
    assert "Consumers, France Formal notice Last reminder It gives 15 days" in page
    assert "Consumers, Luxembourg None: nothing is asked for beside the amount." in page
    assert "Businesses Formal notice Formal notice It gives 8 days" in page


def test_a_scenario_that_never_comes_so_far_says_so(ours, chief) -> None:
    found_scenarios(ours, at=factories.NOW)
    short = Scenario.objects.get(company=ours, code="standard")
    short.draft = {"places": [{"step": "REMINDER_1", "days": 3}]}
    short.save()
    page = words(chief, reverse("desk:scenario", args=[short.pk]))
    assert "Letter of fourteen days No step of this scenario" in page


def test_trying_it_shows_the_same(ours, chief) -> None:
    found_scenarios(ours, at=factories.NOW)
    page = words(chief, reverse("desk:try_scenario"))
    assert "Consumers, Germany Notice of default Second reminder" in page


def test_a_text_is_shown_to_a_consumer_with_the_letter_of_the_country(ours, chief) -> None:
    preview = reverse("desk:template", args=[ours.pk])
    dutch = words(chief, preview, **TEXT, customer="consumer-NL", show="text")
    assert "An example: a consumer, Netherlands" in dutch
    mail = chief.get(reverse("desk:template_mail", args=[ours.pk])).content.decode()
    assert "Burgerlijk Wetboek" in mail


def test_the_law_page_names_the_letter(ours, chief) -> None:
    page = words(chief, f"{reverse('desk:law')}?country=NL&party=CONSUMER")
    assert "Letter of fourteen days With the second reminder. It gives 15 days" in page


def test_the_list_of_calls_says_from_when_on_a_consumer_may_be_called(ours) -> None:
    customer = factories.customer(ours, party_type="CONSUMER", country="FR")
    night = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
    assert "23 Nov 2026, 10:00" in not_before(customer, night)
    assert not not_before(customer, datetime(2026, 11, 20, 9, 30, tzinfo=UTC))


def told(client: Client, name: str, *keys: int) -> str:
    return words(client, reverse(f"desk:{name}", args=keys))


def test_a_message_and_the_timeline_tell_the_term_that_it_gave(ours, chief) -> None:
    owed = factories.receivable(factories.customer(ours, party_type="CONSUMER"))
    message = factories.sent(owed, on=factories.TODAY)
    LegalNotice.objects.create(
        action=message.action,
        receivable=owed,
        customer_id=owed.customer_id,
        kind="FIRST_REMINDER",
        country="BE",
        party="CONSUMER",
        by="ELECTRONIC",
        sent_on=factories.TODAY,
        term_until=date(2026, 12, 6),
        currency="EUR",
    )
    page = told(chief, "message", message.pk)
    assert "2026-001 First reminder of the law until 6 Dec 2026" in page
    assert "Left on 22 Nov 2026, electronically." in page
    assert "by law it gives time until" in told(
        chief, "customer_timeline", owed.customer_id
    )


def test_the_outbox_says_whose_message_did_not_leave_for_its_text(ours, chief) -> None:
    owed = factories.receivable(factories.customer(ours, name="Greta Maes"))
    held = factories.prepared(owed, "REMINDER_1", "HELD")
    held.why = "MAY_NOT_ASK"
    held.save()
    assert "asks a consumer for more than the amount. Greta Maes" in told(chief, "outbox")
