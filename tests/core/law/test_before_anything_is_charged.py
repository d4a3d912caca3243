"""What must have happened before interest, a fee or costs may be asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquit.core.law import (
    COUNTRIES,
    Allowed,
    Charge,
    Facts,
    NoRule,
    Notice,
    Refused,
    Sent,
    Why,
    may_charge,
)
from acquit.core.law.charging import presumed_receipt
from acquit.core.party import Party

calm = settings(deadline=None)  # a property, not a race
ONE_DAY = timedelta(days=1)
DUE = date(2026, 2, 10)
LONG_AFTER = date(2026, 11, 1)
MONDAY = date(2026, 3, 2)


def facts(
    sent: date | None = None, by: Sent = Sent.POST, received: date | None = None, **more
) -> Facts:
    notice = None if sent is None else Notice(sent_on=sent, by=by, received_on=received)
    return Facts(due_on=DUE, notice=notice, **more)


def ask(country: str, charge: Charge, known: Facts, on: date = LONG_AFTER):
    return may_charge(country, Party.CONSUMER, charge, known, on=on)


def first_on(country: str, charge: Charge, known: Facts) -> date:
    """The first day on which it may be asked for, which is the same seen from before."""
    answer = ask(country, charge, known)
    assert isinstance(answer, Allowed), answer
    before = ask(country, charge, known, answer.first_on - ONE_DAY)
    assert isinstance(before, Refused)
    assert before.until == answer.first_on
    assert ask(country, charge, known, answer.first_on) == answer
    return answer.first_on


def why(country: str, charge: Charge, known: Facts, on: date = LONG_AFTER) -> Why:
    answer = ask(country, charge, known, on)
    assert isinstance(answer, Refused), answer
    assert str(answer.said).endswith(".")
    return answer.why


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("party", [Party.BUSINESS, Party.PUBLIC])
@pytest.mark.parametrize("charge", list(Charge))
def test_a_business_owes_from_the_day_after_the_due_day(country, party, charge) -> None:
    answer = may_charge(country, party, charge, facts(), on=DUE + ONE_DAY)
    assert isinstance(answer, Allowed)
    assert (answer.first_on, answer.since) == (DUE + ONE_DAY, DUE)
    early = may_charge(country, party, charge, facts(), on=DUE)
    assert isinstance(early, Refused)
    assert (early.why, early.until) == (Why.NOT_OVERDUE, DUE + ONE_DAY)


def test_belgium_a_posted_reminder_gives_until_the_18th() -> None:
    # Posted on Monday the 2nd; the third working day is Thursday the 5th, the first of 14.
    known = facts(MONDAY, clause_agreed=True)
    assert first_on("BE", Charge.COSTS, known) == date(2026, 3, 19)
    assert first_on("BE", Charge.INTEREST, known) == date(2026, 3, 19)


def test_belgium_an_electronic_reminder_gives_until_the_16th() -> None:
    known = facts(MONDAY, Sent.ELECTRONIC, clause_agreed=True)
    assert first_on("BE", Charge.COSTS, known) == date(2026, 3, 17)


def test_belgium_holidays_and_weekends_are_no_working_days() -> None:
    # Thursday before Easter: Friday, (weekend, Easter Monday,) Tuesday, Wednesday the 8th.
    known = facts(date(2026, 4, 2), clause_agreed=True)
    assert first_on("BE", Charge.COSTS, known) == date(2026, 4, 22)


def test_belgium_without_reminder_or_clause_nothing_is_owed() -> None:
    assert why("BE", Charge.COSTS, facts(clause_agreed=True)) is Why.NO_NOTICE
    assert why("BE", Charge.COSTS, facts(MONDAY)) is Why.NO_CLAUSE
    assert why("BE", Charge.INTEREST, facts()) is Why.NO_NOTICE
    assert why("BE", Charge.FIXED_FEE, facts(MONDAY, clause_agreed=True)) is Why.NEVER


def test_belgium_for_a_small_creditor_interest_runs_from_the_reminder() -> None:
    known = facts(MONDAY)
    large = ask("BE", Charge.INTEREST, known)
    small = ask("BE", Charge.INTEREST, replace(known, small_creditor=True))
    assert isinstance(large, Allowed)
    assert isinstance(small, Allowed)
    assert (large.since, small.since) == (date(2026, 3, 18), MONDAY)
    assert small.first_on == large.first_on


def test_a_reminder_before_the_due_day_is_none() -> None:
    for country in ("BE", "NL"):
        known = facts(DUE, clause_agreed=True)
        assert why(country, Charge.COSTS, known) is Why.NO_NOTICE


def test_netherlands_post_comes_on_the_second_day_without_sunday_and_monday() -> None:
    # Posted on a Friday: Saturday, (Sunday, Monday,) Tuesday the 10th; 14 days after it.
    friday = date(2026, 3, 6)
    assert presumed_receipt(Notice(sent_on=friday, by=Sent.POST), "NL") == date(2026, 3, 10)
    assert first_on("NL", Charge.COSTS, facts(friday)) == date(2026, 3, 25)


def test_netherlands_a_proven_receipt_goes_before_the_presumption() -> None:
    known = facts(date(2026, 3, 6), received=date(2026, 3, 9))
    assert first_on("NL", Charge.COSTS, known) == date(2026, 3, 24)


def test_netherlands_kings_day_is_skipped() -> None:
    # Posted on Saturday 25 April 2026: (Sunday, Monday = King's Day,) Tuesday, Wednesday.
    saturday = Notice(sent_on=date(2026, 4, 25), by=Sent.POST)
    assert presumed_receipt(saturday, "NL") == date(2026, 4, 29)
    # Posted on Tuesday 12 May: Wednesday, (Ascension Day,) Friday.
    tuesday = Notice(sent_on=date(2026, 5, 12), by=Sent.POST)
    assert presumed_receipt(tuesday, "NL") == date(2026, 5, 15)


def test_netherlands_interest_needs_no_letter() -> None:
    answer = ask("NL", Charge.INTEREST, facts())
    assert isinstance(answer, Allowed)
    assert answer.since == DUE
    assert why("NL", Charge.COSTS, facts()) is Why.NO_NOTICE
    assert why("NL", Charge.FIXED_FEE, facts(MONDAY)) is Why.NEVER


def test_france_never_a_fee_and_interest_from_the_formal_notice() -> None:
    known = facts(MONDAY, clause_agreed=True, invoice_warns=True)
    for charge in (Charge.COSTS, Charge.FIXED_FEE):
        assert why("FR", charge, known) is Why.NEVER
    assert why("FR", Charge.INTEREST, facts()) is Why.NO_NOTICE
    answer = ask("FR", Charge.INTEREST, known)
    assert isinstance(answer, Allowed)
    assert answer.since == MONDAY


def test_germany_default_comes_by_notice_or_by_an_invoice_that_says_so() -> None:
    assert why("DE", Charge.COSTS, facts()) is Why.NO_NOTICE
    assert why("DE", Charge.FIXED_FEE, facts(MONDAY)) is Why.NEVER
    assert first_on("DE", Charge.COSTS, facts(MONDAY)) == date(2026, 3, 3)
    warned = facts(invoice_warns=True, invoice_received_on=date(2026, 1, 15))
    assert first_on("DE", Charge.INTEREST, warned) == DUE + timedelta(days=31)
    silent = replace(warned, invoice_warns=False)
    assert why("DE", Charge.INTEREST, silent) is Why.NO_NOTICE


def test_luxembourg_three_months_after_delivery_if_the_invoice_says_so() -> None:
    known = facts(invoice_warns=True, delivered_on=date(2026, 1, 10))
    assert first_on("LU", Charge.INTEREST, known) == date(2026, 5, 1)
    assert why("LU", Charge.INTEREST, replace(known, invoice_warns=False)) is Why.NO_MENTION
    unknown = replace(known, delivered_on=None)
    assert why("LU", Charge.INTEREST, unknown) is Why.NOT_DELIVERED
    assert why("LU", Charge.FIXED_FEE, known) is Why.NEVER


def test_luxembourg_the_third_month_may_end_in_the_next_year() -> None:
    known = Facts(
        due_on=date(2025, 11, 30), invoice_warns=True, delivered_on=date(2025, 11, 30)
    )
    assert first_on("LU", Charge.INTEREST, known) == date(2026, 3, 1)


@pytest.mark.parametrize("charge", list(Charge))
def test_a_british_consumer_owes_nothing_before_a_court(charge: Charge) -> None:
    known = facts(MONDAY, clause_agreed=True, invoice_warns=True)
    assert why("GB", charge, known) is Why.NEVER


@pytest.mark.parametrize("country", ["ES", "IT"])
def test_of_consumers_in_spain_and_italy_interest_is_not_known(country: str) -> None:
    assert why(country, Charge.FIXED_FEE, facts(MONDAY)) is Why.NEVER
    with pytest.raises(NoRule):
        ask(country, Charge.INTEREST, facts(MONDAY))


days = st.dates(date(2024, 1, 1), date(2026, 10, 1))


@calm
@given(
    st.sampled_from([c for c in COUNTRIES if c not in ("ES", "IT")]),
    st.sampled_from(list(Charge)),
    days,
    st.sampled_from(list(Sent)),
    st.integers(0, 60),
)
def test_nothing_is_asked_of_a_consumer_on_the_due_day_and_no_notice_shortens_it(
    country: str, charge: Charge, sent: date, by: Sent, since_due: int
) -> None:
    due = sent - timedelta(days=since_due)
    known = Facts(
        due_on=due,
        notice=Notice(sent_on=sent, by=by),
        clause_agreed=True,
        invoice_warns=True,
        delivered_on=due,
    )
    who = Party.UNKNOWN
    assert isinstance(may_charge(country, who, charge, known, on=due), Refused)
    answer = may_charge(country, who, charge, known, on=sent + timedelta(days=14))
    if country in ("BE", "NL") and charge is Charge.COSTS:
        assert isinstance(answer, Refused)
