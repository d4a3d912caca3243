"""Bank statements: each line once, whichever file brings it; remarks refuse nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import papers
import pytest
from papers import Paid, Sheet, customers, invoices, statement, statements

from acquit.bank.models import Account, Line, LineState, Statement
from acquit.intake.models import RunState
from acquit.organisation.models import Company

GOLDEN = Path(__file__).parents[1] / "formats" / "golden"


def test_the_same_statement_twice_creates_nothing(books):
    paper = statement(Paid("10.00", "a"), Paid("-4.00", "b"))
    first, again = books.must_take(paper), books.must_take(paper)
    assert (first.run.created, again.run.created, again.run.unchanged) == (2, 0, 2)
    assert Statement.objects.count() == 1
    assert first.run.sums == again.run.sums == {"EUR": 600}


def test_money_in_has_a_receipt_and_money_out_has_none(books):
    books.must_take(statement(Paid("10.00", "in"), Paid("-4.00", "out")))
    assert books.line("in").receipt.available_minor == 1000
    assert books.line("in").state == LineState.OPEN
    assert (books.line("out").receipt, books.line("out").state) == (
        None,
        LineState.OUTGOING,
    )


def test_a_returned_payment_waits_for_a_person(books):
    books.must_take(statement(Paid("-4.00", "returned", reversal=True)))
    assert books.line("returned").state == LineState.OPEN


def test_lines_that_two_overlapping_statements_share_count_once(books):
    first, second, third = (Paid("10.00", text) for text in "abc")
    books.must_take(statement(first, second))
    done = books.must_take(statement(second, third, number="2026-042"))
    assert (done.run.created, done.run.unchanged) == (1, 1)
    assert Line.objects.count() == 3


def test_two_identical_lines_in_one_statement_are_two_payments(books):
    paper = statement(Paid("10.00", "subscription"), Paid("10.00", "subscription"))
    assert books.must_take(paper).run.created == 2
    assert books.must_take(paper).run.created == 0
    assert len(books.receipts()) == 2


def test_one_german_account_in_mt940_and_camt_is_one_account(books):
    iban = "DE89370400440532013000"
    books.must_take((GOLDEN / "mt940" / "sparkasse-two-pages.sta").read_bytes())
    books.must_take(statement(Paid("10.00", "Rechnung"), account=iban))
    assert [account.number for account in Account.objects.all()] == [iban]


def test_the_same_line_on_two_accounts_of_ours_is_two_payments(books):
    line = Paid("10.00", "twin")
    books.must_take(statements(Sheet((line,)), Sheet((line,), account="BE43068999999501")))
    assert Line.objects.count() == 2
    assert len(books.receipts()) == 2


def test_an_unknown_account_is_opened_and_that_is_said(books):
    done = books.must_take(statement(Paid("10.00", "a")))
    account = Account.objects.get()
    assert (account.company, account.opened_by_statement) == (books.company, True)
    assert f"Account {papers.OUR_IBAN} was not known" in str(done.run.remarked[0])
    again = books.must_take(statement(Paid("11.00", "b"), number="2"))
    assert not again.run.remarks


def test_an_account_of_another_company_is_refused(books):
    books.must_take(statement(Paid("10.00", "a")))
    other = papers.open_books("BETA", "Beta Works")
    done = other.take(statement(Paid("10.00", "b"), number="2"))
    assert done.run.state == RunState.REFUSED
    assert "belongs to company ALFA" in str(done.problems[0].remedy)
    assert Line.objects.count() == 1


def test_balances_that_do_not_add_up_are_remarked_and_taken(books):
    done = books.must_take(statement(Paid("10.00", "a"), opening="0.00", closing="99.00"))
    assert done.run.state == RunState.TAKEN
    assert any("the closing balance 99.00" in str(remark) for remark in done.run.remarked)
    assert Line.objects.count() == 1


def test_a_gap_between_two_statements_is_remarked(books):
    books.must_take(statement(Paid("10.00", "a"), opening="0.00", closing="10.00"))
    done = books.must_take(
        statement(
            Paid("5.00", "b", on=date(2026, 3, 18)),
            number="2026-043",
            day=date(2026, 3, 19),
            opening="70.00",
            closing="75.00",
        )
    )
    assert any("One may be missing" in str(remark) for remark in done.run.remarked)


def test_entries_that_are_only_announced_are_left_out_and_said(books):
    done = books.must_take(statement(Paid("10.00", "a"), Paid("5.00", "b", pending=True)))
    assert done.run.created == 1
    assert any("announced, not booked" in str(remark) for remark in done.run.remarked)


def test_a_file_with_two_statements_opens_both(books):
    first = Sheet((Paid("10.00", "a"),), number="1")
    second = Sheet((Paid("20.00", "b"),), number="2", day=date(2026, 3, 18))
    done = books.must_take(statements(first, second))
    assert done.run.created == 2
    assert list(Statement.objects.order_by("number").values_list("number", flat=True)) == [
        "1",
        "2",
    ]
    assert Statement.objects.get(number="2").fresh_on == date(2026, 3, 18)


def test_a_batch_pays_each_of_its_invoices(books):
    books.must_take(
        invoices(
            "2026-001 | C1 | 2026-02-01 | 60.00 |", "2026-002 | C2 | 2026-02-01 | 40.00 |"
        )
    )
    parts = (Paid("60.00", "inv 2026-001"), Paid("40.00", "inv 2026-002"))
    books.must_take(statement(Paid("100.00", parts=parts)))
    assert (books.open_minor("2026-001"), books.open_minor("2026-002")) == (0, 0)
    (receipt,) = books.receipts()
    assert (receipt.available_minor, receipt.customer) == (0, None)


def test_a_coda_file_is_taken_as_well_and_twice_changes_nothing(books):
    paper = (GOLDEN / "coda" / "kbc-two-statements.cod").read_bytes()
    first, again = books.must_take(paper), books.must_take(paper)
    assert (first.run.format, first.run.created) == ("coda", 9)
    assert (again.run.created, again.run.unchanged) == (0, 9)


def test_every_golden_statement_is_taken_with_its_remarks(books):
    for path in sorted((GOLDEN / "camt").glob("*.xml")):
        done = books.take(path.read_bytes())
        assert done.problems == [], path.name
        assert done.run.state == RunState.TAKEN


def test_a_statement_paid_before_its_invoice_came_is_matched_when_it_comes(books):
    """Otherwise a paid invoice would be chased."""
    books.must_take(statement(Paid("100.00", "invoice 2026-001")))
    assert books.line("invoice 2026-001").state == LineState.OPEN
    done = books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 100.00 | 100.00"))
    assert books.open_minor("2026-001") == 0
    assert books.line("invoice 2026-001").state == LineState.MATCHED
    assert books.customer().pk in done.customer_ids


def test_a_structured_reference_waits_for_its_invoice_too(books):
    books.must_take(statement(Paid("100.00", reference="090933755493")))
    paper = papers.ubl(papers.Bill("2026-001", "100.00", reference="+++090/9337/55493+++"))
    books.must_take(paper)
    assert books.open_minor("2026-001") == 0


def test_what_a_person_undid_is_not_matched_again_by_the_next_file(books):
    from acquit.cycle import actions

    anna = papers.person()
    books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 100.00 |"))
    books.must_take(statement(Paid("100.00", "2026-001 not 2026-002")))
    (receipt,) = books.receipts()
    actions.undo_match(receipt_id=receipt.pk, on=papers.TODAY, actor=anna, at=papers.AT)
    books.must_take(invoices("2026-002 | C1 | 2026-02-01 | 70.00 |"))
    assert books.open_minor("2026-001") == 10000


def test_a_new_invoice_wakes_only_payments_that_name_it(
    books, django_assert_max_num_queries
):
    for n in range(5):
        books.must_take(statement(Paid("1.00", f"word{n} 2026-9{n}9"), number=str(n)))
    with django_assert_max_num_queries(80):
        books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 100.00 |"))
    assert all(receipt.available_minor for receipt in books.receipts())


def test_money_of_a_known_account_names_its_payer(books):
    row = f"customer_code | name | ibans\nC2 | Customer C2 | {papers.THEIR_IBAN}"
    books.must_take(papers.table(row))
    books.must_take(statement(Paid("10.00", "merci", iban=papers.THEIR_IBAN)))
    assert books.line("merci").receipt.customer == books.customer("C2")


def test_an_account_that_two_customers_pay_from_names_nobody(books):
    iban = papers.THEIR_IBAN
    rows = [f"{code} | Customer {code} | {iban}" for code in ("C1", "C2")]
    books.must_take(papers.table("\n".join(["customer_code | name | ibans", *rows])))
    books.must_take(statement(Paid("10.00", "merci", iban=iban)))
    assert books.line("merci").receipt.customer is None


def test_a_statement_in_another_currency_opens_its_own_account(books):
    books.must_take(statement(Paid("10", "a"), currency="JPY"))
    assert Account.objects.get().currency == "JPY"
    assert books.line("a").amount_minor == 10


def test_a_company_never_learns_anothers_payments(books):
    other = papers.open_books("BETA", "Beta Works")
    other.must_take(customers("C1"), invoices("2026-001 | C1 | 2026-02-01 | 100.00 |"))
    books.must_take(statement(Paid("100.00", "invoice 2026-001")))
    assert other.open_minor("2026-001") == 10000
    assert Company.objects.count() == 2


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        (b"<Ccy>EUR</Ccy>", b"<Ccy>EURO</Ccy>", "a currency code such as EUR"),
        (b'<Ntry><Amt Ccy="EUR">', b'<Ntry><Amt Ccy="eur">', "a currency code such as EUR"),
        (papers.OUR_IBAN.encode(), b"1" * 41, "at most 40"),
    ],
)
def test_what_no_account_and_no_currency_can_be_is_refused(books, written, instead, said):
    done = books.take(statement(Paid("10.00", "a")).replace(written, instead))
    assert done.run.state == RunState.REFUSED
    assert said in str(done.problems[0].wanted)
    assert not Line.objects.exists()
