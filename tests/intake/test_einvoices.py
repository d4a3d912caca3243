"""E-invoices: is it ours, whose is it, what does it ask for."""

from __future__ import annotations

from datetime import date

import papers
import pytest
from papers import Bill, invoices, statement, table, ubl

from acquit.intake.models import RunState
from acquit.ledger.models import Customer, Invoice


@pytest.fixture
def books(books):
    """The company knows its VAT number already."""
    books.company.vat = "BE0403170701"
    books.company.save()
    return books


def test_an_invoice_is_booked_for_the_customer_it_names(books):
    done = books.must_take(ubl(Bill("F1", "121.00", buyer="C1")))
    one = books.receivable("F1")
    assert (one.customer, one.open_minor) == (books.customer("C1"), 12100)
    assert one.due_on == date(2026, 3, 3)
    assert (done.run.format, done.run.created) == ("ubl", 1)


def test_the_same_invoice_twice_changes_nothing(books):
    books.must_take(ubl(Bill("F1", "121.00")))
    again = books.must_take(ubl(Bill("F1", "121.00")))
    assert (again.run.created, again.run.unchanged) == (0, 1)


def test_another_amount_under_its_number_is_refused(books):
    books.must_take(ubl(Bill("F1", "121.00")))
    done = books.take(ubl(Bill("F1", "122.00")))
    assert done.run.state == RunState.REFUSED
    assert "as it is booked" in str(done.problems[0].wanted)


def test_an_unknown_buyer_becomes_a_customer_that_a_person_shall_look_at(books):
    done = books.must_take(ubl(Bill("F1", "1.00", buyer="", buyer_vat="BE0417497106")))
    made = Customer.objects.get(code="BE0417497106")
    assert made.needs_review
    assert made.name == "Menuiserie Dupré"
    assert "was not known: made from the invoice" in str(done.run.remarked[0])
    books.must_take(ubl(Bill("F2", "1.00", buyer="", buyer_vat="BE 0417.497.106")))
    assert books.receivable("F2").customer == made


def test_a_row_of_the_customers_table_settles_the_doubt(books):
    books.must_take(ubl(Bill("F1", "1.00", buyer="", buyer_vat="BE0417497106")))
    books.must_take(table("customer_code | name\nBE0417497106 | Menuiserie Dupré SRL"))
    assert not Customer.objects.get(code="BE0417497106").needs_review


def test_a_buyer_is_found_by_its_vat_number(books):
    books.must_take(table("customer_code | name | vat\nC1 | Customer C1 | BE0417497106"))
    books.must_take(ubl(Bill("F1", "1.00", buyer="", buyer_vat="BE0417497106")))
    assert books.receivable("F1").customer == books.customer("C1")


def test_a_name_alone_never_finds_a_customer(books):
    books.must_take(ubl(Bill("F1", "1.00", buyer="", buyer_name="Customer C1")))
    assert books.receivable("F1").customer != books.customer("C1")


def test_an_invoice_of_another_seller_is_refused(books):
    done = books.take(ubl(Bill("F1", "1.00", seller_vat="BE0417497106")))
    assert done.run.state == RunState.REFUSED
    assert "an invoice of Alfa Trading NV (BE0417497106)" in str(done.problems[0].saw)
    assert not Invoice.objects.exists()


def test_a_number_without_its_country_is_the_same_number(books):
    books.company.vat = ""
    books.company.registration = "0403.170.701"
    books.company.save()
    books.must_take(ubl(Bill("F1", "1.00")))


def test_the_first_invoice_under_our_name_teaches_our_number(db):
    books = papers.open_books()
    done = books.must_take(papers.customers("C1"), ubl(Bill("F1", "1.00")))
    books.company.refresh_from_db()
    assert books.company.vat == "BE0403170701"
    assert any("BE0403170701 was taken over" in str(remark) for remark in done.run.remarked)
    other = books.take(ubl(Bill("F2", "1.00", seller_vat="BE0417497106")))
    assert other.run.state == RunState.REFUSED


def test_under_another_name_nothing_is_learned(db):
    books = papers.open_books()
    done = books.take(ubl(Bill("F1", "1.00", seller="Beta Works SA")))
    assert done.run.state == RunState.REFUSED
    books.company.refresh_from_db()
    assert books.company.vat == ""


def credit(number: str, amount: str, *corrects: str, **more: object) -> bytes:
    return ubl(Bill(number, amount, credit_note=True, corrects=corrects, **more))


def test_a_credit_note_lowers_the_invoice_that_it_names(books):
    books.must_take(ubl(Bill("F1", "100.00")), credit("K1", "30.00", "F1"))
    assert books.open_minor("F1") == 7000
    assert books.invoice("K1").available_minor == 0


def test_a_fully_credited_invoice_is_settled_on_the_day_of_the_credit(books):
    books.must_take(
        ubl(Bill("F1", "100.00")), credit("K1", "100.00", "F1", on=date(2026, 2, 9))
    )
    one = books.receivable("F1")
    assert (one.open_minor, one.settled_on) == (0, date(2026, 2, 9))


def test_credited_invoices_stay_so_when_everything_comes_again(books):
    everything = ubl(Bill("F1", "100.00")), credit("K1", "30.00", "F1")
    books.must_take(*everything)
    again = books.must_take(*everything)
    assert (again.run.created, again.run.unchanged) == (0, 1)
    assert books.open_minor("F1") == 7000


def test_a_credit_note_that_comes_first_waits_for_its_invoice(books):
    books.must_take(credit("K1", "100.00", "F1"))
    assert books.invoice("K1").available_minor == 10000
    books.must_take(ubl(Bill("F1", "100.00")))
    assert (books.open_minor("F1"), books.invoice("K1").available_minor) == (0, 0)


def test_a_credit_note_never_lowers_another_customers_invoice(books):
    books.must_take(ubl(Bill("F1", "100.00", buyer="C2")), credit("K1", "30.00", "F1"))
    assert books.open_minor("F1") == 10000


def test_the_accounting_that_knows_of_the_credit_does_not_count_it_twice(books):
    books.must_take(ubl(Bill("F1", "100.00")), credit("K1", "30.00", "F1"))
    books.must_take(invoices("F1 | C1 | 2026-02-01 | 100.00 | 70.00"))
    assert books.open_minor("F1") == 7000
    books.must_take(statement(papers.Paid("70.00", "fact F1 2026")))


def test_a_credit_that_the_accounting_had_counted_takes_its_place(books):
    books.must_take(invoices("F1 | C1 | 2026-02-01 | 100.00 | 0"))
    books.must_take(credit("K1", "100.00", "F1"))
    assert (books.open_minor("F1"), books.invoice("K1").available_minor) == (0, 0)


def test_a_negative_invoice_is_a_credit_note_and_keeps_its_sign(books):
    books.must_take(ubl(Bill("F2", "-50.00")))
    note = books.invoice("F2")
    assert (note.kind, note.total_minor, note.written_negative) == (
        "CREDIT_NOTE",
        5000,
        True,
    )
    assert note.available_minor == 5000


def test_a_negative_credit_note_asks_for_money(books):
    books.must_take(credit("K2", "-50.00"))
    assert books.open_minor("K2") == 5000


def test_a_missing_due_day_comes_from_the_terms(books):
    books.must_take(ubl(Bill("F1", "1.00", due_on=None)))
    one = books.receivable("F1")
    assert (one.due_on, one.due_computed) == (date(2026, 3, 3), True)
