"""A program is told of a step, and can prove who told it."""

from __future__ import annotations

import hashlib
import hmac
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from acquit.channels import http
from acquit.channels.carrying import NotHandedOver, Sent, Unknown
from acquit.channels.webhook.posting import Webhook
from channels.conftest import ENVELOPE, KEY
from channels.servers import Mischief, Reply, nobody_listens

if TYPE_CHECKING:
    from acquit.channels.carrying import Outcome

STEP = replace(ENVELOPE, channel="WEBHOOK", page={"blocks": []})
SECRET = "between us"  # noqa: S105 - of this test


def carry(url: str, secret: str = SECRET) -> Outcome:
    with closing(Webhook(url, secret)) as carrier:
        return carrier.carry(STEP)


def test_the_program_is_told_the_step_and_knows_a_repetition(gateway):
    gateway.answer = lambda asked: Reply(202, {"id": 17})
    outcome = carry(gateway.url)
    assert isinstance(outcome, Sent)
    assert outcome.external_id == "17"
    [asked] = gateway.asked
    assert asked.headers["Idempotency-Key"] == asked.json["key"] == KEY
    assert asked.json["kind"] == "reminder_1"
    assert asked.json["text"] == ENVELOPE.body


def test_the_program_can_tell_that_it_was_us(gateway):
    carry(gateway.url)
    [asked] = gateway.asked
    stamp, given = asked.headers["Acquit-Signature"].split(",")
    signed = stamp.removeprefix("t=").encode() + b"." + asked.body
    wanted = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert given == f"v1={wanted}"
    assert stamp == f"t={int(ENVELOPE.at.timestamp())}"


def test_an_answer_without_a_name_is_a_yes_as_well(gateway):
    gateway.answer = lambda asked: Reply(200, "thanks")
    outcome = carry(gateway.url)
    assert isinstance(outcome, Sent)
    assert outcome.external_id == ""


@pytest.mark.parametrize(("status", "down"), [(400, False), (422, False), (401, True)])
def test_a_no_may_be_asked_again(gateway, status, down):
    gateway.answer = lambda asked: Reply(status, "no")
    outcome = carry(gateway.url)
    assert isinstance(outcome, NotHandedOver)
    assert (outcome.permanent, outcome.down) == (False, down)


@pytest.mark.parametrize("mischief", list(Mischief))
def test_silence_after_the_step_was_told_is_not_a_no(gateway, mischief, monkeypatch):
    monkeypatch.setattr(http, "TIMEOUT_S", 0.3)
    gateway.answer = lambda asked: mischief
    assert isinstance(carry(gateway.url), Unknown)
    assert len(gateway.asked) == 1


@pytest.mark.parametrize("status", [500, 503, 408])
def test_a_program_that_stumbles_may_have_heard_it(gateway, status):
    gateway.answer = lambda asked: Reply(status, "oh")
    assert isinstance(carry(gateway.url), Unknown)


@pytest.mark.parametrize("url", [None, "no-address", "http://", "https://x.invalid/"])
def test_where_nobody_listens_nothing_was_told(url):
    outcome = carry(url or nobody_listens())
    assert isinstance(outcome, NotHandedOver)
    assert outcome.down


def test_nothing_is_told_without_a_secret(gateway):
    assert isinstance(carry(gateway.url, ""), NotHandedOver)
    assert not gateway.asked
