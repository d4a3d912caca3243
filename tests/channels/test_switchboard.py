"""Each envelope goes to the carrier of its channel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acquit.channels.carrying import Sent
from acquit.channels.registry import switchboard
from channels.conftest import ENVELOPE
from channels.servers import Reply

CHANNELS = ("EMAIL", "SMS", "LETTER", "PHONE", "WEBHOOK")


@pytest.fixture(autouse=True)
def nothing_is_set(settings) -> None:
    for name in ("EMAIL_URL", "SMS_URL", "SMS_TEMPLATE", "WEBHOOK_URL", "WEBHOOK_SECRET"):
        setattr(settings, name, "")


def test_without_a_setting_nothing_leaves():
    board = switchboard()
    for channel in CHANNELS:
        outcome = board.carry(replace(ENVELOPE, channel=channel))
        assert isinstance(outcome, Sent)
    codes = [board.code_for(channel) for channel in CHANNELS]
    assert codes == ["OUTBOX", "OUTBOX", "TRAY", "OUTBOX", "OUTBOX"]
    board.close()


def test_each_channel_has_its_own_way(settings, gateway):
    settings.EMAIL_URL = f"brevo://key@?api={gateway.url}/mail/"
    settings.SMS_URL = f"twilio://AC:pass@?api={gateway.url}/sms"
    settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = f"{gateway.url}/hook", "between us"
    gateway.answer = lambda asked: Reply(200, {"messageId": "m", "sid": "s", "id": "h"})
    board = switchboard()
    named = {}
    for channel in ("EMAIL", "SMS", "WEBHOOK"):
        to = "+32475123456" if channel == "SMS" else ENVELOPE.to
        outcome = board.carry(replace(ENVELOPE, channel=channel, to=to))
        assert isinstance(outcome, Sent)
        named[board.code_for(channel)] = outcome.external_id
    board.close()
    assert named == {"BREVO": "m", "TWILIO": "s", "WEBHOOK": "h"}
    assert [one.path for one in gateway.asked] == ["/mail/smtp/email", "/sms", "/hook"]


def test_a_code_fits_beside_its_message(settings):
    settings.EMAIL_URL = "mailgun+eu://key@mail.alfa.example"
    settings.SMS_URL = "messagebird://key@?from=Alfa"
    board = switchboard()
    assert all(len(board.code_for(channel)) <= 10 for channel in CHANNELS)
