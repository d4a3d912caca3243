"""A service that prints our letters reports what became of them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import factories
import pytest
from django.test import Client

from acquit.channels.models import Message

SECRET = "a-secret-that-is-long-enough"  # noqa: S105 - of this test


@pytest.fixture
def letter(db: None, settings: Any) -> Message:
    """A letter that left by a service, which calls it J7."""
    settings.HOOK_SECRET = SECRET
    owed = factories.receivable(factories.customer(factories.company()))
    message = factories.sent(owed, on=date(2026, 11, 22))
    message.channel, message.external_id = "LETTER", "J7"
    message.save()
    return message


def tell(secret: str = SECRET, **told: str) -> Any:
    return Client(enforce_csrf_checks=True).post(
        "/api/hooks/post/",
        json.dumps(told),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )


def test_a_letter_is_posted_and_then_comes_back(letter: Message) -> None:
    assert tell(id="J7", status="queue").json() == {}
    assert tell(id="J7", status="sent").json() == {"new": 1}
    assert tell(id="J7", status="sent").json() == {"known": 1}
    letter.refresh_from_db()
    assert letter.delivery == "POSTED"
    tell(key=str(letter.key), status="returned")
    letter.refresh_from_db()
    assert letter.delivery == "BOUNCED"


def test_who_does_not_know_the_secret_says_nothing(letter: Message) -> None:
    assert tell("another-secret-of-length", id="J7", status="sent").status_code == 401
    assert tell(status="sent").status_code == 422
    letter.refresh_from_db()
    assert letter.delivery == ""
