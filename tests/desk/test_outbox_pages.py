"""The outbox: every message in full, for those who may see its customer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import factories
import pytest
from django.test import Client

from acquit.channels.models import Message
from acquit.cycle.models import Cycle
from acquit.organisation.models import Company, Person, Role

TODAY = factories.TODAY
SignIn = Callable[[Person], Client]
FewQueries = Callable[[], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=TODAY, started_at=factories.NOW)


@pytest.fixture
def message(ours: Company) -> Message:
    return factories.sent(factories.receivable(factories.customer(ours)), on=TODAY)


@pytest.fixture
def uncertain(message: Message) -> Message:
    message.state, message.sent_at = "UNCERTAIN", None
    message.save()
    message.action.state = "UNCERTAIN"
    message.action.save()
    message.action.items.update(sent_on=None)
    return message


@pytest.fixture
def manager(ours: Company, signed_in: SignIn) -> Client:
    chief = factories.person("Mia Manager")
    return signed_in(factories.grant(chief, Role.CREDIT_MANAGER, within=ours))


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_every_message_is_listed_and_read_word_for_word(
    desk: Client, message: Message
) -> None:
    page = text(desk, "/outbox/")
    assert "Rappel 2026-001" in page
    assert "Boulangerie Dupont" in page
    full = text(desk, f"/outbox/{message.pk}/")
    assert "Madame, Monsieur,\n\nNotre facture reste ouverte." in full
    assert "compta@example.org" in full
    assert f"/customers/{message.customer_id}/" in full


def test_a_body_is_text_and_never_html(desk: Client, message: Message) -> None:
    message.body = "<img src=x onerror=alert(1)>"
    message.save()
    assert "<img src=x" not in text(desk, f"/outbox/{message.pk}/")


@pytest.mark.parametrize(
    ("query", "hit"),
    [
        ("q=boulangerie", True),
        ("q=compta@", True),
        ("q=rappel", True),
        ("q=nobody", False),
        ("state=SENT", True),
        ("state=REFUSED", False),
        ("kind=REMINDER_1", True),
        ("kind=FORMAL_NOTICE", False),
        ("from=2026-11-22&to=2026-11-22", True),
        ("to=2026-11-21", False),
    ],
)
def test_messages_are_found_by_what_is_known_of_them(
    desk: Client, message: Message, query: str, hit: bool
) -> None:
    assert ("Rappel 2026-001" in text(desk, f"/outbox/?{query}")) is hit


def test_a_representative_sees_the_messages_of_own_customers_alone(
    ours: Company, message: Message, signed_in: SignIn
) -> None:
    sam = factories.person("Sam Sales")
    factories.grant(sam, Role.REPRESENTATIVE, within=ours, own_customers=True)
    browser = signed_in(sam)
    assert "Rappel" not in text(browser, "/outbox/")
    assert browser.get(f"/outbox/{message.pk}/").status_code == 404
    message.customer.representative = sam
    message.customer.save()
    assert "Rappel" in text(browser, "/outbox/")


@pytest.mark.parametrize(("answer", "state"), [("arrived", "SENT"), ("lost", "NOT_SENT")])
def test_a_person_says_what_became_of_an_uncertain_message(
    manager: Client, uncertain: Message, answer: str, state: str
) -> None:
    assert "It may or may not have left" in text(manager, f"/outbox/{uncertain.pk}/")
    url = f"/outbox/{uncertain.pk}/settle/"
    assert manager.post(url, {}).status_code == 422
    assert manager.post(url, {"outcome": answer}).status_code == 302
    uncertain.refresh_from_db()
    assert uncertain.state == state


def test_only_an_uncertain_message_can_be_settled(
    manager: Client, message: Message
) -> None:
    answer = manager.post(f"/outbox/{message.pk}/settle/", {"outcome": "lost"})
    assert answer.status_code == 422
    assert "form-trouble" in answer.content.decode()


def test_a_collector_cannot_settle(desk: Client, uncertain: Message) -> None:
    assert desk.get(f"/outbox/{uncertain.pk}/settle/").status_code == 403
    assert "Say whether it arrived" not in text(desk, "/outbox/")


@pytest.mark.parametrize("rows", [1, 12])
def test_no_page_asks_more_questions_for_more_messages(
    desk: Client, ours: Company, few_queries: FewQueries, rows: int
) -> None:
    debtor = factories.customer(ours)
    for number in range(rows):
        message = factories.sent(
            factories.receivable(debtor, f"N{number}"), on=date(2026, 11, 14)
        )
    for url in ("/outbox/", f"/outbox/{message.pk}/"):
        with few_queries():
            text(desk, url)


def test_the_export_holds_what_is_shown(desk: Client, message: Message) -> None:
    answer = desk.get("/outbox/?export=csv&columns=to&columns=customer")
    told = answer.content.decode("utf-8-sig").splitlines()
    assert told == ["Customer,To", "Boulangerie Dupont,compta@example.org"]
