"""E-invoices: is it ours, whose is it, what does it ask for."""

from __future__ import annotations

from datetime import date

import papers
import pytest
from papers import Bill, invoices, statement, table, ubl
from pdf_paper import pdf

from acquit.intake.models import RunState
from acquit.ledger.models import Customer, Document, Hold, Invoice


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


def with_terms(bill: Bill, *terms: str) -> bytes:
    """The invoice with these nodes of payment terms."""
    nodes = "".join(f"<cac:PaymentTerms>{one}</cac:PaymentTerms>" for one in terms)
    totals = b"<cac:LegalMonetaryTotal>"
    return ubl(bill).replace(totals, nodes.encode() + totals)


def note(words: str) -> str:
    return f"<cbc:Note>{words}</cbc:Note>"


def part(amount: str, day: str) -> str:
    return (
        f'<cbc:Amount currencyID="EUR">{amount}</cbc:Amount>'
        f"<cbc:PaymentDueDate>{day}</cbc:PaymentDueDate>"
    )


def of_type(content: bytes, code: str) -> bytes:
    return content.replace(b">380</cbc:Invoice", f">{code}</cbc:Invoice".encode())


def prepaid(content: bytes) -> bytes:
    """An invoice of 100.00 of which 30.00 were paid before."""
    stated = b'<cbc:PrepaidAmount currencyID="EUR">30.00</cbc:PrepaidAmount>'
    rest = content.replace(b">100.00</cbc:Payable", b">70.00</cbc:Payable")
    return rest.replace(b"<cbc:PayableAmount", stated + b"<cbc:PayableAmount")


def remarks(done) -> str:
    return " ".join(str(remark) for remark in done.run.remarked)


def test_the_terms_on_the_invoice_go_before_those_of_the_customer(books):
    books.must_take(table("customer_code | name | payment_terms_days\nC1 | One | 60"))
    books.must_take(
        with_terms(Bill("F1", "1.00", due_on=None), note("30 jours fin de mois")),
        ubl(Bill("F2", "1.00", due_on=None)),
    )
    first, second = books.receivable("F1"), books.receivable("F2")
    assert (first.due_on, first.due_computed) == (date(2026, 3, 31), True)
    assert (second.due_on, second.due_computed) == (date(2026, 4, 2), True)


def test_each_instalment_is_a_receivable_with_its_own_day(books):
    bill = Bill("F1", "100.00", due_on=None)
    done = books.must_take(
        with_terms(bill, part("40.00", "2026-03-03"), part("60.00", "2026-04-03"))
    )
    one, two = books.receivable("F1", 1), books.receivable("F1", 2)
    assert (one.open_minor, one.due_on) == (4000, date(2026, 3, 3))
    assert (two.open_minor, two.due_on) == (6000, date(2026, 4, 3))
    assert (one.due_computed, two.due_computed) == (False, False)
    assert (books.invoice("F1").total_minor, done.run.created) == (10000, 1)


def test_instalments_that_do_not_add_up_are_booked_as_one_and_said(books):
    bill = Bill("F1", "100.00")
    done = books.must_take(
        with_terms(bill, part("40.00", "2026-03-03"), part("50.00", "2026-04-03"))
    )
    assert books.open_minor("F1") == 10000
    assert "instalments of 90.00 EUR" in remarks(done)


def test_discounts_are_kept_with_the_last_day_of_each(books):
    skonto = (
        "#SKONTO#TAGE=14#PROZENT=1.00#\n#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=50.00#\n"
    )
    books.must_take(with_terms(Bill("F1", "100.00"), note(skonto)))
    assert books.invoice("F1").discounts == [
        {
            "until": "2026-02-08",
            "days": 7,
            "percent": "2.00",
            "base_minor": 5000,
            "amount_minor": None,
        },
        {
            "until": "2026-02-15",
            "days": 14,
            "percent": "1.00",
            "base_minor": None,
            "amount_minor": None,
        },
    ]


def test_the_file_is_kept_with_its_invoice(books):
    paper = ubl(Bill("F1", "100.00"))
    done = books.must_take(paper)
    kept = books.invoice("F1").document
    assert bytes(kept.content) == paper
    assert done.run.document == kept


def test_a_refused_invoice_leaves_no_file_but_that_of_the_run(books):
    before = Document.objects.count()
    done = books.take(ubl(Bill("F1", "1.00", seller_vat="BE0417497106")))
    assert done.run.document is not None
    assert Document.objects.count() == before + 1


def test_an_invoice_of_the_table_gets_its_paper_and_its_discounts_later(books):
    books.must_take(invoices("F1 | C1 | 2026-02-01 | 100.00 | "))
    paper = with_terms(Bill("F1", "100.00"), note("#SKONTO#TAGE=7#PROZENT=2.00#"))
    done = books.must_take(paper)
    assert (done.run.created, done.run.updated) == (0, 1)
    assert bytes(books.invoice("F1").document.content) == paper
    assert books.invoice("F1").discounts[0]["percent"] == "2.00"
    assert books.must_take(paper).run.unchanged == 1


def test_an_invoice_that_the_table_told_in_full_may_ask_for_the_rest_alone(books):
    books.must_take(invoices("F1 | C1 | 2026-02-01 | 100.00 | 70.00"))
    rest = prepaid(ubl(Bill("F1", "100.00")))
    assert books.must_take(rest).run.updated == 1
    assert books.open_minor("F1") == 7000
    assert books.must_take(rest).run.unchanged == 1


def test_an_e_invoice_over_the_rest_of_another_one_is_refused(books):
    books.must_take(ubl(Bill("F1", "100.00")))
    done = books.take(prepaid(ubl(Bill("F1", "100.00"))))
    assert "as it is booked" in str(done.problems[0].wanted)


def test_what_was_prepaid_is_not_asked_for_and_is_said(books):
    done = books.must_take(prepaid(ubl(Bill("F1", "100.00"))))
    assert books.open_minor("F1") == 7000
    assert "F1 asks for 70.00 of 100.00 EUR" in remarks(done)


def test_an_invoice_that_is_known_makes_no_second_customer(books):
    books.must_take(invoices("F1 | C1 | 2026-02-01 | 100.00 | "))
    books.must_take(ubl(Bill("F1", "100.00", buyer="", buyer_name="Somebody Else")))
    assert Customer.objects.count() == 2


@pytest.mark.parametrize(
    "junk", ["2026-02-01 00:00:00", "NOTPROVIDED", "0000000", "-", "12", "x" * 41]
)
def test_a_payment_reference_that_no_payer_would_give_is_not_kept(books, junk):
    books.must_take(ubl(Bill("F1", "1.00", reference=junk)))
    assert books.invoice("F1").payment_reference == ""


def test_a_pro_forma_invoice_is_refused(books):
    done = books.take(of_type(ubl(Bill("F1", "1.00")), "325"))
    assert "pro forma" in str(done.problems[0].saw)
    assert not Invoice.objects.exists()


def test_a_self_billed_invoice_is_ours_and_said(books):
    done = books.must_take(of_type(ubl(Bill("F1", "1.00")), "389"))
    assert books.open_minor("F1") == 100
    assert "written by the customer" in remarks(done)


def test_a_factored_invoice_is_said(books):
    done = books.must_take(of_type(ubl(Bill("F1", "1.00")), "393"))
    assert "assigned to a factor (type 393): not named" in remarks(done)


def test_an_invoice_that_somebody_else_is_paid_for_is_said(books):
    name = b"<cac:PartyName><cbc:Name>%s</cbc:Name></cac:PartyName>"
    payee = b"<cac:PayeeParty>" + name + b"</cac:PayeeParty>"
    totals = b"<cac:LegalMonetaryTotal>"
    group, us = payee % b"Gamma Treasury", payee % b"Alfa Trading"
    one = ubl(Bill("F1", "1.00")).replace(totals, group + totals)
    two = ubl(Bill("F2", "1.00")).replace(totals, us + totals)
    assert "to be paid to Gamma Treasury" in remarks(books.must_take(one))
    assert "to be paid to" not in remarks(books.must_take(two))


def test_an_invoice_to_this_company_is_a_debt(books):
    done = books.take(
        ubl(
            Bill(
                *("F1", "1.00"),
                seller="Beta Works SA",
                seller_vat="BE0417497106",
                buyer="",
                buyer_vat="BE0403170701",
            )
        )
    )
    assert "an invoice of Beta Works SA to this company" in str(done.problems[0].saw)


def test_nobody_is_reminded_of_an_invoice_that_a_correction_may_replace(books):
    books.must_take(ubl(Bill("F1", "100.00")))
    correction = of_type(ubl(Bill("F2", "90.00", corrects=("F1",))), "384")
    done = books.must_take(correction)
    hold = Hold.objects.get()
    assert (hold.receivable, hold.words) == (books.receivable("F1"), "F2")
    assert "F2 corrects F1" in remarks(done)
    books.must_take(correction)
    assert Hold.objects.count() == 1


def test_a_pdf_is_booked_by_its_xml_and_kept_as_it_is(books):
    paper = pdf(("factur-x.xml", ubl(Bill("F1", "100.00"))))
    done = books.must_take(paper)
    assert (done.run.format, books.open_minor("F1")) == ("facturx", 10000)
    assert bytes(books.invoice("F1").document.content) == paper
    again = books.must_take(paper)
    assert (again.run.created, again.run.unchanged) == (0, 1)
