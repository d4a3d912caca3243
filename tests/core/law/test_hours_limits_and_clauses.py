"""When a debtor may be reached, when a claim is lost, and which agreed rate stands."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from acquit.core.law import (
    COUNTRIES,
    Case,
    ClauseOutOfBounds,
    Event,
    Happened,
    Means,
    NoRule,
    Rates,
    agreed,
    contact_hours,
    limitation,
)
from acquit.core.party import Party

TODAY = date(2026, 11, 23)


def is_open(country: str, party: Party, means: Means, local: str) -> bool:
    hours = contact_hours(country, party, means, TODAY)
    return hours.open_at(datetime.fromisoformat(local))


@pytest.mark.parametrize(
    ("country", "means", "local", "expected"),
    [
        # 2026-11-23 is a Monday, the 22nd a Sunday, 25 December a holiday.
        ("BE", Means.PHONE, "2026-11-23T08:00", True),
        ("BE", Means.PHONE, "2026-11-23T07:59", False),
        ("BE", Means.VISIT, "2026-11-23T21:59:59", True),
        ("BE", Means.PHONE, "2026-11-23T22:00", False),
        ("BE", Means.EMAIL, "2026-11-23T20:00", False),
        ("NL", Means.SMS, "2026-11-23T07:00", True),
        ("NL", Means.EMAIL, "2026-11-23T20:00", False),
        ("NL", Means.PHONE, "2026-11-22T12:00", False),
        ("NL", Means.PHONE, "2026-12-25T12:00", False),
        ("NL", Means.PHONE, "2026-11-21T12:00", True),
        ("FR", Means.PHONE, "2026-11-23T13:30", False),
        ("FR", Means.PHONE, "2026-11-23T14:00", True),
        ("GB", Means.PHONE, "2026-11-21T19:59", True),
        ("GB", Means.PHONE, "2026-11-22T12:00", False),
        ("DE", Means.PHONE, "2026-11-23T19:30", True),
        ("LU", Means.PHONE, "2026-11-23T19:00", False),
        ("PL", Means.PHONE, "2026-11-23T18:59", True),
        ("NL", Means.LETTER, "2026-11-22T03:00", True),
    ],
)
def test_consumers_are_reached_at_these_hours(country, means, local, expected) -> None:
    assert is_open(country, Party.CONSUMER, means, local) is expected


def test_hours_say_whether_they_are_law_or_a_rule_of_the_house() -> None:
    dutch = contact_hours("NL", Party.UNKNOWN, Means.EMAIL, TODAY)
    business = contact_hours("NL", Party.BUSINESS, Means.EMAIL, TODAY)
    assert (dutch.rule.of_law, business.rule.of_law) == (True, False)


def lost(country: str, party: Party, due: str, **more) -> date:
    return limitation(country, party, date.fromisoformat(due), **more).until


@pytest.mark.parametrize(
    ("country", "party", "expected"),
    [
        ("BE", Party.BUSINESS, date(2035, 5, 31)),
        ("BE", Party.CONSUMER, date(2026, 5, 31)),
        ("FR", Party.BUSINESS, date(2030, 5, 31)),
        ("FR", Party.CONSUMER, date(2027, 5, 31)),
        ("NL", Party.BUSINESS, date(2030, 6, 1)),
        ("NL", Party.UNKNOWN, date(2027, 6, 1)),
        ("LU", Party.BUSINESS, date(2035, 5, 31)),
        ("DE", Party.CONSUMER, date(2028, 12, 31)),
        ("ES", Party.BUSINESS, date(2030, 5, 31)),
        ("ES", Party.CONSUMER, date(2028, 5, 31)),
        ("IT", Party.BUSINESS, date(2035, 5, 31)),
        ("GB", Party.BUSINESS, date(2031, 5, 31)),
    ],
)
def test_a_claim_due_on_31_may_2025_is_lost_after(country, party, expected) -> None:
    assert lost(country, party, "2025-05-31") == expected


def test_other_cases_have_other_years() -> None:
    due = "2025-05-31"
    assert lost("BE", Party.CONSUMER, due, case=Case.PERIODIC) == date(2030, 5, 31)
    assert lost("BE", Party.CONSUMER, due, case=Case.GENERAL) == date(2035, 5, 31)
    assert lost("GB", Party.BUSINESS, due, case=Case.SCOTLAND) == date(2030, 5, 31)
    # Germany tells no case of goods apart.
    assert lost("DE", Party.BUSINESS, due, case=Case.SALE_OF_GOODS) == date(2028, 12, 31)


def test_of_the_29th_of_february_the_28th_is_left() -> None:
    assert lost("FR", Party.CONSUMER, "2024-02-29") == date(2026, 2, 28)


PAID = Happened(Event.PART_PAYMENT, date(2026, 3, 1))
WROTE = Happened(Event.WRITTEN_NOTICE, date(2026, 4, 1))


@pytest.mark.parametrize(
    ("country", "events", "until", "moved_by"),
    [
        ("DE", [PAID], date(2029, 3, 1), PAID),
        ("FR", [PAID, WROTE], date(2030, 5, 31), None),
        ("NL", [PAID], date(2030, 6, 1), None),
        ("NL", [WROTE, PAID], date(2031, 4, 1), WROTE),
        ("BE", [PAID, WROTE], date(2036, 3, 1), PAID),
    ],
)
def test_only_what_a_law_names_begins_the_years_anew(
    country, events, until, moved_by
) -> None:
    found = limitation(country, Party.BUSINESS, date(2025, 5, 31), events=events)
    assert (found.until, found.moved_by) == (until, moved_by)


def test_what_comes_too_late_brings_nothing_back() -> None:
    late = Happened(Event.ACKNOWLEDGEMENT, date(2029, 1, 1))
    assert lost("DE", Party.BUSINESS, "2025-05-31", events=[late]) == date(2028, 12, 31)
    assert (
        limitation("DE", Party.BUSINESS, date(2025, 5, 31), events=[late]).moved_by is None
    )


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_limitation_names_what_interrupts_it(country: str) -> None:
    for party in (Party.BUSINESS, Party.CONSUMER):
        assert limitation(country, party, TODAY).rule.interrupted_by


def test_before_a_rule_is_known_nothing_is_said() -> None:
    with pytest.raises(NoRule, match="limitation in ES"):
        limitation("ES", Party.BUSINESS, date(2015, 1, 1))


def stands(country: str, party: Party, percent: str, on: str) -> bool:
    day = date.fromisoformat(on)
    rates = Rates.published()
    try:
        agreed(country, party, Decimal(percent), on=day, began_on=day, rates=rates)
    except ClauseOutOfBounds:
        return False
    return True


@pytest.mark.parametrize(
    ("country", "party", "percent", "on", "expected"),
    [
        # France: three times the legal rate of professionals, 2.75 in 2026H2.
        ("FR", Party.BUSINESS, "8.25", "2026-09-01", True),
        ("FR", Party.BUSINESS, "8.24", "2026-09-01", False),
        ("FR", Party.PUBLIC, "1", "2026-09-01", True),
        # Spain: 30 % of 10.40.
        ("ES", Party.BUSINESS, "3.12", "2026-09-01", True),
        ("ES", Party.BUSINESS, "3.11", "2026-09-01", False),
        # Belgium, consumers: at most what businesses owe.
        ("BE", Party.CONSUMER, "10.50", "2026-06-30", True),
        ("BE", Party.CONSUMER, "10.51", "2026-06-30", False),
        ("BE", Party.UNKNOWN, "12", "2026-06-30", False),
        ("BE", Party.BUSINESS, "15", "2026-06-30", True),
        ("GB", Party.BUSINESS, "1", "2026-06-30", True),
    ],
)
def test_an_agreed_rate_stands_within_its_bounds(
    country, party, percent, on, expected
) -> None:
    assert stands(country, party, percent, on) is expected


def test_an_agreed_rate_holds_as_long_as_its_bounds_do() -> None:
    day = date(2026, 3, 1)
    rates = Rates.published()
    free = agreed("DE", Party.BUSINESS, Decimal(12), on=day, began_on=day, rates=rates)
    bound = agreed("FR", Party.BUSINESS, Decimal(12), on=day, began_on=day, rates=rates)
    assert free.valid_to == date.max
    assert (bound.valid_from, bound.valid_to) == (day, date(2026, 6, 30))
    assert bound.percent == 12


@pytest.mark.parametrize(
    ("country", "local", "expected"),
    [
        ("FR", "2026-11-23T13:30", "2026-11-23T14:00"),
        ("FR", "2026-11-20T20:00", "2026-11-23T10:00"),
        ("NL", "2026-12-24T20:30", "2026-12-28T07:00"),
        ("BE", "2026-11-22T23:00", "2026-11-23T08:00"),
        ("BE", "2026-11-22T12:00", "2026-11-22T12:00"),
    ],
)
def test_the_first_moment_at_which_a_consumer_may_be_called(country, local, expected):
    hours = contact_hours(country, Party.CONSUMER, Means.PHONE, TODAY)
    found = hours.next_open(datetime.fromisoformat(local))
    assert found == datetime.fromisoformat(expected)


def test_the_house_gives_way_to_a_company_only_where_no_consumer_is_reached() -> None:
    house = contact_hours("DE", Party.BUSINESS, Means.EMAIL, TODAY)
    assert not house.binds(Party.BUSINESS)
    assert house.binds(Party.CONSUMER)
    assert house.binds(Party.UNKNOWN)
    assert contact_hours("NL", Party.CONSUMER, Means.SMS, TODAY).binds(Party.BUSINESS)
