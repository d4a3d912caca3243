"""Nobody is reminded while money that may be theirs, or the bank's word, is missing.

Case files: what came in, and what the reminder of that morning says.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import factories
import papers
import pytest
from papers import AT, Paid, invoices, report, statement

from acquit.bank.actions import open_account
from acquit.bank.models import Line
from acquit.core.dunning import Guard, guard
from acquit.cycle import actions
from acquit.cycle.actions.facts import decide_for
from acquit.dunning.models import Outlook, Policy
from acquit.dunning.queries import policies
from acquit.ledger.models import CustomerIban

if TYPE_CHECKING:
    from acquit.ledger.models import Receivable

pytestmark = pytest.mark.django_db
# A Monday; the first reminder of what was due on 4 February is due by then.
MORNING = date(2026, 3, 23)
FRIDAY = date(2026, 3, 20)
OURS = papers.OUR_IBAN
FRESH = {"day": FRIDAY, "number": "2026-041"}


@pytest.fixture
def books() -> papers.Books:
    made = papers.open_books()
    made.today = MORNING
    made.must_take(papers.customers("C1", "C2"))
    made.must_take(
        invoices(
            "2026-001 | C1 | 2026-01-05 | 100.00 |", "2026-002 | C2 | 2026-01-05 | 70 |"
        )
    )
    return made


def decided(books: papers.Books, number: str, on: date = MORNING) -> str:
    """The step or the reason for none of the invoice, decided on that morning."""
    one: Receivable = books.receivable(number)
    decide_for([one.customer_id], as_of=on, at=AT)
    outlook = Outlook.objects.get(receivable=one)
    return outlook.reason or outlook.next_action


def told(books: papers.Books, *lines: Paid, day: date = FRIDAY) -> None:
    books.must_take(statement(*lines, day=day, number=f"{day}"))


def by() -> dict[str, object]:
    return {"on": MORNING, "actor": papers.CLERK, "at": AT}


def test_with_nothing_that_speaks_against_it_the_reminder_leaves(books):
    told(books)
    assert decided(books, "2026-001") == "REMINDER_1"


def test_money_of_a_known_payer_that_settles_nothing_holds_all_of_its_invoices(books):
    CustomerIban.objects.create(customer=books.customer("C1"), iban=papers.THEIR_IBAN)
    told(books, Paid("37.00", "no number in it", iban=papers.THEIR_IBAN))
    assert decided(books, "2026-001") == "UNALLOCATED_MONEY"
    assert decided(books, "2026-002") == "REMINDER_1"


def test_a_payment_that_is_only_proposed_holds_the_one_it_is_proposed_for(books):
    told(books, Paid("90.00", "2026-001"))
    assert decided(books, "2026-001") == "UNALLOCATED_MONEY"
    assert decided(books, "2026-002") == "REMINDER_1"


def test_a_payment_that_is_proposed_for_two_customers_holds_both(books):
    told(books, Paid("165.00", "2026-001 2026-002"))
    assert decided(books, "2026-001") == "UNALLOCATED_MONEY"
    assert decided(books, "2026-002") == "UNALLOCATED_MONEY"


def test_once_a_person_says_that_it_is_not_theirs_the_reminder_leaves(books):
    told(books, Paid("90.00", "2026-001"))
    line = Line.objects.get()
    actions.mark_not_ours(line_id=line.pk, **by())
    assert decided(books, "2026-001") == "REMINDER_1"


def test_money_of_nobody_who_is_known_holds_nobody(books):
    told(books, Paid("37.00", "no number in it"))
    assert decided(books, "2026-001") == "REMINDER_1"


def test_money_that_a_report_told_of_holds_as_that_of_a_statement(books):
    told(books)
    books.must_take(report(Paid("90.00", "2026-001"), day=MORNING))
    assert decided(books, "2026-001") == "UNALLOCATED_MONEY"


def test_what_went_back_holds_nothing(books):
    told(books, Paid("100.00", "2026-001", end_to_end_id="E1"))
    back = Paid("-100.00", "2026-001", end_to_end_id="E1", return_reason="MD06", on=FRIDAY)
    told(books, back, day=FRIDAY)
    assert decided(books, "2026-001") == "REMINDER_1"


def test_unused_money_that_goes_back_holds_no_more(books):
    CustomerIban.objects.create(customer=books.customer("C1"), iban=papers.THEIR_IBAN)
    odd = Paid("37.00", "odd", iban=papers.THEIR_IBAN, end_to_end_id="E1")
    told(books, odd, day=date(2026, 3, 19))
    assert decided(books, "2026-001") == "UNALLOCATED_MONEY"
    back = Paid("-37.00", "odd", end_to_end_id="E1", return_reason="AM05", on=FRIDAY)
    told(books, back)
    assert decided(books, "2026-001") == "REMINDER_1"


def test_a_proposed_payment_that_goes_back_is_proposed_no_more(books):
    told(books, Paid("90.00", "2026-001", end_to_end_id="E1"), day=date(2026, 3, 19))
    assert decided(books, "2026-001") == "UNALLOCATED_MONEY"
    told(books, Paid("-90.00", "x", end_to_end_id="E1", return_reason="AM04", on=FRIDAY))
    assert decided(books, "2026-001") == "REMINDER_1"


def test_an_account_that_told_nothing_for_longer_than_three_working_days_holds_all(books):
    told(books, day=date(2026, 3, 18))  # Wednesday: three working days before Monday
    assert decided(books, "2026-001") == "REMINDER_1"
    assert decided(books, "2026-001", date(2026, 3, 24)) == "BANK_STALE"
    assert decided(books, "2026-002", date(2026, 3, 24)) == "BANK_STALE"


def test_one_stale_account_of_two_is_enough(books):
    told(books)
    number = "BE62510007547061"
    open_account(books.company, number, "EUR", actor=papers.CLERK, at=AT)
    assert decided(books, "2026-001") == "BANK_STALE"


def test_another_companys_stale_account_holds_nothing(books):
    told(books)
    other = factories.company(code="BETA", name="Beta")
    open_account(other, "BE62510007547061", "EUR", actor=papers.CLERK, at=AT)
    assert decided(books, "2026-001") == "REMINDER_1"


def test_a_statement_that_comes_in_lets_the_reminders_leave_again(books):
    told(books, day=date(2026, 3, 12))
    assert decided(books, "2026-001") == "BANK_STALE"
    told(books)
    assert decided(books, "2026-001") == "REMINDER_1"


def test_a_company_without_any_account_has_nothing_to_wait_for(books):
    assert decided(books, "2026-001") == "REMINDER_1"


def test_a_company_may_ask_for_fresher_data(books):
    Policy.objects.create(company=books.company, minimum_minor=1000, freshness_days=0)
    told(books)
    assert decided(books, "2026-001") == "BANK_STALE"


@pytest.mark.parametrize(
    ("newest", "as_of", "country", "bank"),
    [
        # Thursday before Easter 2026 (5 April); Good Friday is a working day in Belgium.
        (date(2026, 4, 2), date(2026, 4, 8), "BE", Guard.FRESH),
        (date(2026, 4, 2), date(2026, 4, 9), "BE", Guard.STALE),
        # In Germany Good Friday and Easter Monday are none.
        (date(2026, 4, 2), date(2026, 4, 9), "DE", Guard.FRESH),
        (date(2026, 4, 2), date(2026, 4, 10), "DE", Guard.STALE),
        # A weekend alone; the Belgian national day, a Tuesday.
        (date(2026, 3, 20), date(2026, 3, 25), "BE", Guard.FRESH),
        (date(2026, 7, 17), date(2026, 7, 23), "BE", Guard.FRESH),
        (date(2026, 7, 17), date(2026, 7, 23), "NL", Guard.STALE),
    ],
)
def test_days_off_of_the_country_do_not_make_an_account_stale(newest, as_of, country, bank):
    assert guard([newest], as_of=as_of, country=country, freshness_days=3) is bank


def test_the_guard_of_a_company_counts_its_own_holidays(books):
    told(books, day=date(2026, 4, 2))
    (rule,) = policies.rules([books.company.pk], as_of=date(2026, 4, 8)).values()
    assert rule.guard is Guard.FRESH
