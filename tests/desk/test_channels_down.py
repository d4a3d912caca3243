"""Which channel is out of reach is said where people look at what leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from acquit.cycle.models import Cycle

if TYPE_CHECKING:
    from django.test import Client

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
PAGES = ("/", "/dunning/", "/outbox/")


def walked(**counts: object) -> None:
    Cycle.objects.create(day=date(2026, 11, 23), started_at=AT, ended_at=AT, counts=counts)


@pytest.mark.parametrize("page", PAGES)
def test_it_is_named_with_what_was_said_there(desk: Client, page: str) -> None:
    walked(down={"sms": "401 Unauthorized: <wrong> key"})
    shown = desk.get(page, follow=True).content.decode()
    assert "SMS: out of reach." in shown
    assert "401 Unauthorized: &lt;wrong&gt; key" in shown
    assert "E-mail: out of reach." not in shown


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("counts", [{}, {"down": {}}])
def test_nothing_is_said_while_all_can_be_reached(
    desk: Client, page: str, counts: dict[str, object]
) -> None:
    walked(**counts)
    assert "out of reach" not in desk.get(page, follow=True).content.decode()
