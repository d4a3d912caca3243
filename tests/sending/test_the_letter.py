"""What a mail server is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

from acquit.channels.carrying import Envelope
from acquit.channels.email.mime import as_bytes

LETTER = Envelope(
    key="8c5f",
    kind="reminder_1",
    sender="noreply@mail.example",
    sender_name="Müller & Zn",
    to="books@customer.example",
    subject="Rappel : facture échue",
    body="Bonjour,\n\nIl reste 1 200,00 EUR.\n",
    language="fr",
    at=datetime(2026, 11, 23, 9, tzinfo=UTC),
    reply_to="credit@muller.example",
)


def test_an_answer_goes_to_the_company_and_not_to_the_sending_address():
    email = message_from_bytes(as_bytes(LETTER), policy=default)
    assert email["Reply-To"] == "credit@muller.example"
    same = replace(LETTER, reply_to=LETTER.sender)
    assert message_from_bytes(as_bytes(same), policy=default)["Reply-To"] is None


def test_the_key_is_the_identity_of_the_message():
    email = message_from_bytes(as_bytes(LETTER), policy=default)
    assert email["Message-ID"] == "<8c5f@mail.example>"
    assert email["Content-Language"] == "fr"
    assert "1 200,00 EUR" in email.get_body(("plain",)).get_content()
