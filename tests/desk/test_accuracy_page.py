"""The page Accuracy: what it says of the machine, and who says what posts by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import factories
import pytest
from django.test import Client
from django.utils import timezone, translation

from acquit.audit.models import Entry
from acquit.bank.models import Account
from acquit.core.matching import Fit, Found, Record, Rules, Who
from acquit.core.matching.judging import Verdict
from acquit.desk import words
from acquit.desk.accuracy import kinds
from acquit.ledger.models import Customer
from acquit.matching import queries
from acquit.matching.models import KindRecord, Lesson
from acquit.matching.models import Rules as RulesRow
from acquit.organisation.models import Company, Person, Role

FewQueries = Callable[[], AbstractContextManager[Any]]
SignIn = Callable[[Person], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def manager(ours: Company, signed_in: SignIn) -> Client:
    """The browser of our credit manager."""
    carla = factories.person("Carla Maes")
    return signed_in(factories.grant(carla, Role.CREDIT_MANAGER, within=ours))


def became(of: Company, kind: str, months_ago: int = 0, **counts: int) -> None:
    """So many of this kind were posted, undone, accepted, declined in that month."""
    today = timezone.now().date()
    number = today.year * 12 + today.month - 1 - months_ago
    month = date(number // 12, number % 12 + 1, 1)
    KindRecord.objects.create(company=of, kind=kind, month=month, **counts)


def taught(customer: Customer, topic: str, value: str, actor: Person, **more: Any) -> None:
    """A person said so of the customer, by a payment."""
    account = Account.objects.filter(company=customer.company).first()
    line = factories.line(account or factories.account(customer.company), value)
    Lesson.objects.create(
        **{"right": True, "learned_at": factories.NOW} | more,
        company=customer.company,
        customer=customer,
        receipt=line.receipt,
        topic=topic,
        value=value,
        actor=actor,
    )


def text(client: Client, url: str = "/accuracy/") -> str:
    """What the page says, without its markup."""
    answer = client.get(url)
    assert answer.status_code == 200
    return plain(answer.content.decode())


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&#x27;", "'").split())


def row(page: str, start: str, end: str) -> str:
    """What stands between two words of the page."""
    return page.partition(start)[2].partition(end)[0].strip()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("found", Found)
def test_every_kind_of_evidence_has_words(found: Found, language: str) -> None:
    with translation.override(language):
        for who in Who:
            for fit in Fit:
                for doubt in ("", *words.DOUBTS):
                    name = "/".join(filter(None, [found, who, fit, doubt]))
                    told = kinds.named(name)
                    assert "/" not in told
                    assert told != name


@pytest.mark.parametrize("verdict", Verdict)
def test_what_becomes_of_a_kind_has_a_word_and_an_icon(verdict: Verdict) -> None:
    assert all(kinds.VERDICTS[verdict])


def test_a_kind_is_told_as_people_say_it() -> None:
    assert kinds.named("number/iban/exact") == (
        "Its number stands in the text, from an account of the customer, exact amount"
    )
    assert kinds.named("single/name/exact/rival").endswith(
        "exact amount; but other open items fit as well"
    )


def test_none_taken_back_proves_no_more_than_it_does(desk: Client, ours: Company) -> None:
    became(ours, "number/iban/exact", posted=114)
    became(ours, "reference/iban/exact", 3, posted=100)
    page = text(desk)
    assert "Of 214 payments posted by themselves in the last 12 months" in page
    assert "took none back. That proves that at least 98.23 % are right." in page
    assert "Too few to prove it" in page
    assert "it takes 3,838 payments in a row without a mistake" in page


def test_so_many_that_the_books_prove_what_is_wanted(desk: Client, ours: Company) -> None:
    became(ours, "number/iban/exact", posted=9_000, undone=1)
    page = text(desk)
    assert "took 1 back: 99.98 % were right" in page
    assert "between 99.93 % and 100 %" in page
    assert "As right as is wanted" in page


def test_less_than_is_wanted_is_said_and_the_kind_is_stopped(
    desk: Client, ours: Company
) -> None:
    became(ours, "number/iban/exact", posted=300, undone=5)
    became(ours, "reference/iban/exact", posted=10)
    became(ours, "number/iban/short", accepted=2, declined=1)
    page = text(desk)
    assert "Less than is wanted" in page
    assert row(page, "number/iban/exact", "Its payment reference") == (
        "300 5 96.15 % 0 0 Stopped: it was wrong too often"
    )
    assert row(page, "reference/iban/exact", "Its number").endswith("Posts by itself")
    assert "2 1 A person is asked" in page


def test_nothing_posted_yet_is_said_so(desk: Client, ours: Company) -> None:
    page = text(desk)
    assert "Nothing has been posted by itself in the last 12 months yet." in page
    assert "No payment has been matched yet." in page
    assert "Nothing yet. Whoever says what a payment is for" in page


def test_what_is_older_than_twelve_months_counts_for_the_kind_and_not_for_the_year(
    desk: Client, ours: Company
) -> None:
    became(ours, "number/iban/exact", 12, posted=40)
    became(ours, "number/iban/exact", 11, posted=2)
    page = text(desk)
    assert "Of 2 payments posted by themselves" in page
    assert row(page, "number/iban/exact", "Posts by itself").startswith("42 0")


def test_months_stand_in_a_table_beside_the_picture(desk: Client, ours: Company) -> None:
    became(ours, "number/iban/exact", posted=20, undone=1, accepted=3, declined=2)
    page = text(desk)
    assert "20 1 95 % 3 2" in page


def test_somebody_of_two_companies_sees_them_together_or_one(
    ours: Company, signed_in: SignIn
) -> None:
    other = factories.company("BETA", "Beta Services")
    became(ours, "number/iban/exact", posted=100, undone=4)
    became(other, "number/iban/exact", posted=50)
    bert = factories.grant(factories.person("Bert Both"), within=ours)
    browser = signed_in(factories.grant(bert, within=other))
    page = text(browser)
    assert "Of 150 payments" in page
    assert "Stopped: it was wrong too often not in every company" in page
    assert "Beta Services 99.9 % Off No person has decided" in page
    RulesRow.objects.create(
        company=other, wanted=0.95, discounts=False, shorter=False, over=False
    )
    assert "95 % to 99.9 % is wanted, by company" in text(browser)
    assert "Of 50 payments" in text(browser, f"/accuracy/?scope=company:{other.pk}")


def test_another_companys_books_are_not_counted(desk: Client, ours: Company) -> None:
    became(factories.company("BETA", "Beta Services"), "number/iban/exact", posted=7)
    assert "Nothing has been posted by itself" in text(desk)


def test_what_people_taught_names_customer_and_teacher(
    desk: Client, ours: Company, collector: Person
) -> None:
    bakery = factories.customer(ours)
    taught(bakery, "ACCOUNT", "BE71096123456769", collector)
    taught(bakery, "NAME", "drs aerts", collector)
    for _time in range(3):
        taught(bakery, "WAY", "single/name/exact/rival", collector)
    taught(bakery, "WAY", "set/name/exact", collector, right=False)
    page = text(desk)
    assert "Accounts: 1 · Names: 1 · Ways of paying: 1" in page
    assert "Pays from this account BE71096123456769" in page
    assert f"Pays under this name drs aerts {bakery.name} Anna Peeters" in page
    assert "Contradicted: These items together have the amount" in page


def test_the_page_asks_the_database_few_questions(
    desk: Client, ours: Company, collector: Person, few_queries: FewQueries
) -> None:
    for found in Found:
        became(ours, f"{found}/iban/exact", posted=3)
        taught(factories.customer(ours, found), "NAME", found, collector)
    with few_queries():
        text(desk)


def test_a_collector_reads_the_rules_and_cannot_change_them(
    desk: Client, ours: Company
) -> None:
    became(ours, "number/iban/over", accepted=23)
    page = text(desk)
    assert "Evidence that is right at least 99.9 % of the time." in page
    assert "Off Payments of more: post; the rest lies on account" in page
    assert "By hand so far: 23 times, and never otherwise." in page
    assert "people posted them 23 times by hand, and never did otherwise." in page
    assert "Look at it" not in page
    assert "matching-rules" not in desk.get("/accuracy/").content.decode()


def test_what_people_do_by_hand_is_offered_and_a_person_turns_it_on(
    manager: Client, ours: Company
) -> None:
    became(ours, "number/iban/over", accepted=23)
    page = manager.get("/accuracy/").content.decode()
    where = f"/companies/{ours.pk}/matching-rules/?turn_on=over"
    assert where in page
    assert not RulesRow.objects.exists()

    sheet = manager.get(where, headers=HTMX).content.decode()
    assert 'value="99.9"' in sheet
    assert len(re.findall(r"<input[^>]*checkbox[^>]*checked", sheet)) == 1
    assert not RulesRow.objects.exists()

    said = {"wanted": "99.5", "over": "on"}
    answer = manager.post(where, said, headers=HTMX)
    assert answer["HX-Redirect"] == "/accuracy/"
    assert queries.rules_of(ours.pk) == Rules(wanted=0.995, over=True)
    later = text(manager)
    assert "On Payments of more" in later
    assert "Look at it" not in later


def test_once_people_did_otherwise_it_is_not_offered(
    manager: Client, ours: Company
) -> None:
    became(ours, "number/iban/over", accepted=23, declined=1)
    page = text(manager)
    assert "Look at it" not in page
    assert "By hand so far: 23 times; otherwise: 1 times." in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nearly all", "is not a percentage such as 99.9"),
        ("120", "is not a percentage such as 99.9"),
        ("85", "85.00 % right cannot be promised"),
        ("100", "100.00 % right cannot be promised"),
        ("", "This field is required."),
    ],
)
def test_what_nobody_can_promise_is_refused(
    manager: Client, ours: Company, typed: str, said: str
) -> None:
    where = f"/companies/{ours.pk}/matching-rules/"
    answer = manager.post(where, {"wanted": typed}, headers=HTMX)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not RulesRow.objects.exists()


def test_a_french_reader_types_a_comma_and_reads_french(
    ours: Company, signed_in: SignIn
) -> None:
    became(ours, "number/iban/exact", posted=214)
    jean = factories.grant(
        factories.person("Jean Lux", language="fr"), Role.CREDIT_MANAGER, within=ours
    )
    browser = signed_in(jean)
    browser.post(f"/companies/{ours.pk}/matching-rules/", {"wanted": "99,5 %"})
    assert queries.rules_of(ours.pk).wanted == pytest.approx(0.995)
    page = text(browser)
    assert "98,23 %" in page
    assert "exact amount" not in page


def test_the_trail_says_what_was_changed(manager: Client, ours: Company) -> None:
    where = f"/companies/{ours.pk}/matching-rules/"
    manager.post(where, {"wanted": "99.5", "over": "on"})
    assert Entry.objects.filter(event="matching_rules_changed").count() == 1
    page = text(manager, "/audit/")
    assert "What posts by itself changed" in page
    assert "Must be right: 99.9 %, now 99.5 %" in page
    assert "Payments of more: off, now on" in page


def test_records_of_books_that_began_late_do_not_break_the_page(
    desk: Client, ours: Company
) -> None:
    became(ours, "number/iban/exact", posted=1, undone=3)
    assert "took 3 back: 0 % were right" in text(desk)
    assert queries.records_of(ours.pk)["number/iban/exact"] == Record(1, 3)
