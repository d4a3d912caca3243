"""The page of a late invoice: what the law gives beside the amount, line by line."""

from __future__ import annotations

import re
from datetime import date, timedelta

import factories
import pytest
from django.urls import reverse

from acquit.ledger.models import Allocation, Customer, Receipt, Receivable
from acquit.organisation.models import Company, Role

pytestmark = pytest.mark.django_db
DUE = date(2026, 5, 31)


def debtor(**more: object) -> Customer:
    company = factories.company(sells_to="BUSINESS")
    return factories.customer(company, **more)


def read(client, row: Receivable, **asked: str) -> str:
    person = factories.person()
    company = row.customer.company
    client.force_login(factories.grant(person, Role.COLLECTOR, within=company))
    where = reverse("desk:interest", args=[row.invoice_id])
    late = (
        where
        in client.get(
            reverse("desk:invoice", args=[row.invoice_id]), asked
        ).content.decode()
    )
    page = client.get(where, asked)
    assert page.status_code == 200
    # The page fetches it once a due day has passed.
    panel = page.content.decode().partition('id="interest">')[2].partition("</main>")[0]
    text = re.sub(r"<[^>]+>", " ", panel)
    assert late or not text.strip()
    return " ".join(text.replace("\xa0", " ").split())


def paid(row: Receivable, minor: int, on: date) -> Allocation:
    receipt = Receipt.objects.create(
        company=row.customer.company,
        customer=row.customer,
        source="BANK",
        key=f"{on}",
        received_on=on + timedelta(days=1),
        value_on=on,
        currency="EUR",
        amount_minor=minor,
        available_minor=0,
        recorded_at=factories.NOW,
    )
    return Allocation.objects.create(
        receivable=row,
        kind="RECEIPT",
        source="BANK",
        receipt=receipt,
        amount_minor=minor,
        booked_on=on + timedelta(days=1),
        recorded_at=factories.NOW,
    )


def test_each_rate_has_a_line_with_its_source(client):
    row = factories.receivable(debtor(), due_on=date(2025, 5, 31))
    page = read(client, row, as_of="2025-07-31")
    assert "Interest for late payment" in page
    assert "11.50 %" in page
    assert "10.50 %" in page
    assert "The law gives 22.04 EUR until 31 Jul 2025." in page
    assert "Beside it 40.00 EUR as a flat sum." in page
    assert "Law of 2 August 2002" in page


def test_nothing_is_said_of_what_is_not_late(client):
    row = factories.receivable(debtor(), due_on=factories.TODAY)
    page = read(client, row, as_of=factories.TODAY.isoformat())
    assert "Interest for late payment" not in page


def test_the_value_day_counts_and_not_that_of_the_booking(client):
    row = factories.receivable(debtor(), due_on=DUE)
    paid(row, 120_000, DUE)
    assert "Interest for late payment" not in read(client, row)


def test_money_that_went_back_never_came(client):
    row = factories.receivable(debtor(), due_on=DUE)
    before = paid(row, 120_000, DUE)
    Allocation.objects.create(
        receivable=row,
        kind="RECEIPT",
        source="BANK",
        receipt=before.receipt,
        reverses=before,
        amount_minor=-120_000,
        booked_on=date(2026, 6, 20),
        recorded_at=factories.NOW,
    )
    assert "Interest for late payment" in read(client, row)


def test_a_consumer_is_told_nothing_before_the_letter_of_the_law(client):
    row = factories.receivable(debtor(party_type="CONSUMER"), due_on=DUE)
    page = read(client, row)
    assert "A notice must be sent after the due day first" in page
    assert "as a flat sum" not in page


def test_of_a_country_that_is_not_known_nothing_is_computed(client):
    row = factories.receivable(debtor(), due_on=DUE)
    Company.objects.update(country="US")
    assert "The law of US on late payment is not known here" in read(client, row)
