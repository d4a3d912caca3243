"""What becomes of a message that is given to a service, told honestly."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.mail import get_connection, send_mail

from acquit.channels import http
from acquit.channels.carrying import Enclosed, NotHandedOver, Sent, Unknown
from acquit.channels.email.by_service import ByService
from acquit.channels.email.services import KNOWN, ServiceUnclear, service
from channels.conftest import ENVELOPE, KEY
from channels.servers import Mischief, Reply, nobody_listens

if TYPE_CHECKING:
    from acquit.channels.carrying import Envelope, Outcome


@dataclass(frozen=True)
class Case:
    """How one service says yes, and how it says that it knows no such recipient."""

    url: str
    yes: Any
    name: str
    no: Reply


CASES = [
    Case(
        "mailgun://key@mail.alfa.example?api=",
        {"id": "<x1@mail.alfa.example>", "message": "Queued. Thank you."},
        "<x1@mail.alfa.example>",
        Reply(400, {"message": "to parameter is not a valid address."}),
    ),
    Case(
        "postmark://token@?api=",
        {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc", "To": ENVELOPE.to},
        "b7bc",
        Reply(
            422,
            {
                "ErrorCode": 406,
                "Message": "You tried to send to a recipient that has been marked as"
                f" inactive. Found inactive addresses: {ENVELOPE.to}."
                " Inactive recipients are ones that have generated a hard bounce.",
            },
        ),
    ),
    Case(
        "brevo://key@?api=",
        {"messageId": "<20@smtp-relay.example>"},
        "<20@smtp-relay.example>",
        Reply(400, {"code": "invalid_parameter", "message": "email is not valid in to"}),
    ),
    Case(
        "mailjet://key:secret@?api=",
        {
            "Messages": [
                {
                    "Status": "success",
                    "To": [{"Email": ENVELOPE.to, "MessageID": 4567, "MessageUUID": "u"}],
                }
            ]
        },
        "4567",
        Reply(
            400,
            {
                "Messages": [
                    {
                        "Status": "error",
                        "Errors": [
                            {
                                "ErrorCode": "mj-0013",
                                "ErrorMessage": "is an invalid email address.",
                                "ErrorRelatedTo": ["To[0].Email"],
                            }
                        ],
                    }
                ]
            },
        ),
    ),
]
every_service = pytest.mark.parametrize(
    "case", CASES, ids=[one.url.partition(":")[0] for one in CASES]
)


def carry(case: Case, api: str, envelope: Envelope = ENVELOPE) -> Outcome:
    known = service(case.url + api)
    assert known is not None
    with closing(ByService(known)) as carrier:
        return carrier.carry(envelope)


@every_service
def test_a_message_that_is_taken_has_the_name_that_the_service_gave_it(case, gateway):
    gateway.answer = lambda asked: Reply(200, case.yes)
    outcome = carry(case, gateway.url)
    assert isinstance(outcome, Sent)
    assert outcome.external_id == case.name
    assert len(gateway.asked) == 1


@every_service
def test_the_service_is_told_the_key_and_the_whole_message(case, gateway):
    gateway.answer = lambda asked: Reply(200, case.yes)
    paper = Enclosed("facture.pdf", "application/pdf", b"%PDF-1.7 paper")
    carry(case, gateway.url, replace(ENVELOPE, enclosures=(paper,)))
    body = gateway.asked[0].body.decode("utf-8", "replace")
    for told in (KEY, "facture.pdf", "books@boulangerie.example", "Il reste"):
        assert told in body


@every_service
def test_a_recipient_that_the_service_refuses_is_refused_for_good(case, gateway):
    gateway.answer = lambda asked: case.no
    outcome = carry(case, gateway.url)
    assert isinstance(outcome, NotHandedOver)
    assert outcome.permanent
    assert not outcome.down


@every_service
def test_a_message_that_is_refused_may_be_tried_again(case, gateway):
    wrong = {"ErrorCode": 300, "Message": "Invalid metadata content."}
    gateway.answer = lambda asked: Reply(400, wrong)
    outcome = carry(case, gateway.url)
    assert isinstance(outcome, NotHandedOver)
    assert not outcome.permanent


@every_service
@pytest.mark.parametrize("status", [401, 402, 403, 429])
def test_a_service_that_lets_us_not_in_would_refuse_all(case, gateway, status):
    gateway.answer = lambda asked: Reply(status, {"ErrorCode": 10, "Message": "No."})
    outcome = carry(case, gateway.url)
    assert isinstance(outcome, NotHandedOver)
    assert outcome.down
    assert not outcome.permanent


@every_service
def test_a_connection_that_is_refused_has_handed_nothing_over(case):
    outcome = carry(case, nobody_listens())
    assert isinstance(outcome, NotHandedOver)
    assert outcome.down


@every_service
@pytest.mark.parametrize("mischief", list(Mischief))
def test_silence_after_the_message_was_taken_is_not_a_no(
    case, gateway, mischief, monkeypatch
):
    monkeypatch.setattr(http, "TIMEOUT_S", 0.3)
    gateway.answer = lambda asked: mischief
    assert isinstance(carry(case, gateway.url), Unknown)
    assert len(gateway.asked) == 1


@every_service
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_service_that_stumbles_may_have_taken_it(case, gateway, status):
    gateway.answer = lambda asked: Reply(status, "oh")
    assert isinstance(carry(case, gateway.url), Unknown)
    assert len(gateway.asked) == 1


@every_service
def test_a_yes_that_cannot_be_read_may_have_been_one(case, gateway):
    gateway.answer = lambda asked: Reply(200, "<html>welcome</html>")
    assert isinstance(carry(case, gateway.url), Unknown)


def test_an_address_that_no_server_can_read_is_refused_for_good(gateway):
    outcome = carry(CASES[0], gateway.url, replace(ENVELOPE, to="jörg@post.example"))
    assert isinstance(outcome, NotHandedOver)
    assert outcome.permanent
    assert not gateway.asked


def test_our_own_address_that_is_none_blames_nobody(gateway):
    outcome = carry(CASES[0], gateway.url, replace(ENVELOPE, sender="nobody"))
    assert isinstance(outcome, NotHandedOver)
    assert not outcome.permanent
    assert not gateway.asked


def test_no_secret_stands_in_what_is_kept_of_an_answer(gateway):
    gateway.answer = lambda asked: Reply(401, {"message": "Invalid private key"})
    known = service(f"mailgun://TOP-SECRET@mail.alfa.example?api={gateway.url}")
    outcome = ByService(known).carry(ENVELOPE)
    assert "TOP-SECRET" not in outcome.answer
    assert "TOP-SECRET" not in repr(known)


def test_the_servers_in_europe_are_asked_where_there_are_some():
    assert service("mailgun+eu://key@mail.alfa.example").api.startswith("https://api.eu.")


@pytest.mark.parametrize(
    "url", ["mailgun://key@", "postmark://", "mailjet://key@", "brevo://@"]
)
def test_an_address_without_a_part_is_refused_without_being_repeated(url):
    with pytest.raises(ServiceUnclear) as refused:
        service(url)
    assert url not in str(refused.value).partition("Expected")[0]


def test_every_service_keeps_its_name_within_ten_letters():
    assert all(len(known.module) <= 10 for known in KNOWN.values())


@every_service
def test_mail_that_django_sends_goes_the_same_way(case, gateway, settings):
    known = service(case.url + gateway.url)
    settings.ANYMAIL = known.settings
    gateway.answer = lambda asked: Reply(200, case.yes)
    sender = get_connection(known.backend)
    send_mail("Password", "…", "a@alfa.example", [ENVELOPE.to], connection=sender)
    assert len(gateway.asked) == 1
