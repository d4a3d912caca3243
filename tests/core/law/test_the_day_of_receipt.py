"""What the receipt of a letter does: only what the law of the country says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core.law import (
    COUNTRIES,
    Event,
    Happened,
    Notice,
    Sent,
    from_receipt,
    letter_rule,
    limitation,
    long_enough,
    term_as_left,
)
from acquit.core.law.letters import term
from acquit.core.party import Party

POSTED = date(2026, 3, 6)
LETTERS = [
    (country, party)
    for country in COUNTRIES
    for party in (Party.CONSUMER, Party.BUSINESS)
    if letter_rule(country, party, POSTED)
]


def notice(received_on: date | None = None) -> Notice:
    return Notice(sent_on=POSTED, by=Sent.POST, received_on=received_on)


def test_the_dutch_term_runs_from_the_receipt() -> None:
    """Presumed on Tuesday the 10th; there on the 13th: fifteen days from the 14th on."""
    rule = letter_rule("NL", Party.CONSUMER, POSTED)
    named = date(2026, 3, 25)
    assert term_as_left(rule, "NL", notice(), named) == named
    assert term_as_left(rule, "NL", notice(date(2026, 3, 13)), named) == date(2026, 3, 28)
    assert term_as_left(rule, "NL", notice(date(2026, 3, 9)), named) == date(2026, 3, 24)


@pytest.mark.parametrize("country", ["BE", "DE", "FR"])
def test_elsewhere_the_receipt_moves_no_term(country: str) -> None:
    rule = letter_rule(country, Party.CONSUMER, POSTED)
    _, named = term(rule, country, on=POSTED, by=Sent.POST)
    late = notice(POSTED + timedelta(days=9))
    assert term_as_left(rule, country, late, named) == named


def test_only_the_netherlands_count_a_letter_from_its_receipt() -> None:
    counting = {
        country
        for country, party in LETTERS
        if from_receipt(letter_rule(country, party, POSTED), Sent.POST)
    }
    assert counting == {"NL"}


letters = st.sampled_from(LETTERS)
days = st.integers(min_value=0, max_value=40)
written = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(letters, written, days)
def test_a_letter_that_left_in_time_counts_whenever_it_was_received(
    of: tuple[str, Party], on: date, later: int
) -> None:
    country, party = of
    rule = letter_rule(country, party, on)
    _, named = term(rule, country, on=on, by=Sent.POST)
    sent = Notice(sent_on=on, by=Sent.POST)
    received = replace(sent, received_on=on + timedelta(days=later))
    assert long_enough(rule, country, sent, named)
    assert long_enough(rule, country, received, named)


@given(letters, written, days)
def test_a_later_receipt_never_shortens_a_term(
    of: tuple[str, Party], on: date, later: int
) -> None:
    country, party = of
    rule = letter_rule(country, party, on)
    _, named = term(rule, country, on=on, by=Sent.POST)
    sent = Notice(sent_on=on, by=Sent.POST)
    some = [
        term_as_left(rule, country, replace(sent, received_on=on + timedelta(n)), named)
        for n in (later, later + 1)
    ]
    assert some[0] <= some[1]


SENT, THERE = date(2025, 12, 29), date(2026, 1, 2)
REGISTERED = Happened(Event.WRITTEN_NOTICE, SENT, received_on=THERE)


@pytest.mark.parametrize(
    ("country", "counted"),
    [("NL", THERE), ("IT", THERE), ("ES", SENT), ("BE", None), ("FR", None), ("DE", None)],
)
def test_a_notice_counts_by_the_day_that_the_law_names(country, counted) -> None:
    found = limitation(
        country, Party.BUSINESS, date(2023, 5, 31), events=[REGISTERED]
    ).moved_by
    assert (found.on if found else None) == counted


def test_a_notice_that_was_there_too_late_brings_nothing_back() -> None:
    """A Dutch claim of five years, due on 30 December 2020: lost with 31 December 2025."""
    due_on = date(2020, 12, 30)
    unproven = Happened(Event.WRITTEN_NOTICE, SENT)
    assert limitation("NL", Party.BUSINESS, due_on, events=[unproven]).moved_by
    assert limitation("NL", Party.BUSINESS, due_on, events=[REGISTERED]).moved_by is None


@given(st.sampled_from(COUNTRIES), days)
def test_what_was_received_counts_at_the_earliest_when_it_was_sent(country, later) -> None:
    received = SENT + timedelta(days=later)
    happened = Happened(Event.WRITTEN_NOTICE, SENT, received_on=received)
    due_on = date(2024, 5, 31)
    plain = limitation(
        country, Party.BUSINESS, due_on, events=[Happened(Event.WRITTEN_NOTICE, SENT)]
    )
    known = limitation(country, Party.BUSINESS, due_on, events=[happened])
    assert (known.moved_by is None) == (plain.moved_by is None)
    assert plain.until <= known.until <= plain.until + timedelta(days=later + 1)
