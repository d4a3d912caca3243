"""What a list of all open items has not any more: a person says what became of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import factories
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from acquit.cycle.models import Cycle
from acquit.intake.models import Run
from acquit.ledger.models import Invoice, Receivable
from acquit.organisation.models import Company, Person

FewQueries = Callable[[], AbstractContextManager[Any]]
HEAD = "invoice_number,customer_code,issue_date,amount,open_amount\n"


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)


@pytest.fixture
def debtor(ours: Company) -> Any:
    """Three invoices of one customer are open."""
    known = factories.customer(ours)
    for number in ("F-1", "F-2", "F-3"):
        factories.receivable(known, number, minor=10_000)
    return known


def drop_list(client: Client, debtor: Any, *numbers: str) -> Run:
    """Drop the list of all that is open, with these invoices in it."""
    rows = Receivable.objects.filter(invoice__number__in=numbers).select_related("invoice")
    text = HEAD + "".join(
        f"{one.invoice.number},{debtor.code},{one.invoice.issued_on},100.00,100.00\n"
        for one in rows
    )
    file = SimpleUploadedFile("open.csv", text.encode())
    given = {"company": debtor.company_id, "keep": "whole", "file": [file]}
    client.post("/imports/", given | {"open_on": factories.TODAY.isoformat()})
    return Run.objects.latest("pk")


def ticked(*numbers: str) -> str:
    ids = Invoice.objects.filter(number__in=numbers).values_list("pk", flat=True)
    return "&".join(f"document={pk}" for pk in ids)


def test_the_run_leads_to_what_is_missing(
    desk: Client, debtor: Any, few_queries: FewQueries
) -> None:
    run = drop_list(desk, debtor, "F-1")
    assert (run.missing, run.picture_on) == (2, factories.TODAY)
    page = desk.get(f"/imports/{run.pk}/").content.decode()
    assert "2 open items are not in the list any more." in page
    with few_queries():
        page = desk.get("/missing/").content.decode()
    assert "F-2" in page
    assert "F-3" in page
    assert "F-1" not in page
    assert "200.00" in page


def test_those_that_were_settled_are_closed(desk: Client, debtor: Any) -> None:
    drop_list(desk, debtor, "F-1")
    desk.post(f"/missing/settle/?{ticked('F-2')}")
    owed = dict(Receivable.objects.values_list("invoice__number", "open_minor"))
    assert owed == {"F-1": 10_000, "F-2": 0, "F-3": 10_000}
    assert "F-2" not in desk.get("/missing/").content.decode()


def test_those_that_are_still_open_are_followed_up_again(desk: Client, debtor: Any) -> None:
    drop_list(desk, debtor, "F-1")
    desk.post(f"/missing/keep/?{ticked('F-2', 'F-3')}")
    assert "Nothing is missing" in desk.get("/missing/").content.decode()
    assert Receivable.objects.filter(open_minor=10_000).count() == 3


def test_without_a_tick_nothing_is_closed(desk: Client, debtor: Any) -> None:
    drop_list(desk, debtor, "F-1")
    answer = desk.post("/missing/settle/")
    assert answer.status_code == 422
    assert "Tick at least one document." in answer.content.decode()


def test_a_colleague_of_another_company_closes_nothing(
    desk: Client, debtor: Any, signed_in: Callable[[Person], Client]
) -> None:
    drop_list(desk, debtor, "F-1")
    other = factories.company("BETA", "Beta Services")
    stranger = factories.grant(factories.person("Bert Other"), within=other)
    signed_in(stranger).post(f"/missing/settle/?{ticked('F-2')}")
    assert Receivable.objects.filter(open_minor=0).count() == 0


def test_the_invoice_says_why_nobody_is_reminded(desk: Client, debtor: Any) -> None:
    drop_list(desk, debtor, "F-1")
    gone = Receivable.objects.get(invoice__number="F-2")
    assert gone.missing_on == factories.TODAY
    assert "Perhaps settled" in desk.get("/invoices/?q=F-2").content.decode()
