"""Handing over in the browser: the list, a case, insolvencies, and write-offs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import factories
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from acquit.agenda.models import Task
from acquit.cycle.models import Cycle
from acquit.handover.models import (
    Case,
    CaseCost,
    Insolvency,
    Partner,
    WriteOffWish,
)
from acquit.ledger.models import Allocation, Customer, Hold, Receivable
from acquit.organisation.models import Company, Person, Role

FewQueries = Callable[[], AbstractContextManager[Any]]
SignIn = Callable[[Person], Client]
TODAY = factories.TODAY


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=TODAY, started_at=factories.NOW)


@pytest.fixture
def manager(signed_in: SignIn, ours: Company) -> Client:
    """The credit manager's browser."""
    person = factories.person("Carla Chief")
    return signed_in(factories.grant(person, Role.CREDIT_MANAGER, within=ours))


@pytest.fixture
def debtor(ours: Company) -> Customer:
    return factories.customer(ours, vat="BE0999999229")


@pytest.fixture
def row(debtor: Customer) -> Receivable:
    return factories.receivable(debtor)


def content(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_overdue_invoice_is_handed_over_with_the_conditions_in_sight(
    manager: Client, debtor: Customer, row: Receivable, few_queries: FewQueries
) -> None:
    partner = factories.partner(debtor.company)
    where = f"/customers/{debtor.pk}/hand-over/"
    assert where in content(manager, f"/customers/{debtor.pk}/")
    with few_queries():
        page = content(manager, where)
    assert f'value="{row.pk}"' in page
    assert "checked" in page
    asked = f"/customers/{debtor.pk}/conditions/?procedure=BE_IOS&receivables={row.pk}"
    seen = content(manager, asked)
    assert "Enterprise number 0999.999.229" in seen
    assert "A person has to judge it." in seen
    given = {"receivables": [row.pk], "partner": partner.pk, "procedure": "BE_IOS"}
    answer = manager.post(where, given)
    case = Case.objects.get()
    assert answer["Location"] == f"/cases/{case.pk}/"
    assert Hold.objects.get().receivable == row
    again = manager.post(where, given)
    assert again.status_code == 422


def test_the_conditions_of_many_invoices_ask_no_more_than_those_of_one(
    manager: Client, debtor: Customer
) -> None:
    asked = []
    for number in range(9):
        factories.receivable(debtor, f"A-{number}")
        rows = "&".join(f"receivables={one.pk}" for one in Receivable.objects.all())
        with CaptureQueriesContext(connection) as questions:
            where = f"/customers/{debtor.pk}/conditions/?procedure=GENERIC&{rows}"
            manager.get(where, headers={"HX-Request": "true"})
        asked.append(len(questions))
    assert len(set(asked)) == 1
    assert asked[0] <= 22


def test_a_natural_person_needs_the_word_of_a_person(
    manager: Client, ours: Company
) -> None:
    person = factories.customer(ours, "C7", "Jan Smit", party_type="CONSUMER")
    late = factories.receivable(person)
    partner = factories.partner(ours)
    where = f"/customers/{person.pk}/hand-over/"
    given = {"receivables": [late.pk], "partner": partner.pk, "procedure": "GENERIC"}
    assert manager.post(where, given).status_code == 422
    assert not Case.objects.exists()
    manager.post(where, given | {"confirmed": "on"})
    assert Case.objects.count() == 1


def test_a_collector_sees_cases_and_hands_nothing_over(
    desk: Client, debtor: Customer, row: Receivable
) -> None:
    case = factories.case(debtor, row)
    page = content(desk, f"/cases/{case.pk}/")
    assert "Close the case" not in page
    assert desk.post(f"/cases/{case.pk}/close/", {"outcome": "PAID"}).status_code == 403
    assert "hand-over" not in content(desk, f"/customers/{debtor.pk}/").split("</nav>")[-1]


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_tells_where_each_case_stands(
    manager: Client, debtor: Customer, few_queries: FewQueries, rows: int
) -> None:
    for number in range(rows):
        case = factories.case(debtor, factories.receivable(debtor, f"A-{number}"))
        factories.stage(case, "SERVED")
        factories.cost(case)
    with few_queries():
        page = content(manager, "/cases/")
    assert "C-0001" in page
    assert "Served on the debtor" in page
    assert "1,200.00" in page
    assert "s month to pay or answer ends" in page
    assert "C-0001" in content(manager, "/cases/?q=c-0001")
    assert "C-0001" not in content(manager, "/cases/?stage=TITLE")
    assert "C-0001" in content(manager, "/cases/?stage=SERVED")
    assert manager.get("/cases/?export=csv").status_code == 200


def test_a_case_shows_what_happened_and_what_came_of_it(
    manager: Client, debtor: Customer, row: Receivable, few_queries: FewQueries
) -> None:
    case = factories.case(debtor, row)
    where = f"/cases/{case.pk}/"
    proof = SimpleUploadedFile("writ.pdf", b"%PDF-1.7", content_type="application/pdf")
    told = {"stage": "SERVED", "on": "2026-11-22", "words": "By hand.", "paper": proof}
    assert manager.post(f"{where}stage/", told).status_code == 302
    bill = {"kind": "BAILIFF", "amount": "80.00", "borne_by": "DEBTOR", "on": "2026-11-22"}
    manager.post(f"{where}cost/", bill)
    manager.post(f"{where}reference/", {"reference": "R/26/114"})
    with few_queries():
        page = content(manager, where)
    for word in ("By hand.", "writ.pdf", "80.00", "R/26/114", "Maes &amp; Co"):
        assert word in page
    stage = case.stages.get(stage="SERVED")
    paper = manager.get(f"/stages/{stage.pk}/paper/")
    assert paper.content == b"%PDF-1.7"
    assert "attachment" in paper["Content-Disposition"]
    wrong = {"stage": "SERVED", "on": "2026-11-22", "withdrawn": "on"}
    manager.post(f"/stages/{stage.pk}/correct/", wrong)
    assert "By hand." not in content(manager, where)
    manager.post(f"/costs/{CaseCost.objects.get().pk}/take-back/")
    assert "taken back" in content(manager, where)


def test_what_is_not_paid_is_not_closed_as_paid(
    manager: Client, debtor: Customer, row: Receivable
) -> None:
    case = factories.case(debtor, row)
    where = f"/cases/{case.pk}/close/"
    refused = manager.post(where, {"outcome": "PAID"})
    assert refused.status_code == 422
    assert "is still open" in refused.content.decode()
    manager.post(where, {"outcome": "WITHDRAWN", "words": "Settled."})
    case.refresh_from_db()
    assert (case.outcome, case.closed_on) == ("WITHDRAWN", TODAY)
    assert "C-0001" not in content(manager, "/cases/")
    assert "C-0001" in content(manager, "/cases/?closed=1")


def test_a_partner_is_added_by_who_has_the_whole_company(
    manager: Client, signed_in: SignIn, ours: Company
) -> None:
    told = {
        "name": "Incasso Noord",
        "code": "noord",
        "kind": "AGENCY",
        "data_role": "PROCESSOR",
        "language": "nl",
    }
    assert manager.post(f"/companies/{ours.pk}/partner/", told).status_code == 302
    assert Partner.objects.get().data_role == "PROCESSOR"
    north = factories.grant(
        factories.person("Nora North"),
        Role.CREDIT_MANAGER,
        within=ours,
        unit=factories.unit(ours),
    )
    where = f"/companies/{ours.pk}/partner/"
    assert signed_in(north).post(where, told).status_code == 404


def test_an_insolvency_is_a_banner_until_it_is_over(
    desk: Client, manager: Client, debtor: Customer, row: Receivable
) -> None:
    where = f"/customers/{debtor.pk}/insolvency/"
    assert "No fixed period for filing a claim is known" in content(desk, where)
    told = {"kind": "BANKRUPTCY", "opened_on": "2026-11-20"}
    refused = desk.post(where, told)
    assert refused.status_code == 422
    assert "never guessed" in refused.content.decode()
    desk.post(where, told | {"deadline_on": "2026-12-20", "court": "Gent"})
    found = Insolvency.objects.get()
    page = content(desk, f"/customers/{debtor.pk}/")
    assert "Our claim must be filed until" in page
    assert "Our claim must be filed until" in content(desk, "/tasks/?later=1")
    desk.post(f"/insolvencies/{found.pk}/file/", {"on": "2026-11-22", "words": "4411"})
    assert "Our claim was filed on" in content(desk, f"/customers/{debtor.pk}/")
    assert desk.post(f"/insolvencies/{found.pk}/end/").status_code == 403
    manager.post(f"/insolvencies/{found.pk}/end/")
    assert "Gent" not in content(desk, f"/customers/{debtor.pk}/")


def test_a_write_off_beyond_the_limit_waits_for_somebody_who_may(
    desk: Client, manager: Client, debtor: Customer, row: Receivable
) -> None:
    where = f"/receivables/{row.pk}/write-off/"
    desk.post(where, {"amount": "5.00", "reason": "GOODWILL"})
    gone = Allocation.objects.get()
    assert gone.amount_minor == 500
    desk.post(where, {"amount": "100.00", "reason": "UNCOLL", "words": "Broke."})
    wish = WriteOffWish.objects.get()
    assert "A write-off waits for approval." in content(manager, f"/customers/{debtor.pk}/")
    assert "Broke." in content(manager, f"/wishes/{wish.pk}/settle/")
    refused = desk.post(f"/wishes/{wish.pk}/settle/", {"answer": "yes"})
    assert refused.status_code == 422
    manager.post(f"/wishes/{wish.pk}/settle/", {"answer": "yes"})
    row.refresh_from_db()
    assert row.open_minor == 109_500
    page = content(desk, f"/invoices/{row.invoice_id}/")
    assert f"/write-offs/{gone.pk}/take-back/" in page
    desk.post(f"/write-offs/{gone.pk}/take-back/")
    row.refresh_from_db()
    assert row.open_minor == 110_000


def test_the_hold_of_a_case_is_told_and_not_ended_by_hand(
    desk: Client, debtor: Customer, row: Receivable
) -> None:
    factories.case(debtor, row)
    page = content(desk, f"/customers/{debtor.pk}/")
    assert "/holds/" not in page
    assert "is with Maes &amp; Co since" in page
    refused = desk.post(f"/holds/{Hold.objects.get().pk}/end/")
    assert refused.status_code == 422
    factories.outlook(row, reason="HANDED_OVER")
    held = content(desk, "/dunning/held/")
    assert "A lawyer, a bailiff or an agency has it in hand." in held
    assert "/holds/" not in held
    shown = content(desk, f"/invoices/{row.invoice_id}/")
    assert "Until the case is closed" in shown
    assert "9999" not in shown
    assert "9999" not in content(desk, f"/customers/{debtor.pk}/timeline/")


def test_the_list_of_work_says_what_each_task_is_about(
    manager: Client, debtor: Customer, row: Receivable
) -> None:
    case = factories.case(debtor, row)
    told: dict[str, dict[str, object]] = {
        "CASE_STEP": {
            "case": case.pk,
            "number": "C-0001",
            "until": "OPPOSITION",
            "on": "2026-12-22",
        },
        "CLAIM_FILING": {"insolvency": 1, "on": "2027-01-12"},
        "WRITE_OFF": {"wish": 1, "number": "2026-001", "amount": "1200.00 EUR"},
        "ENDLESS_HOLDS": {"holds": 3, "customers": 2, "week": "2026-47"},
    }
    for kind, why in told.items():
        factories.task(debtor, kind, **why)
    Task.objects.filter(kind="ENDLESS_HOLDS").update(customer=None)
    page = content(manager, "/tasks/")
    for words in (
        "C-0001: the debtor&#x27;s month to oppose ends on",
        "Our claim must be filed until",
        "of invoice 2026-001.",
        "3 holds have no end",
        "Say that it was filed",
        "Approve or decline",
    ):
        assert words in page
    for kind in ("CLAIM_FILING", "WRITE_OFF"):
        task = Task.objects.get(kind=kind)
        assert manager.post(f"/tasks/{task.pk}/done/").status_code == 422
    whole = Task.objects.get(kind="ENDLESS_HOLDS")
    assert manager.post(f"/tasks/{whole.pk}/done/").status_code == 302
