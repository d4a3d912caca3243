"""Every page of the navigation, on a narrow screen: nothing is cut off or complained of."""

from __future__ import annotations

import factories
import pytest
from journeys.conftest import PHONE, WIDE, SignIn

from acquit.organisation.models import Company

TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_no_page_is_wider_than_its_screen(
    ours: Company, sign_in: SignIn, size: tuple[int, int]
) -> None:
    owed = factories.receivable(factories.customer(ours, name="A very long name " * 6))
    line = factories.line(factories.account(ours), "+++090/9337/55493+++ " * 8)
    factories.proposal(line, owed, 100_000)
    kept = factories.run(ours, "REFUSED", file_name="x" * 120 + ".csv")
    notice = factories.prepared(owed)
    message = factories.sent(owed, on=factories.TODAY)
    factories.task(owed.customer)
    page = sign_in(size)
    links = page.locator(".side-item").evaluate_all("all => all.map(one => one.pathname)")
    pages = [
        *links,
        f"/customers/{owed.customer_id}/",
        f"/bank/{line.pk}/",
        f"/dunning/{notice.pk}/",
        "/dunning/held/",
        f"/outbox/{message.pk}/",
        f"/imports/{kept.pk}/",
    ]
    wide = []
    for path in pages:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        if page.evaluate(TOO_WIDE):
            wide.append(path)
    assert wide == []
