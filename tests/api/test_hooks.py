"""Services report what became of a message, and bring answers; strangers do neither."""

from __future__ import annotations

import json
from base64 import b64encode

import pytest
from django.test import Client
from django.utils import timezone
from sending.trade import DAY, days, debtor

from acquit.agenda.models import Task
from acquit.api import knocking
from acquit.audit.models import Entry
from acquit.channels.models import DeliveryEvent, Incoming, Message
from acquit.channels.outbox import Outbox
from acquit.cycle import actions
from acquit.dunning.models import Action, ActionItem

SECRET = "a-secret-that-is-long-enough"  # noqa: S105 - of this test
SERVICES = ("mailgun", "postmark", "brevo", "mailjet")


@pytest.fixture(autouse=True)
def our_secret(settings) -> None:
    settings.HOOK_SECRET = SECRET


@pytest.fixture
def message(db) -> Message:
    """A first reminder that has left."""
    debtor()
    actions.walk(DAY, carrier=Outbox(), clock=timezone.now)
    return Message.objects.get()


def knock(path: str, body: object, secret: str = SECRET, **more):
    client = Client(enforce_csrf_checks=True)
    told = b64encode(f"acquit:{secret}".encode()).decode()
    headers = {"Authorization": f"Basic {told}"} if secret else {}
    return client.post(
        path, json.dumps(body), content_type="application/json", headers=headers, **more
    )


def report(service: str, message: Message, what: str, n: int = 1):
    """What this service says when a message was delivered, opened, came back or was
    complained of; as its documentation shows it.
    """
    key = {"acquit_key": str(message.key)}
    at = 1_795_000_000 + n
    match service:
        case "mailgun":
            event = {
                "delivered": {"event": "delivered"},
                "opened": {"event": "opened"},
                "bounced": {"event": "failed", "severity": "permanent", "reason": "bounce"},
                "complained": {"event": "complained"},
            }[what]
            return {
                "signature": {"token": f"t{n}", "timestamp": str(at), "signature": "x"},
                "event-data": event
                | {"timestamp": at, "user-variables": key, "recipient": message.to},
            }
        case "postmark":
            event = {
                "delivered": {
                    "RecordType": "Delivery",
                    "DeliveredAt": f"2026-11-20T10:00:0{n}Z",
                },
                "opened": {"RecordType": "Open", "ReceivedAt": f"2026-11-20T10:00:0{n}Z"},
                "bounced": {"RecordType": "Bounce", "Type": "HardBounce"},
                "complained": {"RecordType": "SpamComplaint", "Type": "SpamComplaint"},
            }[what]
            return event | {"MessageID": "b7bc", "Metadata": key, "Recipient": message.to}
        case "brevo":
            name = {"bounced": "hard_bounce", "complained": "spam"}.get(what, what)
            return {
                "event": name,
                "email": message.to,
                "ts_epoch": at * 1000,
                "X-Mailin-custom": json.dumps(key),
            }
        case _:
            name = {"delivered": "sent", "opened": "open", "complained": "spam"}.get(what)
            event = {"event": name or "bounce", "time": at, "Payload": json.dumps(key)}
            if what == "bounced":
                event |= {"hard_bounce": True, "error": "user unknown"}
            return [event | {"email": message.to, "MessageID": 4567}]


def told(answer) -> dict:
    assert answer["Cache-Control"] == "no-store"
    return json.loads(answer.content)


def at_door(service: str) -> str:
    return f"/api/hooks/email/{service}/"


@pytest.mark.parametrize("service", SERVICES)
def test_a_message_that_was_delivered_and_opened_says_so(message, service):
    for n, what in enumerate(("opened", "delivered"), 1):
        answer = knock(at_door(service), report(service, message, what, n))
        assert answer.status_code == 200, answer.content
    message.refresh_from_db()
    assert message.delivery == "OPENED", "a later report does not lower it"
    assert DeliveryEvent.objects.count() == 2
    assert message.state == "SENT"


@pytest.mark.parametrize("service", SERVICES)
def test_the_same_report_twice_changes_nothing(message, service):
    again = report(service, message, "bounced")
    assert told(knock(at_door(service), again)) == {"new": 1}
    entries = Entry.objects.count()
    assert told(knock(at_door(service), again)) == {"known": 1}
    assert DeliveryEvent.objects.count() == 1
    assert Task.objects.count() == 1
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("service", SERVICES)
def test_a_message_that_came_back_was_not_a_step(message, service):
    knock(at_door(service), report(service, message, "bounced"))
    message.refresh_from_db()
    assert (message.delivery, message.permanent) == ("BOUNCED", True)
    action = Action.objects.get(message=message)
    assert (action.state, action.why) == ("HELD", "BOUNCED")
    assert not ActionItem.objects.filter(action=action, counts=True).exists()
    assert [task.kind for task in Task.objects.all()] == ["DELIVERY_FAILED"]
    assert Entry.objects.filter(event="message_bounced").exists()


@pytest.mark.parametrize("service", SERVICES)
def test_a_complaint_passes_the_address_over_and_leaves_the_step_taken(message, service):
    knock(at_door(service), report(service, message, "complained"))
    message.refresh_from_db()
    assert (message.delivery, message.permanent) == ("COMPLAINED", True)
    assert Action.objects.get(message=message).state == "SENT"
    assert [task.kind for task in Task.objects.all()] == ["DELIVERY_FAILED"]


def test_after_it_came_back_the_step_is_due_for_another_address(message):
    customer = message.customer
    knock(at_door("brevo"), report("brevo", message, "bounced"))
    actions.walk(days(1), carrier=Outbox(), clock=timezone.now)
    assert Message.objects.count() == 1, "there is no other address"
    customer.contacts.create(name="Desk", email="desk@post.example")
    actions.walk(days(2), carrier=Outbox(), clock=timezone.now)
    again = Message.objects.latest("pk")
    assert (again.to, again.kind) == ("desk@post.example", message.kind)


def test_a_full_mailbox_does_not_condemn_the_address(message):
    soft = report("brevo", message, "bounced") | {"event": "soft_bounce"}
    knock(at_door("brevo"), soft)
    message.refresh_from_db()
    assert (message.delivery, message.permanent) == ("BOUNCED", False)


def test_an_address_at_microsoft_is_dead_all_the_same(message):
    hard = report("postmark", message, "bounced")
    hard["Details"] = "smtp; 550 5.1.10 not found by SMTP address lookup, microsoft.example"
    knock(at_door("postmark"), hard)
    message.refresh_from_db()
    assert message.permanent


def test_a_report_on_an_uncertain_message_settles_it(message):
    Message.objects.update(state="UNCERTAIN", sent_at=None)
    Action.objects.update(state="UNCERTAIN")
    knock(at_door("mailgun"), report("mailgun", message, "delivered"))
    message.refresh_from_db()
    assert (message.state, message.delivery) == ("SENT", "DELIVERED")


def test_a_report_on_a_message_that_is_still_leaving_is_to_come_again(message):
    Message.objects.update(state="SENDING")
    answer = knock(at_door("mailgun"), report("mailgun", message, "delivered"))
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert not DeliveryEvent.objects.exists()


def test_a_message_is_found_by_the_name_that_the_service_gave_it(message):
    Message.objects.update(external_id="4567")
    said = report("mailjet", message, "opened")
    del said[0]["Payload"]
    assert told(knock(at_door("mailjet"), said)) == {"new": 1}


def test_a_report_on_a_message_of_somebody_else_is_no_fault(message):
    said = {"event": "delivered", "email": "x@post.example", "ts_epoch": 1}
    answer = knock(at_door("brevo"), said)
    assert (answer.status_code, told(answer)) == (200, {"not ours": 1})


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x"])
@pytest.mark.parametrize("path", ["", "answers/"])
def test_a_stranger_reports_nothing(message, secret, path):
    said = report("mailgun", message, "bounced")
    answer = knock(at_door("mailgun") + path, said, secret)
    assert answer.status_code == 401
    assert not DeliveryEvent.objects.exists()
    assert not Incoming.objects.exists()


@pytest.mark.parametrize("secret", ["", "short"])
def test_without_a_secret_of_some_length_nobody_is_let_in(message, settings, secret):
    settings.HOOK_SECRET = secret
    said = report("mailgun", message, "bounced")
    assert knock(at_door("mailgun"), said, secret).status_code == 401


def test_guessing_the_secret_is_slowed_down_and_stops_nobody_else(message, monkeypatch):
    monkeypatch.setattr(knocking, "MOST_WRONG_A_MINUTE", 2)
    said = report("mailgun", message, "delivered")
    tried = [knock(at_door("mailgun"), said, f"guess{n}").status_code for n in range(4)]
    assert tried == [401, 401, 429, 429]
    assert knock(at_door("mailgun"), said).status_code == 200


@pytest.mark.parametrize("body", [[], {}, "x", 7, None, {"event-data": 3}, [[1]], [None]])
@pytest.mark.parametrize("service", [*SERVICES, "nobody"])
@pytest.mark.parametrize("path", ["", "answers/"])
def test_what_is_not_understood_is_refused_and_breaks_nothing(db, body, service, path):
    answer = knock(at_door(service) + path, body)
    assert answer.status_code in {200, 422}
    assert not DeliveryEvent.objects.exists()


def inbound(message: Message) -> dict:
    """An answer as Postmark brings it."""
    return {
        "FromFull": {"Email": message.to, "Name": "Léa Martin"},
        "Subject": "Re: Reminder",
        "TextBody": "We paid last week.",
        "Date": "Fri, 20 Nov 2026 10:00:00 +0100",
        "Headers": [
            {"Name": "Message-ID", "Value": "<answer1@post.example>"},
            {"Name": "In-Reply-To", "Value": f"<{message.key}@alfa.example>"},
        ],
        "Attachments": [],
    }


def test_an_answer_finds_its_message_and_asks_a_person_to_read_it(message):
    said = inbound(message)
    path = "/api/hooks/email/postmark/answers/"
    assert told(knock(path, said)) == {"new": 1, "known": 0}
    assert told(knock(path, said)) == {"new": 0, "known": 1}
    incoming = Incoming.objects.get()
    assert incoming.message == message
    assert incoming.customer == message.customer
    assert (incoming.body, incoming.sender_name) == ("We paid last week.", "Léa Martin")
    message.refresh_from_db()
    assert message.delivery == "ANSWERED"
    assert [task.kind for task in Task.objects.all()] == ["ANSWER"]


def test_the_log_names_nobody(message, caplog):
    caplog.set_level("INFO", logger="acquit")
    knock(at_door("mailgun"), report("mailgun", message, "bounced"))
    knock("/api/hooks/email/postmark/answers/", inbound(message))
    assert "delivery_reported" in caplog.text
    told_by = [*caplog.messages, *(str(vars(record)) for record in caplog.records)]
    ours = [one for one in told_by if "acquit" in one]
    assert not [one for one in ours if message.to in one or SECRET in one]
