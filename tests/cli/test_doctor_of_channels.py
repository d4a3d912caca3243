"""`acquit doctor` says which channels are set up, and whether their servers answer."""

from __future__ import annotations

import pytest
from channels.imap_server import Imap
from channels.servers import Gateway, nobody_listens
from sending.sink import Sink

from acquit.cli import reaching

NAMES = (
    "EMAIL_URL",
    "EMAIL_FROM",
    "SMS_URL",
    "SMS_TEMPLATE",
    "WEBHOOK_URL",
    "WEBHOOK_SECRET",
    "IMAP_URL",
    "HOOK_SECRET",
)


@pytest.fixture(autouse=True)
def nothing_is_set(settings) -> None:
    for name in NAMES:
        setattr(settings, name, "")


def found() -> dict[str, str]:
    return {one.part: str(one.state) for one in reaching.channels()}


def test_what_is_not_set_up_is_no_fault():
    assert set(found().values()) == {"note"}
    assert len(found()) == 5


def test_what_is_set_up_and_answers_is_good(settings):
    with Gateway() as gateway, Imap() as box, Sink() as sink:
        settings.EMAIL_URL, settings.EMAIL_FROM = sink.url, "credit@alfa.example"
        settings.SMS_URL = f"twilio://AC1:pass@?api={gateway.url}"
        settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = gateway.url, "between us"
        settings.IMAP_URL = box.url
        settings.HOOK_SECRET = "a-secret-that-is-long-enough"  # noqa: S105
        assert set(found().values()) == {"good"}
        settings.EMAIL_URL = f"brevo://key@?api={gateway.url}"
        assert found()["e-mail"] == "good"
        assert gateway.asked == [], "nothing is asked, nothing is sent"
        assert sink.mails == []


def test_what_does_not_answer_is_a_fault(settings):
    nobody = nobody_listens()
    settings.EMAIL_URL = f"brevo://key@?api={nobody}"
    settings.SMS_URL = f"messagebird://key@?api={nobody}"
    settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = nobody, "between us"
    settings.IMAP_URL = nobody.replace("http://", "imap://anna:SECRET@")
    settings.HOOK_SECRET = "short"  # noqa: S105
    assert set(found().values()) == {"fault"}
    assert not [one for one in reaching.channels() if "SECRET" in one.sentence.split(" ")]


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("SMS_URL", "https://me:SECRET@gateway.example", "sms"),
        ("WEBHOOK_URL", "https://us.example/?k=SECRET", "webhook"),
        ("IMAP_URL", "pop3://me:SECRET@mail.example", "mailbox"),
    ],
)
def test_half_a_setting_is_a_fault_and_tells_no_secret(settings, name, value, part):
    setattr(settings, name, value)
    assert found()[part] == "fault"
    assert "me:SECRET" not in "".join(one.sentence for one in reaching.channels())
