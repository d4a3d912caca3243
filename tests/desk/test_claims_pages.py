"""Interest and flat sums on the pages: shown, claimed, waived; the terms of a company."""

from __future__ import annotations

import re
from datetime import date

import factories
import pytest
from django.test import Client
from django.urls import reverse

from acquit.audit.models import Entry
from acquit.claims.models import ClaimTerms, DebitNote, Waiver
from acquit.claims.queries import terms
from acquit.ledger.models import Customer, Receivable
from acquit.organisation.models import Company, Role

pytestmark = pytest.mark.django_db
DUE = date(2026, 5, 31)


@pytest.fixture
def company() -> Company:
    made = factories.company(sells_to="BUSINESS")
    factories.claim_terms(made)
    return made


@pytest.fixture
def late(company: Company) -> Receivable:
    return factories.receivable(factories.customer(company), due_on=DUE)


def sign_in(client: Client, company: Company, role: str = Role.CREDIT_MANAGER) -> Client:
    client.force_login(factories.grant(factories.person(), role, within=company))
    return client


def panel(client: Client, customer: Customer, **asked: str) -> str:
    page = client.get(reverse("desk:customer_claims", args=[customer.pk]), asked)
    assert page.status_code == 200
    return words(page.content.decode().partition('id="claims"')[2])


def claimed(client: Client, customer: Customer) -> str:
    page = client.get(reverse("desk:customer_claimed", args=[customer.pk]))
    return words(page.content.decode().partition('id="claimed"')[2])


def words(html: str) -> str:
    text = re.sub(r"<[^>]+>", " ", html.partition("</main>")[0])
    return " ".join(text.replace("\xa0", " ").split())


def claim(client: Client, customer: Customer) -> DebitNote:
    sent = client.post(reverse("desk:claim", args=[customer.pk]))
    assert sent.status_code == 302, sent.content.decode()
    return DebitNote.objects.get()


def test_the_tab_of_a_customer_lists_what_has_come_to_it(client, company, late):
    sign_in(client, company)
    shown = panel(client, late.customer, as_of="2026-11-22")
    assert "2026-001" in shown
    assert "60.41" in shown
    assert "100.41" in shown


def test_the_tab_and_its_list_ask_little(client, company, late, few_queries):
    sign_in(client, company)
    for at in range(30):
        factories.receivable(late.customer, f"N{at}", due_on=DUE)
    factories.waiver(late)
    factories.debit_note(late)
    for name in ("customer_interest", "customer_claims", "customer_claimed"):
        with few_queries():
            client.get(reverse(f"desk:{name}", args=[late.customer_id]))


def test_a_long_list_comes_in_pages(client, company, late):
    sign_in(client, company)
    for at in range(30):
        factories.receivable(late.customer, f"N{at:02}", due_on=DUE)
    assert "Page 1 of 2" in panel(client, late.customer)
    assert "N29" in panel(client, late.customer, page="2")


def test_a_credit_manager_claims_and_the_note_opens(client, company, late):
    sign_in(client, company)
    note = claim(client, late.customer)
    page = client.get(reverse("desk:invoice", args=[note.invoice_id])).content.decode()
    assert "Debit note DN-2026-0001" in page
    shown = client.get(reverse("desk:interest", args=[note.invoice_id])).content.decode()
    assert "bears no interest and no flat sum itself" in shown
    assert "country=BE" in shown
    assert "10.50" in shown
    document = client.get(reverse("desk:document", args=[note.invoice_id]))
    assert document.content.startswith(b"%PDF")


def test_the_page_of_the_invoice_tells_what_was_claimed_of_it(client, company, late):
    sign_in(client, company)
    claim(client, late.customer)
    shown = words(
        client.get(reverse("desk:interest", args=[late.invoice_id])).content.decode()
    )
    assert "Debit notes claim it." in shown
    assert "Still to claim" in shown


def test_a_debit_note_says_when_it_leaves_and_when_it_left(client, company, late):
    sign_in(client, company)
    Customer.objects.update(email="books@dupont.example")
    note = claim(client, late.customer)
    assert "Open Invoice or debit note" in claimed(client, late.customer)
    owed = note.invoice.receivables.get()
    factories.sent(owed, "INVOICE", on=date(2026, 11, 20))
    assert "Open Invoice or debit note 20 Nov" in claimed(client, late.customer)


def test_the_page_of_a_debit_note_asks_little(client, company, late, few_queries):
    sign_in(client, company)
    note = claim(client, late.customer)
    for name in ("invoice", "interest"):
        with few_queries():
            client.get(reverse(f"desk:{name}", args=[note.invoice_id]))


def test_a_preview_makes_no_debit_note(client, company, late):
    sign_in(client, company)
    shown = client.get(reverse("desk:preview_claim", args=[late.customer_id, "EUR"]))
    assert shown.content.startswith(b"%PDF")
    assert not DebitNote.objects.exists()


def test_a_part_is_waived_with_a_reason(client, company, late):
    sign_in(client, company)
    address = reverse("desk:waive_claim", args=[late.pk, "interest"])
    assert "left to claim" in client.get(address).content.decode()
    assert client.post(address, {"amount": "10.00"}).status_code == 422
    client.post(address, {"amount": "10.00", "reason": "An old customer"})
    waiver = Waiver.objects.get()
    assert (waiver.amount_minor, waiver.reason) == (1000, "An old customer")
    assert "An old customer" in claimed(client, late.customer)
    client.post(reverse("desk:end_waiver", args=[waiver.pk]))
    assert "Taken back" in claimed(client, late.customer)


def test_more_than_is_left_is_refused_in_the_form(client, company, late):
    sign_in(client, company)
    address = reverse("desk:waive_claim", args=[late.pk, "fee"])
    sent = client.post(address, {"amount": "41.00", "reason": "x"})
    assert sent.status_code == 422
    assert "name an amount within it" in sent.content.decode()


def test_a_debit_note_is_withdrawn_with_a_reason(client, company, late):
    sign_in(client, company)
    note = claim(client, late.customer)
    client.post(
        reverse("desk:withdraw_debit_note", args=[note.pk]),
        {"reason": "Agreed with Paul", "waive": "on"},
    )
    note.refresh_from_db()
    assert note.withdrawn_on is not None
    shown = claimed(client, late.customer)
    assert "Withdrawn and waived" in shown
    assert "Agreed with Paul" in shown


def test_a_collector_sees_it_and_claims_nothing(client, company, late):
    sign_in(client, company, Role.COLLECTOR)
    shown = panel(client, late.customer)
    assert "40.00" in shown
    assert "Claim" not in shown.replace("Claimed", "")
    assert client.post(reverse("desk:claim", args=[late.customer_id])).status_code == 403
    address = reverse("desk:waive_claim", args=[late.pk, "interest"])
    assert client.post(address, {"reason": "x"}).status_code == 403


def test_a_company_that_claims_nothing_says_so(client, late):
    ClaimTerms.objects.all().delete()
    sign_in(client, late.company)
    assert "claims none of it: it is only shown" in panel(client, late.customer)


def test_terms_are_set_from_a_day_on(client, company):
    sign_in(client, company)
    assert "of the law" in client.get(reverse("desk:claim_terms")).content.decode()
    sent = client.post(
        reverse("desk:company_claim_terms", args=[company.pk]),
        {
            "valid_from": "2026-12-01",
            "percent": "12",
            "claimed": "on",
            "minimum": "25.00",
            "due_days": "10",
        },
    )
    assert sent.status_code == 302, sent.content.decode()
    held = terms([company.pk], as_of=date(2026, 12, 1))[company.pk]
    assert (str(held.percent), held.minimum_minor, held.due_days) == ("12.000", 2500, 10)
    assert not held.shown
    assert Entry.objects.filter(event="claim_terms_set").exists()


def test_a_rate_that_does_not_stand_is_refused_in_the_form(client):
    french = factories.company()
    Company.objects.filter(pk=french.pk).update(country="FR")
    sign_in(client, french)
    sent = client.post(
        reverse("desk:company_claim_terms", args=[french.pk]),
        {"valid_from": "2026-12-01", "percent": "4", "due_days": "10"},
    )
    assert sent.status_code == 422
    assert "does not stand" in sent.content.decode()
