"""What debtors wrote: read by who may see the customer, put to one by who may say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import factories
import pytest
from django.test import Client

from acquit.channels.models import DeliveryEvent, Incoming, IncomingFile, Message
from acquit.cycle.models import Cycle
from acquit.organisation.models import Company, Person, Role

TODAY = factories.TODAY
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=TODAY, started_at=factories.NOW)


@pytest.fixture
def message(ours: Company) -> Message:
    return factories.sent(factories.receivable(factories.customer(ours)), on=TODAY)


@pytest.fixture
def answer(message: Message) -> Incoming:
    return factories.answer(message.customer, message=message)


@pytest.fixture
def strange(ours: Company) -> Incoming:
    """A mail of which nobody knows whose it is."""
    return factories.answer(None, key="<strange@post.example>", subject="Who am I?")


def text(client: Client, url: str, **query: Any) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_answer_is_read_with_the_message_that_it_answers(desk, answer, message):
    assert "Nous avons payé" in text(desk, f"/outbox/answers/{answer.pk}/")
    assert message.subject in text(desk, f"/outbox/answers/{answer.pk}/")
    page = text(desk, f"/outbox/{message.pk}/")
    assert answer.subject in page
    story = text(desk, f"/customers/{message.customer_id}/timeline/")
    assert "Nous avons payé" in story
    assert answer.sender_name in story


def test_what_a_stranger_wrote_is_shown_as_words_and_never_as_a_page(desk, answer):
    Incoming.objects.update(
        body="<script>alert(1)</script>", subject="<b>x", sender_name='"><i>'
    )
    for url in (
        "/outbox/answers/",
        f"/outbox/answers/{answer.pk}/",
        f"/outbox/{answer.message_id}/",
    ):
        page = text(desk, url)
        assert "<script>alert" not in page
        assert "<b>x" not in page
        assert "<i>" not in page.replace("<i class", "")


def test_a_collector_says_whose_an_answer_is(desk, strange, message, ours):
    customer = message.customer
    assert "Who am I?" in text(desk, "/outbox/answers/", whose="nobody")
    url = f"/outbox/answers/{strange.pk}/assign/"
    wrong = desk.post(url, {"company": ours.pk, "code": "NOBODY"})
    assert wrong.status_code == 422
    done = desk.post(url, {"company": ours.pk, "code": customer.code}, follow=True)
    assert done.status_code == 200
    strange.refresh_from_db()
    assert (strange.customer, strange.company) == (customer, ours)
    assert "Who am I?" not in text(desk, "/outbox/answers/", whose="nobody")


def test_no_customer_of_another_company_is_given_an_answer(desk, strange, ours):
    other = factories.customer(factories.company("BETA", "Beta Services"), code="B1")
    given = {"company": other.company_id, "code": other.code}
    assert desk.post(f"/outbox/answers/{strange.pk}/assign/", given).status_code == 422
    strange.refresh_from_db()
    assert strange.customer is None


def test_an_answer_put_to_the_wrong_customer_can_be_put_to_another(desk, answer, ours):
    right = factories.customer(ours, code="RIGHT")
    given = {"company": ours.pk, "code": right.code}
    desk.post(f"/outbox/answers/{answer.pk}/assign/", given)
    answer.refresh_from_db()
    assert (answer.customer, answer.message) == (right, None)


def test_who_may_not_say_whose_it_is_sees_only_answers_of_customers(
    strange, answer, ours, signed_in: SignIn
):
    seller = factories.grant(
        factories.person("Sam Sales"), Role.REPRESENTATIVE, within=ours
    )
    browser = signed_in(seller)
    page = text(browser, "/outbox/answers/")
    assert answer.subject in page
    assert "Who am I?" not in page
    assert browser.get(f"/outbox/answers/{strange.pk}/").status_code == 404


def test_an_answer_is_done_with_its_task(desk, answer):
    desk.post(f"/outbox/answers/{answer.pk}/done/", {})
    answer.refresh_from_db()
    assert answer.state == "DONE"


def test_a_file_is_saved_and_never_shown_in_a_page(desk, answer):
    kept = IncomingFile.objects.create(
        incoming=answer,
        name="preuve é.pdf",
        media_type="text/html",
        size=5,
        content=b"<b>hi",
    )
    gone = IncomingFile.objects.create(
        incoming=answer, name="bad.exe", media_type="x/y", size=9, content=b""
    )
    page = text(desk, f"/outbox/answers/{answer.pk}/")
    assert f"/outbox/files/{kept.pk}/" in page
    assert f"/outbox/files/{gone.pk}/" not in page
    assert "bad.exe" in page
    sent = desk.get(f"/outbox/files/{kept.pk}/")
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["Content-Disposition"].startswith("attachment")
    assert desk.get(f"/outbox/files/{gone.pk}/").status_code == 404


def test_the_outbox_tells_and_filters_by_channel_and_delivery(desk, message):
    Message.objects.update(delivery="BOUNCED", external_id="mg-17")
    DeliveryEvent.objects.create(
        message=message,
        kind="BOUNCED",
        key="k1",
        at=factories.NOW,
        detail="550 unknown user",
        recorded_at=factories.NOW,
    )
    page = text(desk, f"/outbox/{message.pk}/")
    for told in ("550 unknown user", "Came back", "mg-17"):
        assert told in page
    for query, seen in (
        ({"delivery": "BOUNCED"}, True),
        ({"delivery": "OPENED"}, False),
        ({"channel": "EMAIL"}, True),
        ({"channel": "SMS"}, False),
    ):
        assert (message.subject in text(desk, "/outbox/", **query)) is seen
