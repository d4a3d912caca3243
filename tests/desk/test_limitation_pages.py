"""The list of claims that lapse, the panel of an invoice, and what a person records."""

from __future__ import annotations

import re
from datetime import date

import factories
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from acquit.ledger.models import Receivable
from acquit.limitation import actions
from acquit.limitation.models import Occurrence
from acquit.organisation.models import Role

OLD = date(2023, 3, 15)


@pytest.fixture
def owed(ours) -> Receivable:
    ours.country = "DE"
    ours.save()
    return factories.receivable(factories.customer(ours, country="DE"), due_on=OLD)


@pytest.fixture
def watched(owed) -> Receivable:
    actions.watch(as_of=factories.TODAY, at=factories.NOW)
    return owed


@pytest.fixture(autouse=True)
def the_day(db, monkeypatch):
    from acquit.cycle.models import Cycle

    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)


def text(answer) -> str:
    page = answer.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\xa0", " ").split())


def panel(client, row: Receivable) -> str:
    return text(client.get(reverse("desk:invoice_limitation", args=[row.invoice_id])))


def record(client, row: Receivable, **more):
    where = reverse("desk:record_limitation", args=[row.invoice_id])
    said = {"kind": "ACKNOWLEDGEMENT", "on": "2024-06-03", "about": "all"}
    return client.post(where, said | {"words": "Their letter"} | more)


def test_the_list_shows_what_falls_next_first(desk, watched, few_queries):
    with few_queries():
        page = text(desk.get(reverse("desk:limitation")))
    assert "31 Dec" in page
    assert "Within six months" in page
    assert "3 years, law: Germany" in page
    assert "BGB 195" in page


def test_what_was_paid_since_is_not_listed(desk, watched):
    Receivable.objects.update(open_minor=0, settled_on=factories.TODAY)
    assert "No claim is near" in text(desk.get(reverse("desk:limitation")))


def test_a_colleague_of_another_company_sees_none_of_them(signed_in, watched):
    other = factories.company("BETA", "Beta Services")
    colleague = signed_in(factories.grant(factories.person("Bert Other"), within=other))
    assert "2026-001" not in text(colleague.get(reverse("desk:limitation")))


def test_the_list_is_filtered_by_stage(desk, watched):
    page = reverse("desk:limitation")
    assert "2026-001" in text(desk.get(page, {"stage": "HALF_YEAR"}))
    assert "2026-001" not in text(desk.get(page, {"stage": "MONTH"}))
    assert "2026-001" not in text(desk.get(page, {"stage": "unknown"}))


def test_an_invoice_says_until_when_by_which_rule_and_how_surely(desk, owed, few_queries):
    with few_queries():
        page = panel(desk, owed)
    assert "It can be brought to court until 31 Dec 2026." in page
    assert "A claim lapses after 3 years." in page
    assert "Counted from the end of the year in which it was due." in page
    assert "BGB 195, 199, 203, 204, 212 Read at the source" in page


def test_the_page_of_an_invoice_fetches_it(desk, owed):
    page = desk.get(reverse("desk:invoice", args=[owed.invoice_id])).content.decode()
    assert reverse("desk:invoice_limitation", args=[owed.invoice_id]) in page


def test_an_acknowledgement_moves_the_day_with_its_document(desk, owed):
    paper = SimpleUploadedFile("letter.pdf", b"%PDF-1.7", "application/pdf")
    assert record(desk, owed, file=paper).status_code == 302
    page = panel(desk, owed)
    assert "until 3 Jun 2027" in page
    assert "Counted anew: Acknowledged on 3 Jun 2024." in page
    assert "Yes: counted from here" in page
    made = Occurrence.objects.get()
    kept = desk.get(reverse("desk:occurrence_document", args=[made.pk]))
    assert kept.content == b"%PDF-1.7"


def test_a_court_claim_is_kept_where_the_law_does_not_name_it(desk, owed):
    record(desk, owed, kind="COURT_CLAIM")
    page = panel(desk, owed)
    assert "until 31 Dec 2026" in page
    assert "Not by this law" in page


def test_all_that_the_customer_owes_is_acknowledged_at_once(desk, owed):
    factories.receivable(owed.customer, "2023-002", due_on=OLD)
    record(desk, owed, about="customer")
    assert Occurrence.objects.count() == 2


def test_what_is_wrong_is_said_in_the_form(desk, owed):
    answer = record(desk, owed, on="2020-01-01")
    assert answer.status_code == 422
    assert "the day of the invoice" in text(answer)


def test_what_was_recorded_is_taken_back_and_stays_to_be_read(desk, owed):
    record(desk, owed)
    made = Occurrence.objects.get()
    where = reverse("desk:withdraw_occurrence", args=[made.pk])
    assert desk.post(where, {"words": "Another debtor"}).status_code == 302
    page = panel(desk, owed)
    assert "until 31 Dec 2026" in page
    assert "Taken back: Another debtor" in page


def test_a_sales_representative_reads_it_and_records_nothing(signed_in, owed, ours):
    seller = factories.grant(factories.person("Sam Sales"), Role.REPRESENTATIVE, ours)
    browser = signed_in(seller)
    assert "Something happened" not in panel(browser, owed)
    assert record(browser, owed).status_code == 403


def test_the_task_names_the_claims_and_leads_to_them(desk, watched):
    page = desk.get(reverse("desk:tasks")).content.decode()
    assert "2026-001 can be brought to court until 31 Dec 2026." in page.replace(
        "\xa0", " "
    )
    assert f"{reverse('desk:limitation')}?q=C001" in page
