"""A service on this machine, and what is carried to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from acquit.channels.carrying import Envelope
from channels.servers import Gateway

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "1b671a64-40d5-491e-99b0-da01ff1f3341"
ENVELOPE = Envelope(
    key=KEY,
    kind="reminder_1",
    sender="credit@alfa.example",
    sender_name="Alfa Trading",
    to="books@boulangerie.example",
    subject="Rappel : facture échue",
    body="Bonjour,\n\nIl reste 1 200,00 EUR.\n",
    language="fr",
    at=datetime(2026, 11, 23, 9, tzinfo=UTC),
)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as server:
        yield server
