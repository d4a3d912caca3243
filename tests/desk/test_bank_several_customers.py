"""One payment for several customers: each with its section, found by the search box."""

from __future__ import annotations

import factories
import pytest
from django.test import Client

from acquit.bank.models import Line
from acquit.cycle.models import Cycle
from acquit.dunning.models import Outlook
from acquit.ledger.models import Receivable
from acquit.organisation.models import Company


@pytest.fixture
def owed(ours: Company) -> list[Receivable]:
    """An invoice of each of two customers."""
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)
    return [
        factories.receivable(factories.customer(ours, code, name), number, minor=60_000)
        for code, name, number in (
            ("C001", "Boulangerie Dupont", "A-1000"),
            ("C002", "Garage Lemaire", "B-2000"),
        )
    ]


@pytest.fixture
def line(ours: Company) -> Line:
    return factories.line(factories.account(ours), minor=100_000)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_second_customer_is_found_and_added(
    desk: Client, line: Line, owed: list[Receivable]
) -> None:
    one, two = (row.customer_id for row in owed)
    found = text(desk, f"/bank/{line.pk}/?customer={one}&q=lemaire")
    assert f'href="?customer={two}"' in found
    assert f'href="?customer={one}&amp;customer={two}"' in found
    both = text(desk, f"/bank/{line.pk}/?customer={one}&customer={two}")
    assert both.index("Boulangerie Dupont") < both.index(f"use-{owed[0].pk}")
    assert both.index("Garage Lemaire") < both.index(f"use-{owed[1].pk}")
    assert f'href="?customer={two}" aria-label="Without Boulangerie Dupont"' in both


def test_the_payment_is_used_for_both_and_undone_for_both(
    desk: Client, line: Line, owed: list[Receivable]
) -> None:
    one, two = (row.customer_id for row in owed)
    url = f"/bank/{line.pk}/accept/?customer={one}&customer={two}"
    given = {f"use-{owed[0].pk}": "600.00", f"use-{owed[1].pk}": "400.00"}
    assert f'action="{url.replace("&", "&amp;")}"' in text(
        desk, f"/bank/{line.pk}/?customer={one}&customer={two}"
    )
    assert desk.post(url, given).status_code == 302
    for row in owed:
        row.refresh_from_db()
    assert [row.open_minor for row in owed] == [0, 20_000]
    desk.post(f"/bank/{line.pk}/undo/")
    for row in owed:
        row.refresh_from_db()
    assert [row.open_minor for row in owed] == [60_000, 60_000]


def test_both_are_decided_for_anew(
    desk: Client, line: Line, owed: list[Receivable]
) -> None:
    one, two = (row.customer_id for row in owed)
    given = {f"use-{owed[0].pk}": "600.00", f"use-{owed[1].pk}": "400.00"}
    url = f"/bank/{line.pk}/accept/?customer={one}&customer={two}"
    desk.post(url, given)
    assert Outlook.objects.filter(receivable=owed[1], customer_id=two).exists()


def test_another_customer_instead_is_not_filled_in_with_what_was_proposed(
    desk: Client, line: Line, owed: list[Receivable]
) -> None:
    factories.proposal(line, owed[0], 60_000)
    two = owed[1].customer_id
    page = text(desk, f"/bank/{line.pk}/?customer={two}")
    assert f"use-{owed[0].pk}" not in page
    assert f"use-{owed[1].pk}" in page
    both = text(desk, f"/bank/{line.pk}/?customer={owed[0].customer_id}&customer={two}")
    assert 'value="600.00"' in both


def test_who_owes_nothing_is_named_beside_who_does(
    desk: Client, line: Line, owed: list[Receivable], ours: Company
) -> None:
    debtless = factories.customer(ours, "C003", "Nothing Owed")
    page = text(
        desk, f"/bank/{line.pk}/?customer={debtless.pk}&customer={owed[0].customer_id}"
    )
    assert "owes nothing in EUR" in page


def test_a_customer_of_another_company_cannot_be_added(
    desk: Client, line: Line, owed: list[Receivable]
) -> None:
    other = factories.customer(factories.company("BETA", "Beta Services"))
    mine = owed[0].customer_id
    url = f"/bank/{line.pk}/?customer={mine}&customer={other.pk}"
    assert desk.get(url).status_code == 404


@pytest.mark.parametrize("asked", ["", "x", "1" * 30, "²"])
def test_what_is_no_key_asks_for_nobody(
    desk: Client, line: Line, owed: list[Receivable], asked: str
) -> None:
    text(desk, f"/bank/{line.pk}/?customer={asked}")
