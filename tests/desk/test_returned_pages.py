"""A returned payment on the pages: on its line, on the invoice, in the customer's story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import factories
import papers
import pytest
from django.test import Client
from django.urls import reverse
from papers import Paid, invoices, statement

from acquit.bank.models import Line
from acquit.cycle.models import Cycle
from acquit.organisation.models import Company, Person, Role

PAYMENT = Paid(
    "100.00", "2026-001", on=date(2026, 3, 9), name="Customer C1", end_to_end_id="E2E-1"
)
BACK = replace(PAYMENT, amount="-100.00", on=date(2026, 3, 13), return_reason="AM04")
FIRST = {"day": date(2026, 3, 9), "number": "2026-040"}
SECOND = {"day": date(2026, 3, 13), "number": "2026-041"}


@pytest.fixture
def books(ours: Company) -> papers.Books:
    Cycle.objects.create(day=papers.TODAY, started_at=papers.AT)
    made = papers.Books(ours)
    made.must_take(papers.customers("C1", "C2"))
    made.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    made.must_take(statement(PAYMENT, **FIRST))
    return made


@pytest.fixture
def anna(ours: Company, signed_in: Callable[[Person], Client]) -> Client:
    return signed_in(factories.grant(factories.person(), Role.ADMINISTRATOR, ours))


def page(client: Client, name: str, *keys: int) -> str:
    answer = client.get(reverse(f"desk:{name}", args=keys))
    assert answer.status_code == 200
    return str(answer.content.decode())


def paid() -> Line:
    return Line.objects.get(amount_minor__gt=0)


def back() -> Line:
    return Line.objects.get(amount_minor__lt=0)


def test_the_reason_is_told_in_words_wherever_the_payment_is(books, anna):
    books.must_take(statement(BACK, **SECOND))
    reason = "not enough money on the account (AM04)"
    assert reason in page(anna, "bank_line", back().pk)
    assert reason in page(anna, "bank_line", paid().pk)
    assert reason in page(anna, "invoice", books.invoice("2026-001").pk)
    customer = page(anna, "customer", books.customer("C1").pk)
    assert "Payment returned" in customer
    assert reason in customer


def test_in_french_it_is_told_in_french(books, anna):
    books.must_take(statement(BACK, **SECOND))
    Person.objects.update(language="fr")
    assert "provision insuffisante (AM04)" in page(anna, "bank_line", back().pk)


def test_a_code_that_nobody_knows_is_told_as_it_is(books, anna):
    books.must_take(statement(replace(BACK, return_reason="ZZ99"), **SECOND))
    assert "ZZ99" in page(anna, "bank_line", back().pk)


def test_by_hand_a_line_is_put_to_its_payment_and_taken_from_it(books, anna):
    books.must_take(statement(replace(BACK, end_to_end_id="OTHER"), **SECOND))
    say = reverse("desk:say_returned", args=[back().pk, paid().pk])
    assert say in page(anna, "bank_line", back().pk)
    anna.get(say)
    anna.post(say)
    assert books.open_minor("2026-001") == 10_000
    undo = reverse("desk:undo_return", args=[back().pk])
    assert undo in page(anna, "bank_line", back().pk)
    anna.post(undo)
    assert books.open_minor("2026-001") == 0


def test_who_may_only_look_changes_nothing(books, ours, signed_in):
    books.must_take(statement(replace(BACK, end_to_end_id="OTHER"), **SECOND))
    someone = factories.grant(
        factories.person("Rik", "rik@example.org"), Role.READ_ONLY, ours
    )
    reader = signed_in(someone)
    answer = reader.post(reverse("desk:say_returned", args=[back().pk, paid().pk]))
    assert answer.status_code in {403, 404}
    assert books.open_minor("2026-001") == 0


def test_the_audit_trail_keeps_who_said_it(books, anna):
    books.must_take(statement(replace(BACK, end_to_end_id="OTHER"), **SECOND))
    anna.post(reverse("desk:say_returned", args=[back().pk, paid().pk]))
    assert "Payment returned" in page(anna, "audit")
