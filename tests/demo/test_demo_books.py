"""What is owed: the invoices, how they are paid, and what that leaves today."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from demo_stage import TODAY, Demo
from stdnum import iso11649
from stdnum.be import ogm_vcs

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
    """Open euros by days past due."""
    ageing: Counter[str] = Counter()
    for invoice in plan.invoices:
        open_minor = plan.open_minor(invoice, at_end_of=plan.today)
        if open_minor and not invoice.is_credit_note:
            late = (plan.today - invoice.due_on).days
            bucket = "30" if late <= 30 else "120" if late <= 120 else "more"
            ageing[bucket] += round(_euros(invoice, open_minor))
    return ageing


def test_the_balance_of_today_is_that_of_a_group_of_its_size(demo: Demo) -> None:
    year = [
        invoice
        for invoice in demo.plan.invoices
        if not invoice.is_credit_note and (TODAY - invoice.issued_on).days < 365
    ]
    sales = sum(_euros(invoice, invoice.minor) for invoice in year)
    ageing = _ageing(demo.plan)
    assert 40e6 < sales < 60e6
    assert 40 < ageing.total() / sales * 365 < 62  # days of sales outstanding
    assert 0.68 < ageing["30"] / ageing.total() < 0.85  # not overdue, or less than a month
    assert ageing["more"] / ageing.total() > 0.01
