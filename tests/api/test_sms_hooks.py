"""A gateway reports what became of text messages, and brings answers."""

from __future__ import annotations

import json
from base64 import b64encode

import pytest
from django.test import Client
from django.utils import timezone
from sending.trade import DAY, debtor

from acquit.agenda.models import Task
from acquit.channels.models import DeliveryEvent, Incoming, Message
from acquit.channels.outbox import Outbox
from acquit.cycle import actions

SECRET = "a-secret-that-is-long-enough"  # noqa: S105 - of this test
TOLD = "Basic " + b64encode(f"x:{SECRET}".encode()).decode()


@pytest.fixture(autouse=True)
def our_secret(settings) -> None:
    settings.HOOK_SECRET = SECRET
    settings.SMS_URL = "twilio://AC1:pass@?from=x"
    settings.SMS_TEMPLATE = ""


@pytest.fixture
def text(db) -> Message:
    """A text message that has left, and that the gateway calls SM7."""
    debtor(phone="0475/12.34.56")
    actions.walk(DAY, carrier=Outbox(), clock=timezone.now)
    Message.objects.update(channel="SMS", to="+32475123456", external_id="SM7")
    return Message.objects.get()


def post(path: str, authorization: str = TOLD, **form: str):
    client = Client(enforce_csrf_checks=True)
    headers = {"Authorization": authorization} if authorization else {}
    return client.post(f"/api/hooks/sms/{path}", form, headers=headers)


def test_a_text_that_was_delivered_says_so(text):
    assert post("", MessageSid="SM7", MessageStatus="sent").content == b"{}"
    answer = post("", MessageSid="SM7", MessageStatus="delivered")
    assert json.loads(answer.content) == {"new": 1}
    again = post("", MessageSid="SM7", MessageStatus="delivered")
    assert json.loads(again.content) == {"known": 1}
    text.refresh_from_db()
    assert text.delivery == "DELIVERED"


def test_a_landline_is_passed_over_from_now_on(text):
    post("", MessageSid="SM7", MessageStatus="undelivered", ErrorCode="30006")
    text.refresh_from_db()
    assert (text.delivery, text.permanent) == ("BOUNCED", True)
    assert [task.kind for task in Task.objects.all()] == ["DELIVERY_FAILED"]


def test_a_phone_that_was_switched_off_is_not(text):
    post("", MessageSid="SM7", MessageStatus="undelivered", ErrorCode="30003")
    text.refresh_from_db()
    assert (text.delivery, text.permanent) == ("BOUNCED", False)


def test_messagebird_reports_with_our_key_in_the_address(text, settings):
    settings.SMS_URL = "messagebird://KEY@?from=x"
    client = Client()
    asked = f"id=mb1&reference={text.key}&status=delivered"
    answer = client.get(f"/api/hooks/sms/?{asked}", headers={"Authorization": TOLD})
    assert json.loads(answer.content) == {"new": 1}
    text.refresh_from_db()
    assert text.delivery == "DELIVERED"


def test_an_answer_by_text_finds_its_customer_by_the_number(text):
    answer = post("answers/", MessageSid="SM8", From="+32475123456", Body="Payé hier")
    assert json.loads(answer.content) == {"new": 1, "known": 0}
    incoming = Incoming.objects.get()
    assert (incoming.customer, incoming.body) == (text.customer, "Payé hier")
    assert [task.kind for task in Task.objects.all()] == ["ANSWER"]


@pytest.mark.parametrize("authorization", ["", "Basic eDp3cm9uZw==", "Basic %", "Bearer x"])
@pytest.mark.parametrize("path", ["", "answers/"])
def test_a_stranger_reports_nothing(text, path, authorization):
    form = {"MessageSid": "SM7", "MessageStatus": "failed", "From": "+32475123456"}
    assert post(path, authorization, **form).status_code == 401
    assert not DeliveryEvent.objects.exists()
    assert not Incoming.objects.exists()


@pytest.mark.parametrize("path", ["", "answers/"])
def test_what_is_not_understood_is_refused(text, settings, path):
    assert post(path, x="y").status_code == 422
    settings.SMS_URL = ""
    form = {"MessageSid": "SM7", "MessageStatus": "failed", "From": "+32475123456"}
    assert post(path, **form).status_code == 422
