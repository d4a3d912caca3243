"""What is owed: the invoices, how they are paid, and what that leaves today."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from statistics import median, pstdev

import pytest
from demo_stage import TODAY, Demo
from stdnum import iso11649
from stdnum.be import ogm_vcs

from acquit.demo import files
from acquit.demo.habits import Habit
from acquit.demo.invoices import RATES, Invoice
from acquit.demo.plan import Plan


def test_invoice_numbers_run_without_gaps_in_order_of_issue(demo: Demo) -> None:
    series = defaultdict(list)
    for invoice in demo.plan.invoices:
        year, kind = invoice.issued_on.year, invoice.is_credit_note
        series[invoice.company, year, kind].append(invoice)
    for invoices in series.values():
        serials = [
            int(invoice.number.replace("/", "-")[-5:].lstrip("-")) for invoice in invoices
        ]
        assert serials == list(range(serials[0], serials[0] + len(serials)))


def test_about_as_many_invoices_as_asked_and_none_from_the_future(demo: Demo) -> None:
    invoices = [invoice for invoice in demo.plan.invoices if not invoice.is_credit_note]
    assert len(invoices) == 20_000
    assert max(invoice.issued_on for invoice in invoices) <= TODAY
    assert all(invoice.minor > 0 for invoice in demo.plan.invoices)


def test_every_belgian_invoice_has_a_valid_structured_communication_of_its_own(
    demo: Demo,
) -> None:
    references = [
        invoice.reference
        for invoice in demo.plan.invoices
        if invoice.company == "BE01" and not invoice.is_credit_note
    ]
    assert all(ogm_vcs.is_valid(reference) for reference in references)
    assert len(set(references)) == len(references)


def test_other_references_are_valid_creditor_references(demo: Demo) -> None:
    references = [
        invoice.reference
        for invoice in demo.plan.invoices
        if invoice.company != "BE01" and invoice.reference
    ]
    assert len(references) > 500
    assert all(iso11649.is_valid(reference) for reference in references)


def test_a_credit_note_is_never_larger_than_its_invoice(demo: Demo) -> None:
    invoices = {invoice.number: invoice for invoice in demo.plan.invoices}
    notes = [invoice for invoice in demo.plan.invoices if invoice.is_credit_note]
    assert len(notes) > 100
    for credit in notes:
        corrected = invoices[credit.corrects]
        assert credit.minor <= corrected.minor
        assert credit.issued_on >= corrected.issued_on
        assert credit.customer is corrected.customer


def test_nothing_is_ever_settled_twice(demo: Demo) -> None:
    for invoice in demo.plan.invoices:
        assert 0 <= demo.plan.open_minor(invoice, at_end_of=date.max) <= invoice.minor


def test_the_insolvent_pay_nothing_after_they_stopped(demo: Demo) -> None:
    for payment in demo.plan.payments:
        stops_on = payment.customer.payer.stops_on
        assert stops_on is None or payment.day < stops_on


def test_the_deteriorating_pay_later_this_year_than_last(demo: Demo) -> None:
    late: dict[bool, list[int]] = defaultdict(list)
    for payment in demo.plan.payments:
        if payment.customer.payer.habit is Habit.DETERIORATING:
            for invoice, _ in payment.allocations:
                recent = (TODAY - invoice.due_on).days < 120
                late[recent].append((payment.day - invoice.due_on).days)
    assert sum(late[True]) / len(late[True]) > sum(late[False]) / len(late[False]) + 20


def _euros(invoice: Invoice, minor: int) -> float:
    return minor / 100 / RATES[invoice.currency]


def _ageing(plan: Plan) -> Counter[str]:
    """Open euros, and of them those that are past due, and long past due."""
    ageing: Counter[str] = Counter()
    for invoice in plan.invoices:
        open_minor = plan.open_minor(invoice, at_end_of=plan.today)
        if open_minor and not invoice.is_credit_note:
            late = (plan.today - invoice.due_on).days
            euros = round(_euros(invoice, open_minor))
            ageing["open"] += euros
            ageing["overdue"] += euros * (late > 0)
            ageing["a month"] += euros * (late > 30)
            ageing["a season"] += euros * (late > 90)
    return ageing


@pytest.mark.parametrize(
    "today",
    [date(2026, 2, 27), date(2026, 5, 31), date(2026, 9, 23), date(2026, 11, 22)],
)
def test_the_balance_is_that_of_a_group_of_its_size_at_any_season(today: date) -> None:
    plan = files.make_plan(seed=1, today=today, customers=600, invoices=20_000)
    sales = sum(
        _euros(invoice, invoice.minor)
        for invoice in plan.invoices
        if not invoice.is_credit_note and (today - invoice.issued_on).days < 365
    )
    ageing = _ageing(plan)
    assert 40e6 < sales < 60e6
    assert 42 < ageing["open"] / sales * 365 < 62  # days of sales outstanding
    assert 0.28 < ageing["overdue"] / ageing["open"] < 0.42
    assert 0.06 < ageing["a month"] / ageing["open"] < 0.13
    assert ageing["a season"] / ageing["open"] > 0.01


def _late(plan: Plan, habit: Habit) -> list[int]:
    """Days past due of what customers of this habit have paid or still owe."""
    return [
        (payment.day - invoice.due_on).days
        for payment in plan.payments
        if payment.customer.payer.habit is habit and payment.day <= plan.today
        for invoice, minor in payment.allocations
        if minor > 0
    ]


def test_every_habit_can_be_told_from_what_its_customers_paid(demo: Demo) -> None:
    late = {habit: _late(demo.plan, habit) for habit in Habit}
    typical = {habit: median(days) for habit, days in late.items()}
    assert abs(typical[Habit.PROMPT]) <= 2
    assert typical[Habit.AFTER_REMINDER] >= typical[Habit.PROMPT] + 4
    assert typical[Habit.SLOW_STEADY] >= 15
    assert typical[Habit.PUBLIC_BODY] >= 10
    spread = {habit: pstdev(days) for habit, days in late.items()}
    assert spread[Habit.ERRATIC] > 2 * spread[Habit.DIRECT_DEBIT]


def test_a_tenth_of_the_customers_pay_by_direct_debit_and_some_come_back(
    demo: Demo,
) -> None:
    customers = [c for c in demo.plan.customers if c.payment_method == "direct_debit"]
    assert 0.08 <= len(customers) / len(demo.plan.customers) <= 0.1
    returned = [
        truth
        for truths in demo.plan.truths.values()
        for truth in truths
        if truth.deal == "RETURNED"
    ]
    assert 1 <= len(returned) <= 12
