"""Which day a stage leads to, and until when a claim is filed in an insolvency."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core.procedures import (
    NoFilingPeriod,
    Procedure,
    Reached,
    Stage,
    Until,
    claim_filing,
    deadlines,
    next_deadline,
)
from acquit.core.procedures.clocks import NotPublished, months_after
from acquit.core.procedures.reading import tables

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def days(procedure: Procedure, stage: Stage, on: date) -> dict[Until, date]:
    return {one.until: one.on for one in deadlines(procedure, Reached(stage, on))}


def test_in_belgium_a_month_for_the_debtor_then_eight_days_until_the_report() -> None:
    # 2 April 2026 is a Thursday.
    assert days(Procedure.BE_IOS, Stage.SERVED, date(2026, 3, 2)) == {
        Until.DEBTOR_TERM: date(2026, 4, 2),
        Until.REPORT: date(2026, 4, 10),
    }


def test_a_term_of_the_debtor_that_ends_on_a_holiday_ends_on_the_next_working_day() -> None:
    # 1 May is a holiday, the 2nd and 3rd a weekend in 2026.
    found = days(Procedure.BE_IOS, Stage.SERVED, date(2026, 4, 1))
    assert found == {Until.DEBTOR_TERM: date(2026, 5, 4), Until.REPORT: date(2026, 5, 12)}


def test_in_france_the_order_is_served_within_six_months_whatever_the_weekday() -> None:
    # 15 August 2026 is a holiday and a Saturday: the earlier day is the safe one.
    found = days(Procedure.FR_INJONCTION, Stage.ORDERED, date(2026, 2, 15))
    assert found == {Until.SERVICE: date(2026, 8, 15)}


def test_in_france_the_debtor_has_a_month_to_oppose() -> None:
    found = days(Procedure.FR_INJONCTION, Stage.SERVED, date(2026, 1, 30))
    assert found == {Until.OPPOSITION: date(2026, 3, 2)}


@pytest.mark.parametrize("stage", Stage)
def test_the_generic_way_counts_nothing_but_what_a_person_enters(stage) -> None:
    assert days(Procedure.GENERIC, stage, date(2026, 3, 2)) == {}
    told = Reached(stage, date(2026, 3, 2), date(2026, 3, 20))
    (one,) = deadlines(Procedure.GENERIC, told)
    assert (one.until, one.on, one.basis) == (Until.TOLD, date(2026, 3, 20), None)


def test_the_latest_stage_says_what_is_awaited() -> None:
    stages = [
        Reached(Stage.SERVED, date(2026, 3, 2)),
        Reached(Stage.HANDED_OVER, date(2026, 2, 1)),
    ]
    awaited = next_deadline(Procedure.BE_IOS, stages, as_of=date(2026, 4, 2))
    assert awaited is not None
    assert awaited.until is Until.DEBTOR_TERM
    later = next_deadline(Procedure.BE_IOS, stages, as_of=date(2026, 4, 3))
    assert later is not None
    assert later.until is Until.REPORT
    passed = next_deadline(Procedure.BE_IOS, stages, as_of=date(2026, 6, 1))
    assert passed is not None
    assert passed.on == date(2026, 4, 10)
    contested = [*stages, Reached(Stage.CONTESTED, date(2026, 3, 20))]
    assert next_deadline(Procedure.BE_IOS, contested, as_of=date(2026, 3, 21)) is None


@given(DAYS, st.integers(0, 24))
def test_months_after_a_day_never_skip_a_month(day, months) -> None:
    after = months_after(day, months)
    assert (after.year - day.year) * 12 + after.month - day.month == months
    assert after.day <= day.day
    assert after.day == day.day or (after + timedelta(days=1)).day == 1


@given(st.sampled_from(Procedure), st.sampled_from(Stage), DAYS)
def test_every_clock_ends_after_it_began(procedure, stage, day) -> None:
    for one in deadlines(procedure, Reached(stage, day)):
        assert one.on > day
        assert str(one.said).endswith(".")


def test_in_france_a_claim_is_filed_within_two_months_of_its_publication() -> None:
    found = claim_filing(
        "FR", opened_on=date(2026, 9, 1), published_on=date(2026, 9, 12), told=None
    )
    assert found.on == date(2026, 11, 12)
    assert found.basis is not None


def test_a_country_without_a_fixed_period_is_refused_never_guessed() -> None:
    with pytest.raises(NoFilingPeriod, match="insolvency in BE"):
        claim_filing("BE", opened_on=date(2026, 9, 1), published_on=None, told=None)


def test_a_day_entered_by_a_person_stands_in_every_country() -> None:
    for country in ("BE", "FR", "XX"):
        found = claim_filing(
            country, opened_on=date(2026, 9, 1), published_on=None, told=date(2026, 10, 1)
        )
        assert (found.on, found.basis) == (date(2026, 10, 1), None)


def test_a_period_that_runs_from_the_publication_needs_its_day() -> None:
    with pytest.raises(NotPublished, match="In FR"):
        claim_filing("FR", opened_on=date(2026, 9, 1), published_on=None, told=None)


def test_every_row_of_the_table_names_its_source() -> None:
    read = tables()
    rows = [one.basis for one in (*read.conditions, *read.clocks, *read.filings)]
    assert all(len(basis.source) > 5 for basis in rows)
    assert {one.procedure for one in read.conditions} == set(Procedure)
