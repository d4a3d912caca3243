"""Several payments of one payer, used together."""

from __future__ import annotations

from datetime import timedelta

import factories
import pytest
from django.test import Client

from acquit.bank.models import Account, Line
from acquit.cycle.models import Cycle
from acquit.ledger.models import Allocation, Receivable
from acquit.matching.models import Match
from acquit.organisation.models import Company

TODAY = factories.TODAY


@pytest.fixture
def account(ours: Company) -> Account:
    Cycle.objects.create(day=TODAY, started_at=factories.NOW)
    return factories.account(ours)


@pytest.fixture
def owed(ours: Company) -> Receivable:
    return factories.receivable(factories.customer(ours), "A-1000", minor=100_000)


@pytest.fixture
def halves(account: Account, owed: Receivable) -> tuple[Line, Line]:
    """Half of it came eight days ago, the other half four days ago."""
    first, second = (
        factories.line(
            account,
            "A-1000",
            minor=50_000,
            customer=owed.customer,
            booked_on=TODAY - timedelta(days=ago),
        )
        for ago in (8, 4)
    )
    for one in (first, second):
        factories.proposal(one, owed, 50_000)
    return first, second


def page(client: Client, line: Line) -> str:
    answer = client.get(f"/bank/{line.pk}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def states() -> list[str]:
    return list(Line.objects.order_by("booked_on").values_list("state", flat=True))


def test_other_open_lines_of_the_payer_are_offered_and_nobody_elses(
    desk: Client, account: Account, halves: tuple[Line, Line]
) -> None:
    first, second = halves
    stranger = factories.line(account, name="Somebody Else", iban="BE02999999999999")
    done = factories.line(account, state="MATCHED")
    other = factories.account(factories.company("BETA", "Beta"), "BE71096123456769")
    elsewhere = factories.line(other)
    told = page(desk, second)
    assert f'name="with-{first.pk}"' in told
    for line in (second, stranger, done, elsewhere):
        assert f'name="with-{line.pk}"' not in told


def test_both_settle_the_invoice_the_older_first(
    desk: Client, owed: Receivable, halves: tuple[Line, Line]
) -> None:
    first, second = halves
    given = {f"use-{owed.pk}": "800.00", f"with-{first.pk}": "on"}
    assert desk.post(f"/bank/{second.pk}/accept/", given).status_code == 302
    owed.refresh_from_db()
    assert owed.open_minor == 20_000
    used = Allocation.objects.order_by("pk").values_list("receipt", "amount_minor")
    assert list(used) == [(first.receipt_id, 50_000), (second.receipt_id, 30_000)]
    assert states() == ["MATCHED", "OPEN"]
    assert set(Match.objects.values_list("state", flat=True)) == {"ACCEPTED"}


def test_undoing_one_leaves_the_other(
    desk: Client, owed: Receivable, halves: tuple[Line, Line]
) -> None:
    first, second = halves
    given = {f"use-{owed.pk}": "1000.00", f"with-{first.pk}": "on"}
    desk.post(f"/bank/{second.pk}/accept/", given)
    desk.post(f"/bank/{first.pk}/undo/")
    owed.refresh_from_db()
    assert owed.open_minor == 50_000
    assert states() == ["OPEN", "MATCHED"]


def test_what_is_missing_is_written_off_beside_the_last_of_them(
    desk: Client, account: Account, owed: Receivable, halves: tuple[Line, Line]
) -> None:
    first, second = halves
    given = {
        f"use-{owed.pk}": "995.00",
        f"with-{first.pk}": "on",
        f"gone-{owed.pk}": "CHARGES",
    }
    desk.post(f"/bank/{second.pk}/accept/", given)
    owed.refresh_from_db()
    assert owed.open_minor == 0
    assert Allocation.objects.get(written_off="CHARGES").beside_id == second.receipt_id


def test_more_than_all_of_them_brought_is_refused(
    desk: Client, owed: Receivable, halves: tuple[Line, Line], ours: Company
) -> None:
    first, second = halves
    more = factories.receivable(owed.customer, "A-1001", minor=50_000)
    given = {
        f"use-{owed.pk}": "1000.00",
        f"use-{more.pk}": "0.01",
        f"with-{first.pk}": "on",
    }
    answer = desk.post(f"/bank/{second.pk}/accept/", given)
    assert answer.status_code == 422
    assert "Only 1,000.00" in answer.content.decode()
    assert not Allocation.objects.exists()


def test_a_line_of_another_payer_cannot_be_slipped_in(
    desk: Client, account: Account, owed: Receivable, halves: tuple[Line, Line]
) -> None:
    stranger = factories.line(account, name="Somebody Else", iban="BE02999999999999")
    given = {f"use-{owed.pk}": "1000.00", f"with-{stranger.pk}": "on"}
    answer = desk.post(f"/bank/{halves[1].pk}/accept/", given)
    assert answer.status_code == 422


def test_a_line_that_is_not_needed_is_not_touched(
    desk: Client, owed: Receivable, halves: tuple[Line, Line]
) -> None:
    first, second = halves
    given = {f"use-{owed.pk}": "500.00", f"with-{first.pk}": "on"}
    desk.post(f"/bank/{second.pk}/accept/", given)
    assert states() == ["MATCHED", "OPEN"]
    assert Match.objects.get(receipt=second.receipt).state == "PROPOSED"
