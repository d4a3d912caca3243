"""What is true of every claim: nothing is lost by splitting, nor by looking into tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquit.core.interest import (
    Bulk,
    Credit,
    Debt,
    Factors,
    Owed,
    Payment,
    Terms,
    days_between,
    half_up,
    owed,
    year_share,
)
from acquit.core.law import (
    COUNTRIES,
    ClauseOutOfBounds,
    Compounding,
    DayCount,
    MissingRate,
    Part,
    Rates,
)
from acquit.core.party import Party

calm = settings(deadline=None)  # a property, not a race
ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2015, 1, 1), date(2026, 12, 31)
# These change with the half-years and do not compound: a part stands for itself.
FOLLOWING = ("BE", "FR", "LU", "DE", "ES", "IT")

dues = st.dates(FIRST, LAST - ONE_DAY)
periods = st.tuples(dues, dues).map(sorted)
countries = st.sampled_from(COUNTRIES)
parties = st.sampled_from([Party.BUSINESS, Party.PUBLIC])
principals = st.integers(1, 10**9)
conventions = st.sampled_from(list(DayCount))
moments = st.integers(-30, 1500)
parts = st.none() | st.sampled_from(list(Part))


@st.composite
def debts(draw: st.DrawFn) -> Debt:
    since = draw(dues)
    principal = draw(principals)
    amounts = st.integers(0, principal)

    def on() -> date:
        return min(since + timedelta(days=draw(moments)), LAST)

    payments = [
        Payment(on=on(), minor=draw(amounts), named=draw(parts))
        for _ in range(draw(st.integers(0, 3)))
    ]
    credits_ = [
        Credit(on=on(), minor=draw(amounts), never_owed=draw(st.booleans()))
        for _ in range(draw(st.integers(0, 2)))
    ]
    return Debt(
        principal_minor=principal,
        since=since,
        payments=tuple(payments),
        credits=tuple(credits_),
        costs_minor=draw(st.integers(0, 10_000)),
    )


def terms_of(
    country: str, party: Party, since: date, count: DayCount | None = None
) -> Terms:
    return Terms.of_law(country, party, began_on=since + ONE_DAY, day_count=count)


def counted(debt: Debt, country: str, party: Party = Party.BUSINESS) -> Owed:
    return owed(debt, terms_of(country, party, debt.since), until=LAST)


@calm
@given(countries, parties, principals, periods, conventions)
def test_the_tables_give_what_the_walk_gives(
    country, party, principal, period, count
) -> None:
    since, until = period
    terms = terms_of(country, party, since, count)
    walked = owed(Debt(principal_minor=principal, since=since), terms, until=until)
    table = Factors(terms, since, until)
    assert table.interest_minor(principal, since, until) == walked.interest_minor


@calm
@given(principals, periods, conventions, st.sampled_from(list(Compounding)))
def test_the_tables_of_an_agreed_rate_give_what_the_walk_gives(
    principal, period, count, compounding
) -> None:
    since, until = period
    terms = Terms.of_contract(
        *("FR", Party.PUBLIC, Decimal("7.125")),
        began_on=since + ONE_DAY,
        day_count=count,
        compounding=compounding,
    )
    walked = owed(Debt(principal_minor=principal, since=since), terms, until=until)
    table = Factors(terms, since, until)
    assert table.interest_minor(principal, since, until) == walked.interest_minor


@calm
@given(debts(), countries)
def test_what_was_paid_in_parts_is_walked(debt, country) -> None:
    table = Factors(terms_of(country, Party.BUSINESS, debt.since), debt.since, LAST)
    assert table.interest_of(debt, LAST) == counted(debt, country).interest_minor


def test_a_claim_beyond_the_known_rates_is_refused_by_the_tables_too() -> None:
    since, until = date(2026, 6, 30), date(2027, 1, 31)
    with pytest.raises(MissingRate, match="2027H1"):
        BULK.interest_minor("BE", Party.BUSINESS, 100_000, since, until)
    # A British one keeps its rate: 215 days at 11.75.
    found = BULK.interest_minor("GB", Party.BUSINESS, 100_000, since, until)
    assert found == half_up(Fraction(100_000 * 1175 * 215, 10_000 * 365))


def test_a_rate_that_falls_out_of_its_bounds_is_refused_by_the_tables_too() -> None:
    began = date(2025, 6, 1)
    terms = Terms.of_contract("BE", Party.CONSUMER, Decimal(11), began_on=began)
    table = Factors(terms, began, date(2025, 12, 31))
    assert table.interest_minor(100_000, began, date(2025, 6, 30)) == 874
    with pytest.raises(ClauseOutOfBounds):
        table.interest_minor(100_000, began, date(2025, 7, 1))


def test_the_tables_keep_each_rule_to_the_claims_that_began_under_it() -> None:
    bulk = Bulk(Rates.published(), date(2014, 1, 1), date(2015, 12, 31))
    until = date(2015, 7, 1)
    old = bulk.interest_minor("DE", Party.BUSINESS, 100_000, date(2014, 7, 27), until)
    new = bulk.interest_minor("DE", Party.BUSINESS, 100_000, date(2014, 7, 28), until)
    assert old < new


BULK = Bulk(Rates.published(), date(2019, 1, 1), date(2027, 6, 30))
CONSUMERS = ("BE", "DE", "FR", "LU", "NL")


@calm
@given(countries, st.sampled_from(list(Party)), principals, periods)
def test_one_set_of_tables_serves_claims_of_all_kinds(
    country, party, principal, period
) -> None:
    # Some began before the tables do: they are walked.
    if party in (Party.CONSUMER, Party.UNKNOWN) and country not in CONSUMERS:
        party = Party.BUSINESS
    since, until = max(period[0], date(2016, 1, 1)), max(period[1], date(2016, 1, 1))
    if country == "BE" and party in (Party.CONSUMER, Party.UNKNOWN):
        since, until = (max(day, date(2023, 9, 1)) for day in (since, until))
    walked = owed(
        Debt(principal_minor=principal, since=since),
        terms_of(country, party, since),
        until=until,
    )
    found = BULK.interest_minor(country, party, principal, since, until)
    assert found == walked.interest_minor


@calm
@given(st.sampled_from(FOLLOWING), principals, periods, st.data(), conventions)
def test_splitting_a_period_changes_no_more_than_the_rounding(
    country, principal, period, data, count
) -> None:
    since, until = period
    middle = data.draw(st.dates(since, until))
    debt = Debt(principal_minor=principal, since=since)
    terms = terms_of(country, Party.BUSINESS, since, count)
    whole = owed(debt, terms, until=until)
    before = owed(debt, terms, until=middle)
    after = owed(replace(debt, since=middle), terms, until=until)
    assert before.interest + after.interest == whole.interest
    rounded = before.interest_minor + after.interest_minor
    assert abs(rounded - whole.interest_minor) <= 1


@calm
@given(debts(), countries, st.integers(1, 1500))
def test_a_stop_on_the_way_changes_nothing(debt, country, after) -> None:
    stop = Payment(on=min(debt.since + timedelta(days=after), LAST), minor=0)
    stopped = replace(debt, payments=(*debt.payments, stop))
    assert counted(stopped, country).interest == counted(debt, country).interest


@calm
@given(debts(), countries, parties)
def test_interest_is_never_below_zero_and_is_the_sum_of_its_lines(
    debt, country, party
) -> None:
    found = counted(debt, country, party)
    assert all(line.interest > 0 for line in found.lines)
    assert found.interest == sum((line.interest for line in found.lines), Fraction(0))
    assert min(found.principal_left, found.interest_left, found.costs_left) >= 0
    assert min(found.excess, found.excess_minor, found.left_minor) >= 0


@calm
@given(debts(), countries)
def test_no_cent_is_lost(debt, country) -> None:
    found = counted(debt, country)
    given_minor = sum(
        one.minor for one in (*debt.payments, *debt.credits) if one.on <= LAST
    )
    owed_minor = debt.principal_minor + debt.costs_minor + found.interest_minor
    assert found.left_minor - found.excess_minor == owed_minor - given_minor


@calm
@given(debts(), countries)
def test_the_lines_follow_each_other_and_no_day_counts_twice(debt, country) -> None:
    found = counted(debt, country)
    before = debt.since
    for line in found.lines:
        assert before < line.first_on <= line.last_on <= LAST
        before = line.last_on


@calm
@given(debts(), countries, st.integers(0, 2), st.integers(0, 400))
def test_a_later_payment_never_lowers_interest(debt, country, which, later) -> None:
    # Costs carry no interest: with a payment that named what it is for, they may profit.
    debt = replace(debt, costs_minor=0)
    if which >= len(debt.payments):
        return
    payments = list(debt.payments)
    moved = payments[which]
    payments[which] = replace(moved, on=min(moved.on + timedelta(days=later), LAST))
    after = replace(debt, payments=tuple(payments))
    assert counted(after, country).interest >= counted(debt, country).interest


@calm
@given(debts(), countries, st.integers(0, 10**6))
def test_more_principal_never_carries_less(debt, country, more) -> None:
    larger = replace(debt, principal_minor=debt.principal_minor + more)
    assert counted(larger, country).interest >= counted(debt, country).interest


@calm
@given(periods, st.dates(FIRST, LAST), conventions)
def test_a_year_share_is_a_difference_of_places(period, middle, count) -> None:
    since, until = period
    split = year_share(since, middle, count) + year_share(middle, until, count)
    assert split == year_share(since, until, count)
    assert days_between(since, until, count) >= 0


@calm
@given(countries, st.integers(2016, 2025))
def test_a_year_of_actual_days_is_a_year(country, year) -> None:
    first, last = date(year - 1, 12, 31), date(year, 12, 31)
    assert year_share(first, last, DayCount.ACT_ACT) == 1
