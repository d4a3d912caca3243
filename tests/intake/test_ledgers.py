"""An accounting file becomes customers, what they owe, what they paid, and stays so."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import papers
import pytest
from ledger_papers import fec, xaf
from papers import Bill, Paid, statement, table, ubl

from acquit.audit.models import Entry
from acquit.bank.models import LineState
from acquit.bench.fec import write_fec
from acquit.cycle import actions as cycle
from acquit.dunning.models import Outlook
from acquit.formats import fec as fec_format
from acquit.formats.ledgers.records import ItemKind, LedgerItem
from acquit.formats.source import Source
from acquit.intake.models import RunState
from acquit.ledger.actions import Share
from acquit.ledger.models import (
    Allocation,
    AllocationKind,
    Customer,
    Invoice,
    Receipt,
    Receivable,
)

if TYPE_CHECKING:
    from pathlib import Path

SALE = "VE | DUPRE | F26-001 | 2026-01-10 | 120.00"
PAYMENT = "BQ | DUPRE | RELEVE2 | 2026-02-05 | -120.00"


@pytest.fixture
def books(db: None) -> papers.Books:
    return papers.open_books()


def balance(books: papers.Books, code: str) -> Decimal:
    """What the customer owes, less what it has: in the books."""
    customer = Customer.objects.get(company=books.company, code=code)
    owed = sum(one.open_minor for one in Receivable.objects.filter(customer=customer))
    notes = Invoice.objects.filter(customer=customer)
    money = Receipt.objects.filter(customer=customer)
    has = sum(one.available_minor for one in (*notes, *money))
    return Decimal(owed - has) / 100


def counts(done: papers.Imported) -> tuple[int, int, int]:
    return done.run.created, done.run.updated, done.run.unchanged


def remarks(done: papers.Imported) -> str:
    return " ".join(str(remark) for remark in done.run.remarked)


def test_a_sale_becomes_an_invoice_with_a_computed_due_day(books):
    done = books.must_take(fec(SALE))
    invoice, receivable = books.invoice("F26-001"), books.receivable("F26-001")
    assert (invoice.customer.code, invoice.customer.name) == ("DUPRE", "Client DUPRE")
    assert receivable.open_minor == papers.minor("120.00")
    assert receivable.due_on == date(2026, 1, 10) + timedelta(days=30)
    assert receivable.due_computed
    assert counts(done) == (2, 0, 0)
    assert done.run.format == "fec"


def test_the_due_day_comes_from_the_terms_of_a_customer_who_is_known(books):
    books.must_take(table("customer_code | name | payment_terms_days\nDUPRE | Dupré | 60"))
    books.must_take(fec(SALE))
    assert books.receivable("F26-001").due_on == date(2026, 3, 11)
    assert books.customer("DUPRE").name == "Dupré"


def test_reading_the_same_file_twice_changes_nothing(books):
    paper = fec(
        SALE.replace("120.00", "120.00 | A"),
        PAYMENT + " | A",
        "VE | LEROY | AV1 | 2026-02-01 | -30.00",
        "BQ | LEROY | RELEVE2 | 2026-02-06 | -10.00",
        "AN | LEROY | AN | 2026-01-01 | 90.00",
    )
    first = books.must_take(paper)
    state = list(Allocation.objects.values_list("receivable", "amount_minor", "booked_on"))
    again = books.must_take(paper)
    assert counts(first) == (7, 0, 0)
    assert counts(again) == (0, 0, 7)
    assert state == list(
        Allocation.objects.values_list("receivable", "amount_minor", "booked_on")
    )


def test_lettering_settles_the_invoice_on_the_day_of_the_payment(books):
    books.must_take(fec(SALE + " | A", PAYMENT + " | A"))
    (receipt,) = books.receipts()
    (allocation,) = Allocation.objects.all()
    assert books.open_minor("F26-001") == receipt.available_minor == 0
    assert books.receivable("F26-001").settled_on == date(2026, 2, 5)
    assert (allocation.receipt, allocation.kind) == (receipt, AllocationKind.RECEIPT)
    assert allocation.evidence == {"how": "accounting", "found": "A"}


def test_a_payment_in_advance_settles_its_invoice_when_that_is_issued(books):
    books.must_take(fec("BQ | DUPRE | R | 2026-01-02 | -120.00 | A", SALE + " | A"))
    assert books.receivable("F26-001").settled_on == date(2026, 1, 10)


def test_a_payment_that_is_not_lettered_is_money_on_account(books):
    books.must_take(fec(SALE, PAYMENT))
    (receipt,) = books.receipts()
    assert receipt.available_minor == papers.minor("120.00")
    assert books.open_minor("F26-001") == papers.minor("120.00")
    assert balance(books, "DUPRE") == 0


def test_a_payment_that_names_its_invoice_needs_no_lettering(books):
    books.must_take(fec(SALE, PAYMENT + " | | VIR DUPRE F26-001"))
    assert books.open_minor("F26-001") == 0


def test_a_payment_of_next_month_that_names_a_known_invoice_needs_none_either(books):
    books.must_take(fec(SALE))
    books.must_take(fec(SALE, PAYMENT + " | | VIR DUPRE F26-001"))
    assert books.open_minor("F26-001") == 0


def test_a_credit_note_of_a_group_lowers_the_invoice(books):
    note = "VE | DUPRE | AV26-1 | 2026-01-20 | -20.00 | A"
    books.must_take(fec(SALE + " | A", note, "BQ | DUPRE | R | 2026-02-05 | -100.00 | A"))
    assert books.open_minor("F26-001") == 0
    assert books.invoice("AV26-1").available_minor == 0
    kinds = Allocation.objects.order_by("amount_minor").values_list("kind", flat=True)
    assert list(kinds) == [AllocationKind.CREDIT_NOTE, AllocationKind.RECEIPT]


def test_what_a_group_leaves_stays_open_on_its_last_debit_and_is_said(books):
    done = books.must_take(
        fec(
            SALE + " | A",
            "VE | DUPRE | F26-002 | 2026-01-20 | 80.00 | A",
            "BQ | DUPRE | R | 2026-02-05 | -150.00 | A",
        )
    )
    assert (books.open_minor("F26-001"), books.open_minor("F26-002")) == (0, 5000)
    assert "50.00 more debit than credit" in remarks(done)


def test_debits_and_credits_of_other_journals_keep_the_balance_right(books):
    books.must_take(
        fec(
            SALE,
            "OD | DUPRE | OD7 | 2026-02-01 | -20.00 | | Perte",
            "BQ | DUPRE | REJET | 2026-02-09 | 35.00 | | Rejet de prélèvement",
        )
    )
    assert balance(books, "DUPRE") == Decimal("135.00")
    assert books.receipts() == []
    assert books.invoice("OD7").custom == {"text": "Perte"}
    assert books.invoice("REJET").custom == {"text": "Rejet de prélèvement"}


def test_next_months_file_settles_what_is_lettered_now(books):
    books.must_take(fec(SALE, "VE | DUPRE | F26-002 | 2026-01-20 | 80.00"))
    done = books.must_take(
        fec(
            SALE + " | A",
            "VE | DUPRE | F26-002 | 2026-01-20 | 80.00",
            PAYMENT + " | A",
            "VE | LEROY | F26-003 | 2026-02-01 | 60.00",
        )
    )
    assert (books.open_minor("F26-001"), books.open_minor("F26-002")) == (0, 8000)
    assert books.receivable("F26-001").settled_on == date(2026, 2, 5)
    assert counts(done) == (3, 1, 2)


def test_a_lettering_of_what_was_all_known_settles(books):
    books.must_take(fec(SALE, PAYMENT))
    done = books.must_take(fec(SALE + " | A", PAYMENT + " | A"))
    (receipt,) = books.receipts()
    assert books.open_minor("F26-001") == receipt.available_minor == 0
    assert counts(done) == (0, 1, 2)


def test_a_group_that_grows_settles_further(books):
    part = "BQ | DUPRE | R1 | 2026-02-05 | -70.00 | a"
    books.must_take(fec(SALE + " | a", part))
    assert books.open_minor("F26-001") == 5000
    rest = "BQ | DUPRE | R2 | 2026-03-05 | -50.00 | A"
    books.must_take(fec(SALE + " | A", part.replace("| a", "| A"), rest))
    assert books.open_minor("F26-001") == 0
    assert books.receivable("F26-001").settled_on == date(2026, 3, 5)


def test_what_a_person_used_otherwise_is_settled_by_the_accountings_word(books):
    books.must_take(fec(SALE, PAYMENT, "VE | DUPRE | F26-002 | 2026-01-20 | 120.00"))
    (receipt,) = books.receipts()
    share = Share(books.receivable("F26-002").pk, 12000)
    cycle.accept_match(
        receipt_id=receipt.pk,
        shares=[share],
        on=papers.TODAY,
        actor=papers.CLERK,
        at=papers.AT,
    )
    done = books.must_take(
        fec(
            SALE + " | A",
            PAYMENT + " | A",
            "VE | DUPRE | F26-002 | 2026-01-20 | 120.00",
        )
    )
    assert books.open_minor("F26-001") == 0
    stated = books.receivable("F26-001").allocations.get()
    assert (stated.kind, stated.booked_on) == (AllocationKind.STATED, date(2026, 2, 5))
    assert "the balance is 120.00 EUR in the accounting file and 0.00 here" in remarks(done)


def test_the_bank_first_then_the_accounting_file(books):
    paid = Paid("120.00", "F26-001", on=date(2026, 2, 4))
    books.must_take(ubl(Bill("F26-001", "120.00", on=date(2026, 1, 10), buyer="DUPRE")))
    books.must_take(statement(paid))
    books.must_take(fec(SALE + " | A", PAYMENT + " | A"))
    bank, told = books.receipts()
    assert told.same_as_id == bank.pk
    assert (books.open_minor("F26-001"), bank.available_minor) == (0, 0)
    assert balance(books, "DUPRE") == 0


def test_the_accounting_file_first_then_the_bank(books):
    books.must_take(fec(SALE + " | A", PAYMENT + " | A"))
    books.must_take(statement(Paid("120.00", "F26-001", on=date(2026, 2, 4))))
    told, bank = books.receipts()
    assert told.same_as_id == bank.pk
    assert (books.open_minor("F26-001"), bank.available_minor) == (0, 0)
    assert books.line("F26-001").state == LineState.MATCHED


def test_a_payment_without_letters_and_the_banks_line_for_the_invoice_are_one(books):
    books.must_take(fec(SALE, PAYMENT))
    books.must_take(statement(Paid("120.00", "F26-001", on=date(2026, 2, 4))))
    told, bank = books.receipts()
    assert told.same_as_id == bank.pk
    assert (books.open_minor("F26-001"), bank.available_minor) == (0, 0)
    assert balance(books, "DUPRE") == 0


def test_the_lettering_of_a_payment_that_the_bank_carries_settles(books):
    another = SALE.replace("F26-001", "F26-002")
    books.must_take(fec(SALE, another, PAYMENT))
    ibans = table(f"customer_code | name | ibans\nDUPRE | Dupré | {papers.THEIR_IBAN}")
    books.must_take(ibans)
    paid = Paid("120.00", "merci", iban=papers.THEIR_IBAN, on=date(2026, 2, 4))
    books.must_take(statement(paid))
    assert books.open_minor("F26-001") == 12000
    books.must_take(fec(SALE + " | A", another, PAYMENT + " | A"))
    assert books.open_minor("F26-001") == 0
    assert balance(books, "DUPRE") == 120


def test_an_e_invoice_of_the_same_number_is_the_same_invoice(books):
    bill = Bill("F26-001", "120.00", on=date(2026, 1, 10), due_on=date(2026, 1, 31))
    books.must_take(ubl(bill))
    books.must_take(fec(SALE))
    assert Invoice.objects.count() == 1
    assert books.invoice("F26-001").customer.code == "DUPRE"
    assert books.receivable("F26-001").due_on == date(2026, 1, 31)


def test_a_reference_of_several_customers_stays_with_each_when_the_file_grows(books):
    dupre = "VE | DUPRE | RECETTES | 2026-01-31 | 70.00"
    leroy = "VE | LEROY | RECETTES | 2026-01-31 | 50.00"
    books.must_take(fec(leroy))
    done = books.must_take(fec(dupre, leroy))
    assert counts(done) == (2, 0, 2)
    assert (balance(books, "DUPRE"), balance(books, "LEROY")) == (70, 50)
    assert books.invoice("RECETTES").customer.code == "LEROY"
    assert counts(books.must_take(fec(leroy, dupre))) == (0, 0, 4)


def test_instalments_of_one_document_are_followed_one_by_one(books):
    rows = [f"VE | DUPRE | F1 | 2026-01-10 | {amount}" for amount in ("70.00", "50.00")]
    books.must_take(fec(rows[0] + " | A", rows[1]))
    assert books.invoice("F1").total_minor == 12000
    assert (books.open_minor("F1", 1), books.open_minor("F1", 2)) == (7000, 5000)
    assert counts(books.must_take(fec(*rows)))[0] == 0


def test_an_amount_that_the_accounting_corrected_is_corrected_here(books):
    books.must_take(fec(SALE))
    done = books.must_take(fec(SALE.replace("120.00", "125.00")))
    assert books.open_minor("F26-001") == 12500
    assert counts(done) == (0, 1, 1)
    (entry,) = Entry.objects.filter(event="invoice_corrected")
    assert entry.details == {"amount_minor": "12000"}


def test_a_file_that_does_not_balance_leaves_nothing(books):
    cut = fec(SALE).rsplit(b"\r\n", 1)[0]
    done = books.take(cut, partial=True)
    assert done.run.state == RunState.REFUSED
    assert not Customer.objects.exists()


OPENED = "AN | DUPRE | F26-001 | 2027-01-01 | 120.00"


def test_the_opening_of_the_next_year_tells_of_invoices_that_are_known(books):
    books.must_take(fec(SALE))
    done = books.must_take(fec(OPENED))
    assert Receivable.objects.count() == 1
    assert counts(done) == (0, 0, 2)
    books.must_take(fec(OPENED + " | A", "BQ | DUPRE | R | 2027-02-01 | -120.00 | A"))
    assert books.open_minor("F26-001") == 0


def test_an_opening_in_one_sum_stands_for_the_oldest_that_is_open(books):
    books.must_take(fec(SALE, "VE | DUPRE | F26-002 | 2026-03-01 | 80.00"))
    total = "AN | DUPRE | AN2027 | 2027-01-01 | 200.00 | a"
    payment = "BQ | DUPRE | R | 2027-02-01 | -150.00 | a"
    for _ in range(2):
        books.must_take(fec(total, payment))
        assert Receivable.objects.count() == 2
        assert (books.open_minor("F26-001"), books.open_minor("F26-002")) == (0, 5000)
    assert balance(books, "DUPRE") == 50


def test_another_opening_than_the_books_close_with_is_said(books):
    books.must_take(fec(SALE))
    done = books.must_take(fec("AN | DUPRE | AN2027 | 2027-01-01 | 90.00"))
    assert "the balance is 90.00 EUR in the accounting file and 120.00 here" in remarks(
        done
    )
    assert balance(books, "DUPRE") == 120


def test_a_new_customer_of_an_opening_is_taken_over(books):
    books.must_take(fec(SALE))
    books.must_take(fec(OPENED, "AN | LEROY | AN2027 | 2027-01-01 | 90.00"))
    assert balance(books, "LEROY") == 90


def test_a_year_from_before_the_opening_is_refused(books):
    books.must_take(fec(OPENED))
    done = books.take(fec(SALE))
    assert done.run.state == RunState.REFUSED
    assert "the oldest first" in str(done.problems[0])


def test_an_auditfile_brings_due_days_and_settles_by_match_keys(books):
    paper = xaf(
        "D1 | 2026001 | 2026-01-15 | 2026-02-28 | 121.00 | M1",
        "D1 | 2026002 | 2026-02-15 | 2026-03-17 | 60.50 |",
        "D1 | | 2026-02-20 | | -121.00 | M1",
    )
    done = books.must_take(paper)
    assert counts(done) == (4, 0, 0)
    receivable = books.receivable("2026002")
    assert (receivable.due_on, receivable.due_computed) == (date(2026, 3, 17), False)
    assert books.open_minor("2026001") == 0
    assert books.customer("D1").email == "x@y.example"
    assert counts(books.must_take(paper)) == (0, 0, 4)


def test_an_auditfile_of_another_company_is_refused(db):
    ours = papers.open_books(vat="NL001234567B01")
    done = ours.take(xaf("D1 | F1 | 2026-01-15 | | 121.00 |"), partial=True)
    assert done.run.state == RunState.REFUSED
    assert "004495445" in str(done.problems[0])
    assert not Customer.objects.exists()


def test_an_auditfile_of_ours_is_known_by_its_fiscal_number(db):
    ours = papers.open_books(vat="NL004495445B01")
    ours.must_take(xaf("D1 | F1 | 2026-01-15 | | 121.00 |", name="Something Else"))
    assert balance(ours, "D1") == 121


def test_a_name_that_is_not_ours_is_remarked_while_no_number_is_known(books):
    done = books.must_take(xaf("D1 | F1 | 2026-01-15 | | 121.00 |", name="Lindenhof"))
    assert "names Lindenhof as its company" in remarks(done)


def test_every_receivable_is_decided_for_after_the_import(books):
    books.must_take(fec(SALE, "VE | LEROY | F2 | 2026-03-01 | 80.00"))
    decided = Outlook.objects.values_list("receivable__invoice__number", flat=True)
    assert set(decided) == {"F26-001", "F2"}
    assert not Outlook.objects.filter(next_on=None, reason="").exists()


def test_the_books_of_each_customer_add_up_to_its_lines(books, tmp_path: Path):
    path = tmp_path / "fec.txt"
    write_fec(path, 4_000, seed=11)
    done = books.must_take(path.read_bytes())
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for record in fec_format.read(Source.of_path(path)):
        if isinstance(record, LedgerItem):
            sign = 1 if record.kind is ItemKind.INVOICE else -1
            sums[record.customer_code] += sign * record.amount
    assert {code: balance(books, code) for code in sums} == sums
    assert "the balance is" not in remarks(done)
    for one in Receivable.objects.all():
        used = sum(a.amount_minor for a in one.allocations.all())
        assert one.amount_minor - used == one.open_minor
    again = books.must_take(path.read_bytes())
    assert counts(again)[:2] == (0, 0)


def until(content: bytes, day: str) -> bytes:
    """The accounting file as it was on that day: later lines and letters are not there."""
    head, *rows = content.decode().rstrip().split("\r\n")
    kept = [row.split("\t") for row in rows]
    kept = [row for row in kept if row[3] <= day]
    for row in kept:
        if row[14] > day:
            row[13] = row[14] = ""
    return "\r\n".join([head, *("\t".join(row) for row in kept)]).encode()


def standing(books: papers.Books) -> dict[tuple[str, int], tuple[int, date | None]]:
    rows = Receivable.objects.filter(company=books.company)
    found = rows.values_list("invoice__number", "instalment", "open_minor", "settled_on")
    return {(number, part): (left, on) for number, part, left, on in found}


def test_a_year_in_monthly_files_comes_to_the_same_as_in_one(books, tmp_path: Path):
    path = tmp_path / "fec.txt"
    write_fec(path, 1_500, seed=5)
    whole = path.read_bytes()
    for month in range(1, 13, 2):
        books.must_take(until(whole, f"2025{month:02}31"))
    books.must_take(whole)
    at_once = papers.open_books("BETA", "Beta Works")
    at_once.must_take(whole)
    assert standing(books) == standing(at_once)
    left = Receipt.objects.filter(company=books.company, available_minor__gt=0)
    other = Receipt.objects.filter(company=at_once.company, available_minor__gt=0)
    assert set(left.values_list("key")) == set(other.values_list("key"))
