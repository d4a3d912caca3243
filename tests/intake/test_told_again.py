"""A bank tells of a booking in a report, a notice and the statement: it counts once."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import date
from itertools import permutations

import papers
import pytest
from django.db.models import Sum
from formats.coda_paper import Paper
from papers import Paid, invoices, notice, report, statement

from acquit.bank import queries
from acquit.bank.models import Account, Line, LineState, Statement
from acquit.core.continuity import Overlap

DAY = date(2026, 3, 16)
CLOSED = {"day": DAY, "number": "2026-041"}


def money_in(books: papers.Books) -> int:
    return sum(receipt.amount_minor for receipt in books.receipts())


def lines_of(number: str) -> int:
    """What the lines of a statement add up to."""
    rows = Line.objects.filter(statement__number=number, statement__telling="STATEMENT")
    return rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0


def test_a_notice_and_then_the_statement_are_one_receipt(books):
    paid = Paid("10.00", "factuur 2026-001", bank_reference="BANK-00017")
    books.must_take(notice(paid))
    assert Line.objects.get().provisional
    done = books.must_take(
        statement(replace(paid, text="Factuur 2026-001 dank u"), **CLOSED)
    )
    (line,) = Line.objects.all()
    assert (line.provisional, line.statement.number) == (False, "2026-041")
    assert line.text == "Factuur 2026-001 dank u"
    assert line.receipt.text == line.text
    assert (done.run.created, done.run.updated, done.run.unchanged) == (0, 1, 0)
    assert money_in(books) == 1000


def test_the_statement_and_then_a_notice_are_one_receipt(books):
    paid = Paid("10.00", "factuur 2026-001", bank_reference="BANK-00017")
    books.must_take(statement(paid, **CLOSED))
    books.must_take(notice(replace(paid, text="other words")))
    assert money_in(books) == 1000
    assert Line.objects.count() == 1


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_report_notice_and_statement_in_any_order_are_one_receipt(books, order):
    tellings = [
        report(Paid("10.00", "factuur 1")),
        notice(Paid("10.00", "factuur 1", iban=papers.THEIR_IBAN)),
        statement(Paid("10.00", "FACTUUR 1 DANK U", name="C1"), **CLOSED),
    ]
    for number in order:
        books.must_take(tellings[number])
    assert money_in(books) == 1000
    (line,) = Line.objects.all()
    assert not line.provisional
    assert (line.name, line.iban) == ("C1", papers.THEIR_IBAN)
    assert lines_of("2026-041") == (1000 if line.statement.telling == "STATEMENT" else 0)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_each_of_these_may_come_twice(books, order):
    paid = Paid("10.00", "factuur 1", end_to_end_id="E2E-000001")
    tellings = [
        report(paid),
        notice(replace(paid, text="factuur één", bank_reference="BANK-00017")),
        statement(
            replace(paid, text="something else", bank_reference="BANK 00017"), **CLOSED
        ),
    ]
    for number in (*order, *order):
        books.must_take(tellings[number])
    assert money_in(books) == 1000
    assert Line.objects.count() == 1


def test_the_days_of_the_statement_are_the_lines(books):
    late = date(2026, 3, 17)
    paid = Paid("10.00", "a", bank_reference="BANK-00017")
    books.must_take(report(paid))
    books.must_take(statement(replace(paid, on=late), day=late))
    line = Line.objects.get()
    assert (line.booked_on, line.receipt.received_on) == (late, DAY)


def test_two_equal_payments_are_two_though_one_was_noticed_before(books):
    books.must_take(notice(Paid("10.00", "subscription")))
    books.must_take(statement(Paid("10.00", "sub A"), Paid("10.00", "sub B"), **CLOSED))
    assert money_in(books) == 2000
    assert lines_of("2026-041") == 2000


def test_another_payer_of_the_same_amount_is_another_payment(books):
    books.must_take(notice(Paid("10.00", "x", iban="BE71096123456769")))
    books.must_take(statement(Paid("10.00", "x", iban="BE43068999999501"), **CLOSED))
    assert money_in(books) == 2000
    assert [line.provisional for line in Line.objects.order_by("pk")] == [True, False]


def test_what_the_statement_did_not_bring_is_said_and_listed(books):
    books.must_take(notice(Paid("10.00", "x"), Paid("7.00", "y")))
    done = books.must_take(statement(Paid("7.00", "y"), **CLOSED))
    assert any("is not in the statement (entries: 1)" in str(r) for r in done.run.remarked)
    (line,) = queries.unconfirmed_lines(Account.objects.get())
    assert line.text == "x"


def test_what_its_statement_does_not_have_is_not_booked_any_more(books):
    books.must_take(statement(Paid("7.00", "y"), **CLOSED))
    done = books.must_take(notice(Paid("10.00", "x")))
    assert any("does not have was left out" in str(r) for r in done.run.remarked)
    assert (done.run.created, done.run.unchanged) == (0, 0)
    assert money_in(books) == 700


def test_what_comes_after_the_last_statement_is_booked(books):
    books.must_take(statement(Paid("7.00", "y"), **CLOSED))
    books.must_take(report(Paid("10.00", "x", on=date(2026, 3, 17))))
    assert money_in(books) == 1700


def test_a_notice_settles_what_it_names_before_the_statement_comes(books):
    books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 10.00 |"))
    books.must_take(notice(Paid("10.00", "factuur 2026-001")))
    assert books.open_minor("2026-001") == 0
    books.must_take(statement(Paid("10.00", "FACT. 2026-001"), **CLOSED))
    assert books.open_minor("2026-001") == 0
    assert Line.objects.get().state == LineState.MATCHED


def test_a_statement_that_says_more_lets_the_payment_find_its_invoice(books):
    books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 10.00 |"))
    books.must_take(report(Paid("10.00", "credit transfer", bank_reference="BANK-00017")))
    assert books.open_minor("2026-001") == 1000
    paid = Paid("10.00", "factuur 2026-001", bank_reference="BANK-00017")
    done = books.must_take(statement(paid, **CLOSED))
    assert books.open_minor("2026-001") == 0
    assert books.customer().pk in done.customer_ids


def test_what_a_person_undid_is_not_matched_again_when_the_bank_says_more(books):
    from acquit.cycle import actions

    books.must_take(invoices("2026-001 | C1 | 2026-02-01 | 10.00 |"))
    paid = Paid("10.00", "factuur 2026-001", bank_reference="BANK-00017")
    books.must_take(notice(paid))
    (receipt,) = books.receipts()
    anna = papers.person()
    actions.undo_match(receipt_id=receipt.pk, on=papers.TODAY, actor=anna, at=papers.AT)
    books.must_take(statement(replace(paid, text="factuur 2026-001 nogmaals"), **CLOSED))
    assert books.open_minor("2026-001") == 1000


PARTS = (
    Paid("60.00", "inv 2026-001", bank_reference="PART-0001"),
    Paid("40.00", "inv 2026-002", bank_reference="PART-0002"),
)
TWO = ("2026-001 | C1 | 2026-02-01 | 60.00 |", "2026-002 | C2 | 2026-02-01 | 40.00 |")
WHOLE = Paid("100.00", bank_reference="BATCH-001", batch_of=2)
EXPLAINED = Paid("100.00", bank_reference="BATCH-001", parts=PARTS)


def test_a_notice_brings_the_payments_of_a_batch_that_the_statement_booked(books):
    books.must_take(invoices(*TWO))
    books.must_take(statement(WHOLE, **CLOSED))
    assert books.open_minor("2026-001") == 6000
    done = books.must_take(notice(EXPLAINED))
    assert (books.open_minor("2026-001"), books.open_minor("2026-002")) == (0, 0)
    assert (done.run.created, done.run.updated) == (0, 1)
    assert money_in(books) == 10000
    assert len(Line.objects.get().details) == 2


def test_a_batch_that_came_with_its_payments_keeps_them(books):
    books.must_take(invoices(*TWO))
    books.must_take(notice(EXPLAINED))
    books.must_take(statement(WHOLE, **CLOSED))
    assert (books.open_minor("2026-001"), books.open_minor("2026-002")) == (0, 0)
    assert money_in(books) == 10000
    assert lines_of("2026-041") == 10000


@pytest.mark.parametrize("whole", [WHOLE, EXPLAINED], ids=["unexplained", "explained"])
def test_payments_noticed_one_by_one_are_not_booked_again_as_a_batch(books, whole):
    books.must_take(invoices(*TWO))
    books.must_take(notice(*PARTS))
    books.must_take(statement(whole, **CLOSED), statement(whole, **CLOSED))
    assert money_in(books) == 10000
    assert (books.open_minor("2026-001"), books.open_minor("2026-002")) == (0, 0)
    assert lines_of("2026-041") == 10000
    batch = Line.objects.get(statement__number="2026-041", statement__telling="STATEMENT")
    assert (batch.state, batch.receipt) == (LineState.CARRIED, None)
    assert {part.text for part in batch.parts.all()} == {"inv 2026-001", "inv 2026-002"}
    assert not Line.objects.filter(provisional=True)


@pytest.mark.parametrize("whole", [WHOLE, EXPLAINED], ids=["unexplained", "explained"])
def test_a_batch_in_the_statement_is_explained_by_notices_one_by_one(books, whole):
    books.must_take(invoices(*TWO))
    books.must_take(statement(whole, **CLOSED))
    books.must_take(notice(*PARTS), notice(*PARTS))
    assert money_in(books) == 10000
    assert (books.open_minor("2026-001"), books.open_minor("2026-002")) == (0, 0)
    assert Line.objects.count() == 1


def test_a_batch_that_was_noticed_is_not_booked_again_one_by_one(books):
    books.must_take(invoices(*TWO))
    books.must_take(notice(EXPLAINED))
    books.must_take(statement(*PARTS, **CLOSED), statement(*PARTS, **CLOSED))
    assert money_in(books) == 10000
    assert (books.open_minor("2026-001"), books.open_minor("2026-002")) == (0, 0)
    assert lines_of("2026-041") == 10000
    assert not Line.objects.filter(provisional=True)


def test_a_batch_notice_after_the_statement_told_one_by_one_adds_nothing(books):
    books.must_take(statement(*PARTS, **CLOSED))
    books.must_take(notice(EXPLAINED), notice(EXPLAINED))
    assert money_in(books) == 10000
    assert Line.objects.count() == 2


def test_a_returned_debit_is_confirmed_like_money_in(books):
    back = Paid("-25.00", "domiciliation", bank_reference="RETURN-01")
    books.must_take(report(back))
    assert books.line("domiciliation").state == LineState.OUTGOING
    books.must_take(statement(replace(back, reversal=True), **CLOSED))
    line = Line.objects.get()
    assert (line.state, line.reversal, line.provisional) == (LineState.OPEN, True, False)


def test_lines_alike_on_two_pages_of_a_statement_are_two_payments(books):
    paid = Paid("10.00", "subscription")
    first = statement(paid, page=1, last_page=False, opening="0.00", **CLOSED)
    second = statement(paid, page=2, closing="20.00", **CLOSED)
    books.must_take(second, first, second, first)
    assert money_in(books) == 2000
    assert lines_of("2026-041") == 2000
    assert Statement.objects.count() == 2


def test_a_notice_makes_no_account_fresh_that_gets_statements(books):
    books.must_take(statement(Paid("7.00", "y"), **CLOSED))
    books.must_take(notice(Paid("10.00", "x", on=date(2026, 3, 20)), day=date(2026, 3, 20)))
    assert queries.known_until(Account.objects.get()) == DAY
    assert {one.fresh_on for one in Statement.objects.all()} == {DAY}


def test_an_account_that_only_gets_notices_is_known_by_them(books):
    books.must_take(notice(Paid("10.00", "x"), day=date(2026, 3, 20)))
    assert Statement.objects.get().fresh_on == date(2026, 3, 20)


def test_the_message_of_the_bank_and_what_is_for_information_are_remarked(books):
    paper = statement(Paid("10.00", "a", pending=True), Paid("5.00", "b"))
    paper = paper.replace(b">PDNG<", b">INFO<").replace(
        b"</Stmt>", b"<AddtlStmtInf>We move</AddtlStmtInf></Stmt>"
    )
    said = [str(remark) for remark in books.must_take(paper).run.remarked]
    assert any("the bank writes: We move" in one for one in said)
    assert any("the bank will not book it" in one for one in said)


def shaken(chance: random.Random, text: str) -> str:
    """The text as another message of the same bank might write it."""
    return chance.choice((text, text.upper(), f"{text} /EREF", "", "credit transfer"))


@pytest.mark.parametrize("seed", range(int(os.environ.get("ORDERS", "10"))))
def test_whatever_the_order_and_the_words_each_payment_counts_once(books, seed):
    """Some days of payments, told by reports, notices and statements in a random order,
    some twice, with other words, and with batches told whole or one by one. ORDERS=300
    tries more of them.
    """
    chance = random.Random(seed)  # noqa: S311  # to be repeated, not to be secret
    days = [date(2026, 3, day) for day in (2, 3, 4)]
    tellings: list[bytes] = []
    total = 0
    for day in days:
        told: list[list[list[Paid]]] = [[], [], []]
        for number in range(chance.randint(1, 5)):
            name = f"{day.day}-{number}"
            parts = tuple(
                Paid(
                    chance.choice(("10.00", "25.00", "40.00")),
                    f"invoice {name}-{part}",
                    day,
                    iban=chance.choice((papers.THEIR_IBAN, "")),
                    bank_reference=f"BANK-{name}",
                    end_to_end_id=f"PAYER-{name}-{part}",
                )
                for part in range(chance.choice((1, 1, 1, 2, 3)))
            )
            total += sum(papers.minor(one.amount) for one in parts)
            for kind in range(3):
                if kind == 2 or chance.random() < 0.7:
                    told[kind].append(list(parts))
        for kind, write in enumerate((report, notice, statement)):
            lines = [line for parts in told[kind] for line in _told(chance, parts, day)]
            if lines:
                chance.shuffle(lines)
                paper = write(*lines, day=day, number=f"{kind}-{day}")
                tellings += [paper] * chance.choice((1, 1, 2))
    chance.shuffle(tellings)
    books.must_take(*tellings)
    assert money_in(books) == total
    statements = Line.objects.filter(provisional=True)
    assert not statements, [line.text for line in statements]


def _told(chance: random.Random, parts: list[Paid], day: date) -> list[Paid]:
    """One payment, or a batch whole, explained or one by one."""
    if len(parts) == 1 or chance.random() < 0.4:
        return [replace(one, text=shaken(chance, one.text)) for one in parts]
    amount = f"{sum(papers.minor(one.amount) for one in parts) / 100:.2f}"
    whole = Paid(amount, on=day, bank_reference=parts[0].bank_reference)
    if chance.random() < 0.5:
        return [replace(whole, batch_of=len(parts))]
    return [replace(whole, parts=tuple(parts))]


def test_a_statement_in_another_format_is_not_booked_again(books):
    day = date(2026, 3, 2)
    paid = [Paid("10.00", "factuur 1", on=day), Paid("10.00", "factuur 2", on=day)]
    more = Paid("-4.00", "costs", on=day)
    opens = {"opening": "5.00", "closing": "21.00", "day": day, "number": "2026-041"}
    books.must_take(statement(*paid, more, **opens))
    coda = Paper().statement("5.00", on="020326").movement("10.00", "FACTUUR 2")
    coda.movement("10.00", "factuur 1 dank u").movement("-4.00", "kosten").balance().end()
    books.must_take(coda.bytes(), coda.bytes())
    assert money_in(books) == 2000
    assert Line.objects.count() == 3
    (finding,) = queries.continuity(Account.objects.get())
    assert isinstance(finding, Overlap)


def test_a_line_that_only_the_other_format_has_is_booked(books):
    day = date(2026, 3, 2)
    opens = {"opening": "5.00", "day": day, "number": "2026-041"}
    books.must_take(statement(Paid("10.00", "factuur 1", on=day), **opens))
    coda = Paper().statement("5.00", on="020326").movement("10.00", "factuur 1")
    books.must_take(coda.movement("7.00", "factuur 2").balance().end().bytes())
    assert money_in(books) == 1700
