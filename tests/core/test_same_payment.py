"""Which reports of two sources tell of one payment."""

from __future__ import annotations

from datetime import date, timedelta

from acquit.core.same_payment import Reported, same_payments

DAY = date(2026, 3, 16)


def report(key: int, **more: object) -> Reported:
    facts = {
        "customer_id": None,
        "currency": "EUR",
        "amount_minor": 100,
        "received_on": DAY,
        "iban": "",
        "receivables": frozenset(),
    }
    return Reported(key, **(facts | more))  # type: ignore[arg-type]  # the facts are a mapping


def paired(one: Reported, *others: Reported) -> dict[int, int]:
    return same_payments([one], others)


def test_the_same_customer_amount_and_week_is_one_payment():
    late = DAY + timedelta(days=10)
    assert paired(report(1, customer_id=7), report(2, customer_id=7, received_on=late)) == {
        1: 2
    }


def test_eleven_days_apart_are_two_payments():
    late = DAY + timedelta(days=11)
    other = report(2, customer_id=7, received_on=late)
    assert paired(report(1, customer_id=7), other) == {}


def test_nothing_that_binds_them_leaves_two_payments():
    assert paired(report(1), report(2)) == {}
    assert paired(report(1, customer_id=7), report(2)) == {}


def test_the_payers_account_binds():
    assert paired(report(1, iban="BE1"), report(2, iban="BE1", customer_id=7)) == {1: 2}


def test_two_customers_are_two_payments_whatever_the_account():
    one, other = (report(n, customer_id=n, iban="BE1") for n in (1, 2))
    assert paired(one, other) == {}


def test_different_invoices_are_two_payments():
    one = report(1, customer_id=7, receivables=frozenset({1}))
    assert paired(one, report(2, customer_id=7, receivables=frozenset({2}))) == {}
    assert paired(one, report(3, receivables=frozenset({1, 2}))) == {1: 3}


def test_amount_and_currency_must_agree():
    one = report(1, customer_id=7)
    assert paired(one, report(2, customer_id=7, amount_minor=101)) == {}
    assert paired(one, report(2, customer_id=7, currency="USD")) == {}


def test_each_known_report_stands_for_one_payment_the_nearest_one():
    far = report(2, customer_id=7, received_on=DAY - timedelta(days=5))
    near = report(3, customer_id=7, received_on=DAY)
    assert same_payments([report(n, customer_id=7) for n in (1, 4, 5)], [far, near]) == {
        1: 3,
        4: 2,
    }
