"""A person at a browser: signs in as people do, and hears what the browser complains of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import factories
import pytest

from acquit.cycle.models import Cycle
from acquit.organisation.models import Company, Person, Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

PASSWORD = "a long word for a short test"  # noqa: S105 - of nobody
# A working day: reminders leave on no other.
FRIDAY = date(2026, 11, 20)
WIDE, PHONE = (1440, 900), (375, 812)
SignIn = Callable[..., "Page"]


@pytest.fixture
def ours(server_url: str) -> Company:
    """The company, on a Friday that was walked."""
    Cycle.objects.create(day=FRIDAY, started_at=factories.NOW)
    return factories.company()


@pytest.fixture
def manager(ours: Company) -> Person:
    """Somebody who may do the whole work of the day."""
    chief = factories.person("Mia Manager")
    chief.set_password(PASSWORD)
    chief.save()
    return factories.grant(chief, Role.CREDIT_MANAGER, within=ours)


@pytest.fixture
def sign_in(browser: Browser, server_url: str, manager: Person) -> Iterator[SignIn]:
    """Opens a browser of that size and signs in; at the end nothing was complained of."""
    complaints: list[str] = []
    contexts = []

    def heard(said: ConsoleMessage) -> None:
        # A form that is shown again with its errors answers 422; Chromium tells of it.
        if said.type in {"error", "warning"} and "status of 422" not in said.text:
            complaints.append(said.text)

    def open_page(size: tuple[int, int] = WIDE) -> Page:
        context = browser.new_context(
            base_url=server_url,
            viewport={"width": size[0], "height": size[1]},
            locale="en-GB",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/account/login/")
        page.fill("#id_login", manager.email)
        page.fill("#id_password", PASSWORD)
        page.click("form.door-form button")
        page.wait_for_selector(".side-nav", state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
