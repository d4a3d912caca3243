"""To do: what waits for a person, with the money and the reason."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import factories
import pytest
from django.test import Client

from acquit.agenda.models import TaskKind
from acquit.cycle.models import Cycle
from acquit.desk import words
from acquit.organisation.models import Company, Person, Role

FewQueries = Callable[[], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("kind", TaskKind)
def test_every_kind_of_task_has_an_icon(kind: TaskKind) -> None:
    assert kind in words.TASKS


def test_a_task_tells_the_money_and_the_reason(desk: Client, ours: Company) -> None:
    owed = factories.receivable(factories.customer(ours))
    factories.task(owed.customer)
    page = text(desk, "/tasks/")
    assert "Promise not kept" in page
    assert "Promised 500.00 EUR by 20 Nov 2026, and it did not come." in page
    assert "1,200.00" in page


def test_what_is_done_leaves_the_list(desk: Client, ours: Company) -> None:
    task = factories.task(factories.customer(ours))
    assert desk.post(f"/tasks/{task.pk}/done/").status_code == 302
    task.refresh_from_db()
    assert task.done_by is not None
    assert task.done_by.name == "Anna Peeters"
    assert "Nothing is left to do" in text(desk, "/tasks/")


def test_an_uncertain_message_is_settled_and_not_ticked_off(
    desk: Client, ours: Company
) -> None:
    task = factories.task(factories.customer(ours), "SETTLE_MESSAGE", message=7, answer="")
    assert f"/tasks/{task.pk}/done/" not in text(desk, "/tasks/")
    answer = desk.post(f"/tasks/{task.pk}/done/")
    assert answer.status_code == 422
    task.refresh_from_db()
    assert task.done_at is None


def test_tasks_of_customers_out_of_reach_are_not_there(
    ours: Company, signed_in: Callable[[Person], Client]
) -> None:
    task = factories.task(factories.customer(ours))
    sam = factories.person("Sam Sales")
    factories.grant(sam, Role.REPRESENTATIVE, within=ours, own_customers=True)
    browser = signed_in(sam)
    assert "Promise not kept</span>" not in text(browser, "/tasks/")
    assert browser.post(f"/tasks/{task.pk}/done/").status_code == 404


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_asks_no_more_questions_for_more_tasks(
    desk: Client, ours: Company, few_queries: FewQueries, rows: int
) -> None:
    for number in range(rows):
        debtor = factories.customer(ours, f"C{number}")
        factories.receivable(debtor, f"N{number}")
        factories.task(debtor)
    with few_queries():
        text(desk, "/tasks/?sort=-late")
