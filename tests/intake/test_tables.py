"""Acquit's own tables: taken whole or in part, twice without a trace."""

from __future__ import annotations

from datetime import date

import papers
import pytest
from papers import customers, invoices, receipts, table

from acquit.audit.models import Entry
from acquit.formats.records import Refused
from acquit.intake.models import Run, RunState
from acquit.ledger.models import Contact, Customer, CustomerIban, Invoice, Receivable

CONTACTS = "customer_code | name | role | email\nC1 | Anne | accounting | anne@c1.example"
FOUR = [
    customers("C8", "C9"),
    table(CONTACTS),
    invoices("2026-001 | C1 | 2026-02-01 | 100.00 | 40.00"),
    receipts("R1 | C2 | 2026-03-16 | 55.00 | | on account"),
]


@pytest.mark.parametrize(
    "paper", FOUR, ids=["customers", "contacts", "invoices", "receipts"]
)
def test_the_same_table_twice_creates_nothing(books, paper):
    first = books.must_take(paper)
    again = books.must_take(paper)
    rows = len(paper.splitlines()) - 1
    assert (first.run.created, first.run.state) == (rows, RunState.TAKEN)
    assert (again.run.created, again.run.updated, again.run.unchanged) == (0, 0, rows)


def test_the_sums_hold_only_what_was_taken(books):
    books.must_take(
        invoices("F1 | C1 | 2026-02-01 | 100.00 |"),
        receipts("R1 | C1 | 2026-02-02 | 9.00 | |"),
    )
    in_dollars = table(
        "invoice_number | customer_code | issue_date | amount | currency\n"
        "F1 | C1 | 2026-02-01 | 80.00 | USD\nF2 | C1 | 2026-02-01 | 7.00 | EUR"
    )
    changed = receipts("R1 | C1 | 2026-02-02 | 8.00 | |", "R2 | C1 | 2026-02-02 | 1.00 | |")
    assert books.take(in_dollars, partial=True).run.sums == {"EUR": 700}
    assert books.take(changed, partial=True).run.sums == {"EUR": 100}


def test_a_run_remembers_its_file_its_counts_and_its_sums(books):
    run = books.must_take(
        invoices("F1 | C1 | 2026-02-01 | 100.00 |", "F2 | C1 | 2026-02-01 | 20.50 |")
    ).run
    assert (run.format, run.created, run.refused) == ("acquit.invoices", 2, 0)
    assert run.sums == {"EUR": papers.minor("120.50")}
    assert run.document is not None
    assert run.actor_name == "clerk"


def test_a_corrected_invoice_is_updated_and_the_trail_keeps_what_stood_there(books):
    books.must_take(invoices("F1 | C1 | 2026-02-01 | 100.00 |"))
    done = books.must_take(invoices("F1 | C1 | 2026-02-01 | 120.00 |"))
    assert (done.run.updated, books.open_minor("F1")) == (1, papers.minor("120.00"))
    assert books.invoice("F1").total_minor == papers.minor("120.00")
    entry = Entry.objects.get(event="invoice_corrected")
    assert entry.details == {"amount_minor": "10000"}
    assert entry.actor_name == "clerk"


def test_a_corrected_customer_is_updated_and_the_trail_keeps_what_stood_there(books):
    books.must_take(table("customer_code | name\nC1 | New Name"))
    assert books.customer().name == "New Name"
    entry = Entry.objects.get(event="customer_corrected")
    assert entry.details["name"] == "Customer C1"


def test_empty_cells_keep_what_is_known_of_a_customer(books):
    books.must_take(
        table(
            "customer_code | name | country | language | payment_method | currency\n"
            "C1 | Customer C1 | FR | fr | direct debit | USD"
        )
    )
    books.must_take(customers("C1"))
    one = books.customer()
    assert (one.country, one.language, one.currency) == ("FR", "fr", "USD")
    assert (one.payment_method, one.party_type) == ("DIRECT_DEBIT", "BUSINESS")


def test_a_new_customer_without_words_is_like_its_company(books):
    one = books.customer()
    assert (one.country, one.language, one.currency) == ("BE", "nl", "EUR")


def test_a_bad_row_takes_the_whole_file_back(books):
    rows = ["F1 | C1 | 2026-02-01 | 100.00 |", "F2 | C9 | 2026-02-01 | 100.00 |"]
    done = books.take(invoices(*rows))
    assert done.run.state == RunState.REFUSED
    assert (done.run.created, done.run.refused) == (0, 2)
    assert not Invoice.objects.exists()
    assert str(done.problems[0].where) == "line 3, column customer_code"


def test_the_good_rows_are_taken_when_that_is_wished(books):
    rows = ["F1 | C1 | 2026-02-01 | 100.00 |", "F2 | C9 | 2026-02-01 | 100.00 |"]
    done = books.take(invoices(*rows), partial=True)
    assert done.run.state == RunState.PARTLY
    assert (done.run.created, done.run.refused) == (1, 1)
    assert list(Invoice.objects.values_list("number", flat=True)) == ["F1"]
    assert done.run.problems.get().saw == "“C9”"


def test_nothing_is_half_written_when_a_late_row_is_bad(books):
    rows = [f"F{n} | C1 | 2026-02-01 | 100.00 |" for n in range(5500)]
    done = books.take(invoices(*rows, "F9999 | C1 | 2026-02-31 | 100.00 |"))
    assert done.run.state == RunState.REFUSED
    assert not Invoice.objects.exists()
    assert not Receivable.objects.exists()


def test_a_reader_that_gives_up_leaves_nothing_even_in_part(books):
    def read(source):
        from acquit.formats.records import Problem

        good = recognise(paper).read(paper)
        yield from good
        raise Refused(Problem(where="line 3", saw="x", wanted="y", remedy="z"))

    from acquit.formats.registry import Format, recognise
    from acquit.formats.source import Source
    from acquit.intake.actions import imports

    paper = Source.of_bytes(invoices("F1 | C1 | 2026-02-01 | 100.00 |"))
    context = imports.Context(
        company=books.company, on=papers.TODAY, at=papers.AT, actor=papers.CLERK
    )
    broken = Format("acquit.invoices", "table", read)
    imports.book_file(broken, paper, context, partial=True)
    assert not Invoice.objects.exists()
    assert context.saved.created == 0
    assert [str(problem.saw) for problem in context.problems] == ["x"]


@pytest.mark.parametrize(
    ("paper", "saw"),
    [
        (customers("C7", "C7"), "customer C7 a second time"),
        (
            invoices("F1 | C1 | 2026-02-01 | 1.00 |", "F1 | C1 | 2026-02-01 | 1.00 |"),
            "invoice F1, instalment 1 a second time",
        ),
        (
            receipts("R1 | C1 | 2026-02-01 | 1.00 | |", "R1 | C1 | 2026-02-01 | 2.00 | |"),
            "receipt R1 a second time",
        ),
        (
            table(CONTACTS + "\nC1 | Anne | | other@c1.example"),
            "contact Anne of C1 a second",
        ),
    ],
)
def test_a_row_that_comes_twice_is_refused(books, paper, saw):
    done = books.take(paper)
    assert done.run.state == RunState.REFUSED
    assert saw in str(done.problems[0].saw)


@pytest.mark.parametrize(
    ("paper", "saw"),
    [
        (invoices(f"{'9' * 61} | C1 | 2026-02-01 | 1.00 |"), "61 characters in number"),
        (table(f"customer_code | name\nC7 | {'x' * 201}"), "201 characters in name"),
        (table(f"customer_code | name | unit\nC7 | Seven | {'x' * 21}"), "xxxxxxxxxxx"),
        (table(f"customer_code | name | ibans\nC7 | Seven | {'1' * 35}"), "1" * 35),
        (table("customer_code | name | country\nC7 | Seven | Belgium"), "Belgium"),
        (receipts(f"{'9' * 81} | C1 | 2026-02-01 | 1.00 | |"), "81 characters in key"),
    ],
)
def test_a_text_too_long_for_the_books_is_refused_with_its_place(books, paper, saw):
    done = books.take(paper)
    assert saw in str(done.problems[0].saw)
    assert str(done.problems[0].where).startswith("line 2")


def test_formulas_in_cells_are_only_text(books):
    books.must_take(
        table('customer_code | name\nC7 | =HYPERLINK("http://x";"y")'.replace(";", ","))
    )
    assert books.customer("C7").name.startswith("=HYPERLINK")


def test_instalments_stand_alone_and_make_the_document_together(books):
    rows = (
        "invoice_number | instalment | customer_code | issue_date | due_date | amount\n"
        "F1 | 1 | C1 | 2026-02-01 | 2026-03-01 | 60.00\n"
        "F1 | 2 | C1 | 2026-02-01 | 2026-04-01 | 40.00"
    )
    done = books.must_take(table(rows))
    assert done.run.created == 2
    assert books.invoice("F1").total_minor == papers.minor("100.00")
    assert books.receivable("F1", 2).due_on == date(2026, 4, 1)


def test_instalments_of_two_customers_are_no_invoice(books):
    rows = (
        "invoice_number | instalment | customer_code | issue_date | amount\n"
        "F1 | 1 | C1 | 2026-02-01 | 60.00\n"
        "F1 | 2 | C2 | 2026-02-01 | 40.00"
    )
    assert "F1 of customer C2" in str(books.take(table(rows)).problems[0].saw)


def test_another_currency_under_a_known_number_is_refused(books):
    books.must_take(invoices("F1 | C1 | 2026-02-01 | 100.00 |"))
    head = "invoice_number | customer_code | issue_date | amount | currency"
    done = books.take(table(f"{head}\nF1 | C1 | 2026-02-01 | 100.00 | USD"))
    assert str(done.problems[0].wanted) == "EUR, as it is booked"


def test_the_same_number_in_another_year_is_another_invoice(books):
    books.must_take(
        invoices("77 | C1 | 2025-02-01 | 1.00 |", "77 | C1 | 2026-02-01 | 2.00 |")
    )
    assert Invoice.objects.filter(number="77").count() == 2


def test_a_missing_due_day_comes_from_the_customers_terms_and_says_so(books):
    books.must_take(
        table("customer_code | name | payment_terms_days\nC1 | Customer C1 | 45")
    )
    books.must_take(
        invoices("F1 | C1 | 2026-02-01 | 1.00 |", "F2 | C2 | 2026-02-01 | 1.00 |")
    )
    own, usual = books.receivable("F1"), books.receivable("F2")
    assert (own.due_on, own.due_computed) == (date(2026, 3, 18), True)
    assert usual.due_on == date(2026, 3, 3)


def test_corrected_terms_and_days_change_the_discount_that_is_offered(books):
    def told(day: str, terms: str) -> list[tuple[str, str]]:
        header = "invoice_number | customer_code | issue_date | amount | terms"
        books.must_take(table(f"{header}\nF1 | C1 | {day} | 100.00 | {terms}"))
        found = Invoice.objects.get(number="F1").discounts
        return [(one["until"], one["percent"]) for one in found]

    assert told("2026-02-01", "Payment within 10 days, 2% discount") == [
        ("2026-02-11", "2")
    ]
    assert told("2026-02-03", "Payment within 10 days, 2% discount") == [
        ("2026-02-13", "2")
    ]
    assert told("2026-02-03", "Payment within 8 days, 3% discount") == [("2026-02-11", "3")]


def test_an_open_amount_settles_the_difference_as_of_today(books):
    books.must_take(invoices("F1 | C1 | 2026-02-01 | 100.00 | 40.00"))
    one = books.receivable("F1")
    assert (one.open_minor, one.stated_minor) == (4000, 4000)
    entry = one.allocations.get()
    assert (entry.kind, entry.amount_minor, entry.booked_on) == (
        "STATED",
        6000,
        papers.TODAY,
    )


def test_settled_on_closes_history_on_its_own_day(books):
    row = "invoice_number | customer_code | issue_date | amount | settled_on\n"
    books.must_take(table(row + "F1 | C1 | 2025-02-01 | 100.00 | 2025-03-07"))
    one = books.receivable("F1")
    assert (one.open_minor, one.settled_on) == (0, date(2025, 3, 7))


def test_settled_and_open_at_once_is_refused(books):
    row = (
        "invoice_number | customer_code | issue_date | amount | settled_on | open_amount\n"
    )
    done = books.take(table(row + "F1 | C1 | 2025-02-01 | 100.00 | 2025-03-07 | 5.00"))
    assert str(done.problems[0].wanted) == "one or the other"


def test_more_open_than_invoiced_is_refused(books):
    done = books.take(invoices("F1 | C1 | 2026-02-01 | 100.00 | 100.01"))
    assert str(done.problems[0].where) == "line 2, column open_amount"


def test_an_amount_below_what_is_paid_is_refused(books):
    books.must_take(
        invoices("2026-001 | C1 | 2026-02-01 | 100.00 |"),
        receipts("R1 | C1 | 2026-03-01 | 100.00 | 2026-001 |"),
    )
    done = books.take(invoices("2026-001 | C1 | 2026-02-01 | 80.00 |"))
    assert "which is paid already" in str(done.problems[0].wanted)
    assert books.receivable("2026-001").amount_minor == 10000


def test_an_amount_below_what_the_accounting_itself_settled_is_taken(books):
    books.must_take(invoices("F1 | C1 | 2026-02-01 | 100.00 | 0"))
    books.must_take(invoices("F1 | C1 | 2026-02-01 | 80.00 | 0"))
    one = books.receivable("F1")
    assert (one.amount_minor, one.open_minor) == (8000, 0)
    assert sum(a.amount_minor for a in one.allocations.all()) == 8000


def test_a_raised_amount_that_is_settled_stays_settled(books):
    books.must_take(invoices("F1 | C1 | 2026-02-01 | 100.00 | 0"))
    books.must_take(invoices("F1 | C1 | 2026-02-01 | 120.00 | 0"))
    assert books.open_minor("F1") == 0


def test_an_invoice_moves_to_the_customer_that_the_accounting_corrects_it_to(books):
    books.must_take(invoices("F1 | C1 | 2026-02-01 | 100.00 |"))
    done = books.must_take(invoices("F1 | C2 | 2026-02-01 | 100.00 |"))
    assert books.receivable("F1").customer == books.customer("C2")
    assert {books.customer("C1").pk, books.customer("C2").pk} <= done.customer_ids


CREDIT = "invoice_number | customer_code | type | issue_date | amount | open_amount\n"


def test_a_credit_note_is_credit_of_its_customer(books):
    books.must_take(table(CREDIT + "K1 | C1 | credit_note | 2026-02-01 | 50.00 |"))
    note = books.invoice("K1")
    assert (note.kind, note.available_minor) == ("CREDIT_NOTE", 5000)
    assert books.taken[-1].run.sums == {"EUR": -5000}


def test_a_credit_note_that_the_accounting_has_used_carries_nothing(books):
    row = CREDIT + "K1 | C1 | credit_note | 2026-02-01 | 50.00 |"
    books.must_take(table(row + "50.00"))
    books.must_take(table(row + "20.00"))
    assert books.invoice("K1").available_minor == 2000
    books.must_take(table(row + "20.00"))
    assert books.invoice("K1").available_minor == 2000


def test_other_money_under_a_known_reference_of_a_receipt_is_refused(books):
    books.must_take(receipts("R1 | C1 | 2026-03-16 | 55.00 | |"))
    done = books.take(receipts("R1 | C1 | 2026-03-16 | 56.00 | |"))
    assert done.run.state == RunState.REFUSED
    assert [receipt.amount_minor for receipt in books.receipts()] == [5500]


def test_a_receipt_settles_the_invoices_it_names_in_their_order(books):
    books.must_take(
        invoices(
            "2026-001 | C1 | 2026-02-01 | 60.00 |", "2026-002 | C1 | 2026-01-01 | 60.00 |"
        )
    )
    books.must_take(receipts("R1 | C1 | 2026-03-16 | 80.00 | 2026-001 2026-002 |"))
    assert (books.open_minor("2026-001"), books.open_minor("2026-002")) == (0, 4000)


def test_a_receipt_waits_for_an_invoice_that_comes_later(books):
    done = books.must_take(receipts("R1 | C1 | 2026-03-16 | 60.00 | 2026-001 |"))
    assert "no invoice 2026001 is known" in str(done.run.remarked[0])
    books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 60.00 |"))
    assert books.open_minor("2026-001") == 0


def test_parents_are_linked_whatever_the_order_of_rows(books):
    books.must_take(
        table("customer_code | name | parent_code\nC5 | Five | C6\nC6 | Six | C7")
    )
    assert books.customer("C5").parent == books.customer("C6")
    assert "C7 is not among the customers" in str(books.taken[-1].run.remarked[0])


def test_ibans_are_kept_without_spaces_and_only_added(books):
    row = "customer_code | name | ibans\nC1 | Customer C1 | "
    books.must_take(table(row + "BE71096123456769"))
    books.must_take(table(row + "BE68539007547034"))
    assert CustomerIban.objects.filter(customer=books.customer()).count() == 2


def test_an_unknown_role_of_a_contact_is_other_and_none_is_none(books):
    rows = "customer_code | name | role\nC1 | Anne | king\nC1 | Bert |"
    books.must_take(table(rows))
    assert dict(Contact.objects.values_list("name", "role")) == {
        "Anne": "OTHER",
        "Bert": "",
    }


def test_what_no_format_knows_is_remembered_as_refused(books):
    done = books.take(b"hello; world\n1;2\n")
    assert (done.run.state, done.run.format) == (RunState.REFUSED, "")
    assert Run.objects.filter(file_name="paper").count() == 2


def test_the_books_of_two_companies_never_meet(books):
    other = papers.open_books("BETA", "Beta Works")
    other.must_take(customers("C1"))
    books.must_take(invoices("F1 | C1 | 2026-02-01 | 100.00 |"))
    other.must_take(invoices("F1 | C1 | 2026-02-01 | 70.00 |"))
    assert books.open_minor("F1") == 10000
    assert other.open_minor("F1") == 7000
    assert Customer.objects.filter(code="C1").count() == 2


def test_amounts_keep_the_decimals_of_their_currency(books):
    row = "invoice_number | customer_code | issue_date | amount | currency\n"
    books.must_take(
        table(
            row + "F1 | C1 | 2026-02-01 | 100 | JPY\n"
            "F2 | C1 | 2026-02-01 | 1.234 | TND\nF3 | C1 | 2026-02-01 | 1.23 | EUR"
        )
    )
    assert [books.open_minor(f"F{n}") for n in (1, 2, 3)] == [100, 1234, 123]
    assert books.taken[-1].run.sums == {"JPY": 100, "TND": 1234, "EUR": 123}
    assert books.take(table(row + "F4 | C1 | 2026-02-01 | 1.2 | JPY")).problems


def test_more_rows_ask_no_more_questions(books, django_assert_max_num_queries):
    rows = [f"F{n} | C1 | 2026-02-01 | 100.00 | {n % 2 * 100}.00" for n in range(400)]
    paid = [f"R{n} | C1 | 2026-03-16 | 100.00 | F{n} |" for n in range(0, 400, 2)]
    with django_assert_max_num_queries(130):
        books.must_take(invoices(*rows), receipts(*paid))
