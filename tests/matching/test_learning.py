"""What a person's decisions teach, and what is forgotten when they are undone."""

from __future__ import annotations

import papers
import pytest
from papers import AT, TODAY, Paid, invoices, statement

from acquit.bank.models import LineState
from acquit.core.dunning import Reason
from acquit.core.matching import Record
from acquit.cycle import actions
from acquit.dunning.models import Outlook
from acquit.ledger.actions import Share
from acquit.ledger.models import Receipt
from acquit.matching import queries
from acquit.matching.actions.learning import count
from acquit.matching.models import Lesson, Match, MatchState, Rules

THEIRS = "BE68539007547034"


@pytest.fixture
def anna(db):
    return papers.person()


def newest() -> Receipt:
    return Receipt.objects.latest("pk")


def accept(books, number: str, who, *, minor: int = 0) -> Receipt:
    receipt = newest()
    share = Share(books.receivable(number).pk, minor or receipt.available_minor)
    return actions.accept_match(
        receipt_id=receipt.pk, shares=[share], on=TODAY, actor=who, at=AT
    )


def outcome() -> tuple[str, str]:
    """Of the newest payment."""
    first = Match.objects.filter(receipt=newest(), rank=1).order_by("pk").first()
    return (first.state, first.kind) if first else ("", "")


def unknown_account_pays(books, number: str, minor: str) -> None:
    """By an account and under a name that no table has, and without a word."""
    code = "C1" if number < "2026-005" else "C2"
    books.must_take(invoices(f"{number} | {code} | 2026-01-05 | {minor} |"))
    books.must_take(
        statement(Paid(minor, f"ref {number[-3:]}x", name="Dr. Aerts", iban=THEIRS))
    )


def test_an_account_that_a_person_said_whose_it_is_is_known_the_next_time(books, anna):
    unknown_account_pays(books, "2026-001", "100.00")
    assert newest().available_minor
    accept(books, "2026-001", anna)
    unknown_account_pays(books, "2026-002", "70.00")
    assert outcome() == (MatchState.POSTED, "single/iban/exact")


def test_a_name_that_a_person_said_whose_it_is_is_known_from_another_account(books, anna):
    unknown_account_pays(books, "2026-001", "100.00")
    accept(books, "2026-001", anna)
    books.must_take(invoices("2026-002 | C1 | 2026-01-05 | 70.00 |"))
    books.must_take(statement(Paid("70.00", "", name="DR AERTS", iban="BE71096123456769")))
    assert outcome() == (MatchState.POSTED, "single/name/exact")


def test_undoing_the_decision_unlearns_it(books, anna):
    unknown_account_pays(books, "2026-001", "100.00")
    receipt = accept(books, "2026-001", anna)
    actions.undo_match(receipt_id=receipt.pk, on=TODAY, actor=anna, at=AT)
    assert not Lesson.objects.exists()
    unknown_account_pays(books, "2026-002", "70.00")
    assert outcome() != (MatchState.POSTED, "single/iban/exact")


def test_an_account_that_pays_for_two_customers_is_neithers(books, anna):
    unknown_account_pays(books, "2026-001", "100.00")
    accept(books, "2026-001", anna)
    unknown_account_pays(books, "2026-005", "80.00")
    accept(books, "2026-005", anna)
    unknown_account_pays(books, "2026-002", "70.00")
    assert outcome() == (MatchState.PROPOSED, "single/shared iban/exact")


def test_an_account_that_paid_anothers_invoice_by_its_number_is_not_taken_for_one(
    books, anna
):
    books.must_take(invoices("2026-009 | C2 | 2026-01-05 | 55.00 |"))
    books.must_take(statement(Paid("55.00", "2026-009", name="PayFast", iban=THEIRS)))
    unknown_account_pays(books, "2026-001", "100.00")
    accept(books, "2026-001", anna)
    unknown_account_pays(books, "2026-002", "70.00")
    assert outcome()[0] == MatchState.PROPOSED


def test_putting_money_on_account_teaches_whose_it_is(books, anna):
    unknown_account_pays(books, "2026-001", "100.00")
    actions.put_on_account(
        receipt_id=newest().pk,
        customer_id=books.customer("C1").pk,
        on=TODAY,
        actor=anna,
        at=AT,
    )
    unknown_account_pays(books, "2026-002", "70.00")
    assert outcome() == (MatchState.POSTED, "single/iban/exact")


def pays_the_older_of_two(
    books, first: str, second: str, name: str = "Customer C1"
) -> None:
    books.must_take(
        invoices(
            f"{first} | C1 | 2026-01-05 | 40.00 |", f"{second} | C1 | 2026-01-08 | 40.00 |"
        )
    )
    books.must_take(statement(Paid("40.00", f"week {first[-2:]}", name=name)))


def test_what_a_payer_always_means_posts_by_itself_after_three_times(books, anna):
    for n in (10, 20, 30):
        pays_the_older_of_two(books, f"2026-0{n}", f"2026-0{n + 1}")
        assert outcome() == (MatchState.PROPOSED, "single/name/exact/rival")
        accept(books, f"2026-0{n}", anna)
        rest = Paid("40.00", f"2026-0{n + 1}", name="Customer C1")
        books.must_take(statement(rest))
    pays_the_older_of_two(books, "2026-040", "2026-041")
    assert outcome() == (MatchState.POSTED, "single/name/exact/rival")
    assert books.open_minor("2026-040") == 0


def test_once_contradicted_it_is_asked_again(books, anna):
    for n, chosen in ((10, 0), (20, 0), (30, 1), (40, 0)):
        pays_the_older_of_two(books, f"2026-0{n}", f"2026-0{n + 1}")
        accept(books, f"2026-0{n + chosen}", anna)
        rest = Paid("40.00", f"2026-0{n + 1 - chosen}", name="Customer C1")
        books.must_take(statement(rest))
    pays_the_older_of_two(books, "2026-050", "2026-051")
    assert outcome() == (MatchState.PROPOSED, "single/name/exact/rival")


def records(books) -> dict[str, Record]:
    return queries.records_of(books.company.pk)


def test_what_became_of_each_kind_is_counted_along(books, anna):
    books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    books.must_take(statement(Paid("100.00", "2026-001", name="Customer C1")))
    kind = "number/name/exact"
    assert records(books) == {kind: Record(posted=1)}
    receipt = newest()
    actions.undo_match(receipt_id=receipt.pk, on=TODAY, actor=anna, at=AT)
    assert records(books) == {kind: Record(posted=1, undone=1)}


def test_a_kind_that_was_wrong_too_often_is_no_longer_posted(books, anna):
    kind = "number/name/exact"
    count(books.company.pk, {(kind, "posted"): 100, (kind, "undone"): 2}, AT)
    books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    books.must_take(statement(Paid("100.00", "2026-001", name="Customer C1")))
    assert outcome() == (MatchState.PROPOSED, kind)
    assert Match.objects.get(rank=1).evidence["why"] == "stopped"


@pytest.mark.parametrize(
    ("minor", "rule"), [("60.00", "shorter"), ("120.00", "over"), ("60.00", "discounts")]
)
def test_a_difference_posts_where_the_company_has_said_so(books, minor, rule):
    words = {"discounts": False, "shorter": False, "over": False} | {rule: True}
    Rules.objects.create(company=books.company, wanted=0.999, **words)
    books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    books.must_take(statement(Paid(minor, "2026-001", name="Customer C1")))
    posts = MatchState.PROPOSED if rule == "discounts" else MatchState.POSTED
    assert outcome()[0] == posts


@pytest.fixture
def too_much_posts(books):
    """Payments of more than was asked post by themselves; one of 20 too much came."""
    Rules.objects.create(
        company=books.company, wanted=0.999, discounts=False, shorter=False, over=True
    )
    books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    books.must_take(statement(Paid("120.00", "2026-001", name="Customer C1")))
    return newest()


def test_what_a_payment_posted_by_rule_is_too_much_lies_on_account(books, too_much_posts):
    money = too_much_posts
    assert (money.available_minor, money.on_account) == (2_000, True)
    assert money.customer == books.customer("C1")
    assert books.line("2026-001").state == LineState.ON_ACCOUNT
    books.must_take(invoices("2026-002 | C1 | 2026-01-05 | 70.00 |"))
    told = Outlook.objects.get(receivable=books.receivable("2026-002"))
    assert told.reason != Reason.UNALLOCATED_MONEY


def test_undone_all_of_it_is_to_be_looked_at_again(books, too_much_posts, anna):
    actions.undo_match(receipt_id=too_much_posts.pk, on=TODAY, actor=anna, at=AT)
    money = newest()
    assert (money.available_minor, money.on_account) == (12_000, False)
    assert books.line("2026-001").state == LineState.OPEN
    told = Outlook.objects.get(receivable=books.receivable("2026-001"))
    assert told.reason == Reason.UNALLOCATED_MONEY
