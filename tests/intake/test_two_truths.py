"""Bank and accounting may both tell of a payment; it counts once, whoever speaks first."""

from __future__ import annotations

from datetime import date

import papers
from papers import Paid, customers, invoices, receipts, statement, table

from acquit.bank.models import LineState
from acquit.ledger.models import Receipt


def loose_minor(books: papers.Books) -> int:
    """Money that is used for nothing."""
    return sum(receipt.available_minor for receipt in books.receipts())


def test_the_accounting_first_then_the_bank(books):
    books.must_take(
        invoices("2026-001 | C1 | 2026-02-01 | 100.00 | 0"), on=date(2026, 3, 18)
    )
    books.must_take(statement(Paid("100.00", "invoice 2026-001")))
    assert books.open_minor("2026-001") == 0
    assert loose_minor(books) == 0
    assert books.line("invoice 2026-001").state == LineState.MATCHED
    assert books.receivable("2026-001").settled_on == date(2026, 3, 16)


def test_the_bank_first_then_the_accounting(books):
    books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 100.00 |"))
    books.must_take(statement(Paid("100.00", "invoice 2026-001")))
    books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 100.00 | 0"))
    assert books.open_minor("2026-001") == 0
    assert loose_minor(books) == 0
    assert books.receivable("2026-001").allocations.count() == 1


def test_the_receipts_table_first_then_the_bank(books):
    books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 100.00 |"))
    books.must_take(receipts("R1 | C1 | 2026-03-17 | 100.00 | 2026-001 |"))
    books.must_take(statement(Paid("100.00", "invoice 2026-001")))
    assert books.open_minor("2026-001") == 0
    assert loose_minor(books) == 0
    told, carrying = books.receipts()
    assert told.same_as_id == carrying.pk
    assert carrying.source == "BANK"
    assert carrying.customer == books.customer()


def test_the_bank_first_then_the_receipts_table(books):
    books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 100.00 |"))
    books.must_take(statement(Paid("100.00", "invoice 2026-001")))
    books.must_take(receipts("R1 | C1 | 2026-03-17 | 100.00 | 2026-001 |"))
    assert books.open_minor("2026-001") == 0
    assert loose_minor(books) == 0


def test_the_accounting_knows_what_a_payment_without_words_is_for(books):
    """The bank's line names nothing; its receipt carries what the accounting says."""
    ibans = table(f"customer_code | name | ibans\nC1 | Customer C1 | {papers.THEIR_IBAN}")
    equal = [f"2026-00{n} | C1 | 2026-02-01 | 100.00 |" for n in (1, 2)]
    books.must_take(ibans, invoices(*equal))
    books.must_take(statement(Paid("100.00", "merci", iban=papers.THEIR_IBAN)))
    assert books.open_minor("2026-001") == papers.minor("100.00")
    books.must_take(receipts("R1 | C1 | 2026-03-18 | 100.00 | 2026-001 |"))
    assert books.open_minor("2026-001") == 0
    assert loose_minor(books) == 0
    assert books.line("merci").state == LineState.MATCHED


def test_two_equal_payments_that_both_tell_of_are_two_and_not_four(books):
    rows = [f"2026-00{n} | C1 | 2026-02-01 | 100.00 |" for n in (1, 2)]
    books.must_take(invoices(*rows))
    paid = [Paid("100.00", f"invoice 2026-00{n}") for n in (1, 2)]
    told = [f"R{n} | C1 | 2026-03-17 | 100.00 | 2026-00{n} |" for n in (1, 2)]
    books.must_take(statement(*paid), receipts(*told))
    assert [books.open_minor(f"2026-00{n}") for n in (1, 2)] == [0, 0]
    assert loose_minor(books) == 0
    assert Receipt.objects.filter(same_as=None).count() == 2


def test_payments_of_two_invoices_are_never_one_for_their_equal_amount(books):
    rows = [f"2026-00{n} | C1 | 2026-02-01 | 100.00 |" for n in (1, 2)]
    books.must_take(invoices(*rows))
    books.must_take(statement(Paid("100.00", "invoice 2026-001")))
    books.must_take(receipts("R1 | C1 | 2026-03-17 | 100.00 | 2026-002 |"))
    assert [books.open_minor(f"2026-00{n}") for n in (1, 2)] == [0, 0]


def test_a_history_of_receipts_beside_settled_invoices_counts_once(books):
    closed = table(
        "invoice_number | customer_code | issue_date | amount | settled_on\n"
        "2025-001 | C1 | 2025-10-01 | 100.00 | 2025-11-03"
    )
    books.must_take(closed, receipts("R1 | C1 | 2025-11-02 | 100.00 | 2025-001 |"))
    assert books.open_minor("2025-001") == 0
    assert loose_minor(books) == 0
    assert books.receivable("2025-001").settled_on == date(2025, 11, 2)


def test_receipts_before_their_settled_invoices_count_once(books):
    closed = table(
        "invoice_number | customer_code | issue_date | amount | settled_on\n"
        "2025-001 | C1 | 2025-10-01 | 100.00 | 2025-11-03"
    )
    books.must_take(receipts("R1 | C1 | 2025-11-02 | 100.00 | 2025-001 |"), closed)
    assert books.open_minor("2025-001") == 0
    assert loose_minor(books) == 0


def test_part_of_what_the_accounting_settled_is_told_by_the_bank_in_parts(books):
    books.must_take(
        invoices("2026-001 | C1 | 2026-02-01 | 100.00 | 0"), on=date(2026, 3, 18)
    )
    books.must_take(statement(Paid("60.00", "invoice 2026-001")))
    assert (books.open_minor("2026-001"), loose_minor(books)) == (0, 0)
    books.must_take(statement(Paid("40.00", "rest of 2026-001"), number="42"))
    assert (books.open_minor("2026-001"), loose_minor(books)) == (0, 0)


def test_an_open_amount_replaces_what_the_bank_told_and_never_adds_to_it(books):
    books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 100.00 |"))
    books.must_take(statement(Paid("70.00", "a"), Paid("30.00", "b")))
    assert books.open_minor("2026-001") == papers.minor("100.00")
    books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 100.00 | 30.00"))
    assert books.open_minor("2026-001") == papers.minor("30.00")


def test_stating_the_same_again_changes_nothing_whatever_the_bank_told_since(books):
    books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 100.00 | 100.00"))
    books.must_take(statement(Paid("100.00", "invoice 2026-001")))
    again = books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 100.00 | 100.00"))
    assert (again.run.unchanged, again.run.updated) == (1, 0)
    assert books.open_minor("2026-001") == 0


def test_a_payment_of_last_week_is_not_undone_by_an_accounting_that_lags(books):
    books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 100.00 |"))
    books.must_take(statement(Paid("100.00", "invoice 2026-001")))
    late = books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 100.00 | 100.00"))
    assert books.open_minor("2026-001") == 0
    assert "The bank's word was kept" in str(late.run.remarked[0])


def test_what_the_accounting_reopens_after_weeks_is_open_again_and_said(books):
    books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    books.must_take(statement(Paid("100.00", "invoice 2026-001", on=date(2026, 2, 1))))
    late = books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 | 100.00"))
    assert books.open_minor("2026-001") == papers.minor("100.00")
    assert "The accounting's word was taken" in str(late.run.remarked[0])


def test_undoing_a_payment_lets_the_accountings_word_count_again(books):
    from acquit.cycle import actions

    books.must_take(
        invoices("2026-001 | C1 | 2026-02-01 | 100.00 | 0"), on=date(2026, 3, 18)
    )
    books.must_take(statement(Paid("100.00", "invoice 2026-001")))
    (receipt,) = books.receipts()
    actions.undo_match(
        receipt_id=receipt.pk, on=papers.TODAY, actor=papers.CLERK, at=papers.AT
    )
    receipt.refresh_from_db()
    assert receipt.available_minor == papers.minor("100.00")
    assert books.open_minor("2026-001") == 0


def test_a_customer_of_another_company_is_no_twin(books, db):
    other = papers.open_books("BETA", "Beta Works")
    other.must_take(customers("C1"), receipts("R1 | C1 | 2026-03-17 | 100.00 | |"))
    books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 100.00 |"))
    books.must_take(statement(Paid("100.00", "invoice 2026-001")))
    assert loose_minor(other) == papers.minor("100.00")
