"""The judge can condemn: a small world and mails written by hand, each wrong in one way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from sending.sink import Mail

from simulation.arrivals import of_mail
from simulation.events import (
    Accepted,
    Account,
    Approved,
    Banked,
    Claim,
    Company,
    CountsAgain,
    Credited,
    Customer,
    Disputed,
    Founded,
    Held,
    Issued,
    Known,
    NotOurs,
    OnAccount,
    Payment,
    Promised,
    TakenBack,
)
from simulation.judge import Judge
from simulation.workdays import working_day

if TYPE_CHECKING:
    from simulation.events import Event

MONDAY = date(2025, 3, 3)  # no holiday in Belgium before Easter Monday, 21 April
COMPANY = Company(
    code="NORD",
    name="Nord",
    country="BE",
    language="nl",
    email="books@nord.example",
    accounts=(Account("BE71"), Account("BE72", "GBP")),
)
ANNA = Customer(
    company="NORD",
    code="K1",
    name="Anna",
    party="business",
    email="anna@x.example",
    iban="BE1",
)
BERT = Customer(company="NORD", code="K2", name="Bert", party="", email="bert@x.example")
CLAIM = Claim(
    company="NORD",
    customer="K1",
    number="2025/1",
    issued_on=MONDAY - timedelta(days=30),
    due_on=MONDAY - timedelta(days=3),
    minor=123_456,
)
OTHER = Claim(
    company="NORD",
    customer="K2",
    number="2025/2",
    issued_on=MONDAY,
    due_on=MONDAY + timedelta(days=300),
    minor=5_000,
)
WORDS = {
    "en": ("Invoice", "of", "Open amount"),
    "fr": ("Facture", "du", "Solde restant dû"),
}
SUBJECTS = {
    "notice": "Invoice 2025/1 is due on 1 March 2025",
    "reminder_1": "Reminder: invoice 2025/1",
    "reminder_2": "Second reminder: invoice 2025/1",
    "reminder_3": "Third reminder: invoice 2025/1",
    "last_reminder": "Last reminder: invoice 2025/1",
    "formal_notice": "Formal notice: invoice 2025/1",
    "thank_you": "Thank you for your payment: invoice 2025/1",
}


def mail(kind: str = "reminder_1", **wrong: str) -> Mail:
    """A mail to Anna about her invoice, right but for what is said to be wrong."""
    amount = f"{wrong.get('amount', '1,234.56')} {wrong.get('currency', 'EUR')}"
    message = EmailMessage()
    message["To"] = wrong.get("to", ANNA.email)
    message["Subject"] = wrong.get("subject", SUBJECTS[kind])
    message["Message-ID"] = wrong.get("key", f"<{kind}@nord.example>")
    message["X-Acquit-Kind"] = kind
    number = wrong.get("number", CLAIM.number)
    word, of, opened = WORDS[wrong.get("language", "en")]
    lines = [f"{word} {number} {of} 1 February 2025", f"  {opened}: {amount}"]
    if kind == "thank_you":
        lines = [f"  Invoice {number} of 1 February 2025: {amount}"]
    if "contested" in wrong:
        lines += [f"  Being clarified: {wrong['contested']} EUR"]
        lines += [f"  To pay: {wrong['asked']} EUR"]
    message.set_content("\n".join(("Hello,", "", *lines, "", "Nord", "")))
    message["Content-Language"] = wrong.get("header", "en")
    sender = wrong.get("sender", COMPANY.email)
    return Mail(sender, (wrong.get("to", ANNA.email),), message)


def banked(day: date, *payments: Payment) -> Banked:
    return Banked("NORD", COMPANY.accounts, day, payments)


@pytest.fixture
def judge() -> Judge:
    """On the Monday before anything was sent; the bank has told everything."""
    judge = Judge()
    for event in (Founded(COMPANY), Known((ANNA, BERT)), Issued((CLAIM, OTHER))):
        judge.hear(MONDAY, event)
    judge.hear(MONDAY, banked(MONDAY))
    return judge


def verdict(judge: Judge, day: date, *mails: Mail) -> str:
    judge.watch(day, map(of_mail, mails))
    return " | ".join(judge.faults)


def walked(judge: Judge, *, until: int) -> None:
    """Let days pass on which the bank told everything and all went well."""
    steps = {0: "reminder_1", 14: "reminder_2", 29: "reminder_3"}
    for n in range(until):
        day = MONDAY + timedelta(days=n)
        judge.hear(day, banked(day))
        kind = steps.get(n)
        judge.watch(day, [of_mail(mail(kind))] if kind else [])
    judge.hear(MONDAY, banked(MONDAY + timedelta(days=until)))
    assert judge.faults == []


def test_a_right_mail_on_its_day_is_not_condemned(judge):
    assert verdict(judge, MONDAY, mail()) == ""
    assert judge.seen["reminder_1"] == 1


def test_a_mail_in_french_is_read_as_well(judge):
    judge.hear(MONDAY, Known((Customer(**{**_fields(ANNA), "language": "fr"}),)))
    french = mail(language="fr", header="fr", amount="1 234,56", subject="Rappel : facture")
    assert verdict(judge, MONDAY, french) == ""


def _fields(one: Customer) -> dict[str, str]:
    return {name: getattr(one, name) for name in one.__slots__}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": "1,234.57"}, "open 123456"),
        ({"contested": "234.56", "asked": "1,000.00"}, "to be asked 123456"),
        ({"currency": "GBP"}, "is in EUR, not GBP"),
        ({"number": "2025/2"}, "not theirs"),
        ({"number": "2025/3"}, "not theirs"),
        ({"to": BERT.email}, "not theirs"),
        ({"to": "somebody@else.example"}, "went to"),
        ({"sender": "books@sud.example"}, "went to"),
        ({"header": "fr"}, "not in en"),
        ({"language": "fr", "header": "fr", "subject": "Rappel"}, "not in en"),
        ({"subject": "Second reminder: invoice 2025/1"}, "reminder_1 is next in order"),
    ],
)
def test_a_mail_that_says_something_wrong_is_condemned(judge, wrong, sentence):
    assert sentence in verdict(judge, MONDAY, mail(**wrong))


@pytest.mark.parametrize("kind", ["notice", "reminder_2", "reminder_3", "last_reminder"])
def test_a_mail_out_of_order_is_condemned(judge, kind):
    assert "reminder_1 is next in order" in verdict(judge, MONDAY, mail(kind))


CLAIMED = CLAIM.key
WHOLE = Payment(tag="T1", minor=CLAIM.minor, iban="BE9", names=("2025/1",))
PART = Payment(tag="T1", minor=100_000, iban="BE9", names=("2025/1",))
MORE = Payment(tag="T1", minor=200_000, iban="BE9", names=("2025/1",))
SILENT = Payment(tag="T1", minor=100_000, iban="BE1")


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        ([banked(MONDAY, WHOLE)], "paid in full"),
        ([banked(MONDAY, PART)], "a payment waits for a person"),
        ([banked(MONDAY, SILENT)], "money lies unallocated"),
        ([banked(MONDAY, PART), Accepted("T1", ((CLAIMED, 100_000),))], "open 23456"),
        ([banked(MONDAY, MORE)], "a payment waits for a person"),
        ([Promised(CLAIMED, CLAIM.minor, MONDAY)], "promised"),
        ([Promised(CLAIMED, CLAIM.minor, MONDAY + timedelta(days=9))], "promised"),
        ([Disputed(CLAIMED, None)], "wholly disputed"),
        ([Disputed(CLAIMED, CLAIM.minor)], "wholly disputed"),
        ([Disputed(CLAIMED, 23_456)], "to be asked 100000"),
        ([Held(ANNA.key, CLAIMED, MONDAY)], "held"),
        ([Held(ANNA.key, None, MONDAY)], "held"),
        ([Credited(ANNA.key, "C1", 200_000)], "covered by credit"),
    ],
)
def test_a_mail_about_what_is_stopped_is_condemned(
    judge, events: list[Event], sentence: str
):
    for event in events:
        judge.hear(MONDAY, event)
    assert sentence in verdict(judge, MONDAY, mail())


def test_a_mail_after_money_was_put_on_account_is_condemned(judge):
    for event in (banked(MONDAY, SILENT), OnAccount("T1", ANNA.key)):
        judge.hear(MONDAY, event)
    judge.hear(MONDAY, Credited(ANNA.key, "C1", 23_456))
    assert "covered by credit" in verdict(judge, MONDAY, mail())


def test_a_promise_stops_until_the_end_of_its_day_and_not_longer(judge):
    judge.hear(MONDAY, Promised(CLAIM.key, CLAIM.minor, MONDAY))
    tuesday = MONDAY + timedelta(days=1)
    assert verdict(judge, MONDAY) == ""
    assert "neglected" in verdict(judge, tuesday)


def test_a_mail_on_stale_bank_data_is_condemned(judge):
    friday = MONDAY + timedelta(days=4)
    assert "bank data are stale" in verdict(judge, friday, mail())


def test_silence_on_stale_bank_data_is_right(judge):
    assert verdict(judge, MONDAY + timedelta(days=4)) == ""


def test_silence_when_a_step_is_due_is_condemned(judge):
    assert "neglected: reminder_1 for ('NORD', '2025/1', 1)" in verdict(judge, MONDAY)
    assert judge.counts == {"loss": 1}


def test_a_mail_on_a_sunday_is_condemned(judge):
    sunday = MONDAY + timedelta(days=6)
    judge.hear(MONDAY, banked(sunday))
    assert "on a day off" in verdict(judge, sunday, mail())


def test_a_mail_on_a_public_holiday_of_the_debtor_is_condemned(judge):
    easter_monday = date(2025, 4, 21)
    judge.hear(MONDAY, banked(easter_monday))
    assert "on a day off" in verdict(judge, easter_monday, mail())


def test_the_same_step_twice_is_condemned(judge):
    tuesday = MONDAY + timedelta(days=1)
    verdict(judge, MONDAY, mail())
    said = verdict(judge, tuesday, mail(key="<another@nord.example>"))
    assert "is not due: reminder_2 for" in said
    assert judge.counts == {"double": 1}


def test_the_same_mail_twice_is_condemned(judge):
    said = verdict(judge, MONDAY, mail(), mail())
    assert "arrived twice" in said
    assert "not the first mail of the day" in said


def test_a_step_before_its_gap_is_over_is_condemned(judge):
    walked(judge, until=11)
    friday = MONDAY + timedelta(days=11)
    assert "is not due" in verdict(judge, friday, mail("reminder_2"))


def test_a_formal_notice_that_nobody_approved_is_condemned(judge):
    walked(judge, until=44)
    day = MONDAY + timedelta(days=44)
    assert "nobody approved" in verdict(judge, day, mail("formal_notice"))


def test_a_formal_notice_that_was_approved_is_right(judge):
    walked(judge, until=44)
    day = MONDAY + timedelta(days=44)
    judge.hear(day, Approved(ANNA.key))
    assert verdict(judge, day, mail("formal_notice")) == ""


def test_a_formal_notice_to_somebody_not_known_to_be_in_business_is_condemned(judge):
    judge.hear(MONDAY, Known((Customer(**{**_fields(ANNA), "party": "consumer"}),)))
    walked(judge, until=44)
    day = MONDAY + timedelta(days=44)
    judge.hear(day, Approved(ANNA.key))
    assert "not known to be in business" in verdict(judge, day, mail("formal_notice"))


def test_thanks_for_what_is_open_or_was_never_asked_for_are_condemned(judge):
    said = verdict(judge, MONDAY, mail("thank_you"))
    assert "which is open" in said
    assert "of which nobody was reminded" in said


def test_thanks_are_said_once_and_not_forgotten(judge):
    verdict(judge, MONDAY, mail())
    tuesday, wednesday = (MONDAY + timedelta(days=n) for n in (1, 2))
    judge.hear(tuesday, banked(MONDAY, WHOLE))
    assert "nobody said thanks" in verdict(judge, tuesday)
    judge.faults.clear()
    assert verdict(judge, tuesday, mail("thank_you")) == ""
    again = mail("thank_you", key="<again@nord.example>")
    assert "a second time" in verdict(judge, wednesday, again)


def test_thanks_for_money_that_went_back_are_condemned(judge):
    verdict(judge, MONDAY, mail())
    tuesday = MONDAY + timedelta(days=1)
    judge.hear(tuesday, banked(MONDAY, WHOLE))
    judge.hear(tuesday, banked(MONDAY, replace(WHOLE, back=True)))
    assert "which is open" in verdict(judge, tuesday, mail("thank_you"))


def test_what_went_back_is_asked_for_again_with_the_next_step(judge):
    verdict(judge, MONDAY, mail())
    judge.hear(MONDAY, banked(MONDAY, WHOLE))
    judge.hear(MONDAY, banked(MONDAY, replace(WHOLE, back=True)))
    later = working_day(MONDAY + timedelta(days=12), "BE")
    judge.hear(later, banked(later))
    assert "neglected: reminder_2" in verdict(judge, later)


def test_the_first_step_a_second_time_after_the_money_went_back_is_condemned(judge):
    verdict(judge, MONDAY, mail())
    judge.hear(MONDAY, banked(MONDAY, WHOLE))
    judge.hear(MONDAY, banked(MONDAY, replace(WHOLE, back=True)))
    later = working_day(MONDAY + timedelta(days=12), "BE")
    judge.hear(later, banked(later))
    assert "is next in order" in verdict(judge, later, mail(key="<again@nord.example>"))


def test_money_that_went_back_holds_nothing(judge):
    silent = replace(SILENT, minor=100)
    judge.hear(MONDAY, banked(MONDAY, silent))
    judge.hear(MONDAY, banked(MONDAY, replace(silent, back=True)))
    assert verdict(judge, MONDAY, mail()) == ""


def test_who_is_reminded_of_what_counts_again_is_wronged(judge):
    judge.hear(MONDAY, banked(MONDAY, WHOLE))
    judge.hear(MONDAY, banked(MONDAY, replace(WHOLE, back=True)))
    judge.hear(MONDAY, CountsAgain("T1"))
    assert verdict(judge, MONDAY, mail()) != ""
    judge.faults.clear()


def test_what_a_person_takes_back_is_asked_for_again(judge):
    judge.hear(MONDAY, banked(MONDAY, WHOLE))
    assert verdict(judge, MONDAY) == ""
    for event in (TakenBack("T1"), NotOurs("T1")):
        judge.hear(MONDAY, event)
    assert "neglected: reminder_1" in verdict(judge, MONDAY)


def test_money_taken_back_that_lies_about_holds_the_reminders(judge):
    judge.hear(MONDAY, banked(MONDAY, WHOLE))
    judge.hear(MONDAY, TakenBack("T1"))
    assert "money lies unallocated" in verdict(judge, MONDAY, mail())


@pytest.mark.parametrize(
    "event",
    [
        banked(MONDAY, Payment(tag="T1", minor=200_000, iban="BE1", currency="GBP")),
        Credited(ANNA.key, "C1", 200_000, "GBP"),
    ],
)
def test_money_in_another_currency_holds_nothing(judge, event):
    judge.hear(MONDAY, event)
    assert verdict(judge, MONDAY, mail()) == ""


def test_a_list_that_leaves_out_or_leaves_open_what_comes_next_is_condemned(judge):
    row = {
        "invoice": "2025/1",
        "instalment": 1,
        "open": "1234.56",
        "next_action": None,
        "next_on": None,
        "reason": None,
    }
    judge.rows(MONDAY, "NORD", [row])
    said = " | ".join(judge.faults)
    assert "and not Counter({('NORD', '2025/2', 1): 1})" in said
    assert "has None and None" in said
