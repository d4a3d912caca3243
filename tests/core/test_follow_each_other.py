"""Whether the statements of an account follow each other without a gap."""

from __future__ import annotations

from datetime import date

from acquit.core.continuity import (
    BalanceBreak,
    DaysMissing,
    NumbersMissing,
    Overlap,
    PagesMissing,
    Stretch,
    SumBreak,
    findings,
    in_order,
)


def stretch(day: int, opening: int | None, closing: int | None, **more: object) -> Stretch:
    """A statement of one day of March 2026 whose lines make its closing balance."""
    lines = None if opening is None or closing is None else closing - opening
    facts = {
        "statement_id": day,
        "number": str(day),
        "sequence": None,
        "first_on": date(2026, 3, day),
        "last_on": date(2026, 3, day),
        "opening_minor": opening,
        "closing_minor": closing,
        "lines_minor": lines,
    }
    return Stretch(**(facts | more))  # type: ignore[arg-type]  # a mapping of facts


def found(*stretches: Stretch) -> list[object]:
    return list(findings(stretches, country="BE"))


def kinds(*stretches: Stretch) -> list[type]:
    return [type(one) for one in found(*stretches)]


MONDAY, TUESDAY, FRIDAY = 2, 3, 6


def test_statements_whose_balances_meet_have_no_gap_even_with_days_between():
    assert found(stretch(MONDAY, 0, 100), stretch(FRIDAY, 100, 50)) == []


def test_an_opening_that_is_not_the_last_closing_is_a_break_by_so_much():
    (broken, days) = found(stretch(MONDAY, 0, 100), stretch(FRIDAY, 170, 200))
    assert isinstance(broken, BalanceBreak)
    assert broken.differs_minor == 70
    assert isinstance(days, DaysMissing)
    assert [day.day for day in days.days] == [3, 4, 5]


def test_a_weekend_is_no_missing_day():
    assert kinds(stretch(FRIDAY, 0, 1), stretch(9, 2, 3)) == [BalanceBreak]


def test_the_banks_count_tells_which_are_missing():
    first, last = stretch(MONDAY, 0, 1, sequence=41), stretch(TUESDAY, 5, 6, sequence=44)
    broken, numbers = found(first, last)
    assert isinstance(broken, BalanceBreak)
    assert isinstance(numbers, NumbersMissing)
    assert (numbers.first, numbers.last) == (42, 43)


def test_a_count_begins_anew_with_the_year():
    new_year = {"first_on": date(2027, 1, 4), "last_on": date(2027, 1, 4)}
    old = stretch(31, 0, 1, sequence=250)
    assert found(old, stretch(1, 1, 2, sequence=1, statement_id=99, **new_year)) == []
    (gap,) = found(old, stretch(1, 1, 2, sequence=3, statement_id=99, **new_year))
    assert isinstance(gap, NumbersMissing)
    assert (gap.first, gap.last) == (1, 2)


def test_without_balances_the_days_are_counted_unless_the_bank_counts():
    assert kinds(stretch(MONDAY, None, None), stretch(FRIDAY, None, None)) == [DaysMissing]
    counted = [stretch(d, None, None, sequence=d - 1) for d in (MONDAY, TUESDAY)]
    assert found(counted[0], stretch(FRIDAY, None, None, sequence=2)) == []


def test_statements_that_share_days_overlap():
    first = stretch(FRIDAY, 0, 10, first_on=date(2026, 3, 2))
    second = stretch(10, 5, 20, first_on=date(2026, 3, 5))
    (overlap,) = found(first, second)
    assert isinstance(overlap, Overlap)
    assert (overlap.first_on.day, overlap.last_on.day) == (5, 6)


def test_a_statement_within_another_hides_no_gap_after_it():
    month = stretch(20, 0, 10, first_on=date(2026, 3, 1))
    day = stretch(FRIDAY, 3, 4, statement_id=99)
    assert kinds(day, month, stretch(23, 11, 12)) == [Overlap, BalanceBreak]


def test_two_statements_of_one_day_are_put_in_the_order_of_their_balances():
    morning, evening = stretch(3, 100, 150, statement_id=9), stretch(3, 150, 90)
    row = [stretch(2, 0, 100), evening, morning]
    assert [one.opening_minor for one in in_order(row)] == [0, 100, 150]
    assert found(*row) == []


def test_missing_pages_are_named():
    (gap,) = found(stretch(2, 0, None, pages=(1, 3), last_page=False))
    assert isinstance(gap, PagesMissing)
    assert (gap.pages, gap.last) == ((2,), True)


def test_lines_that_do_not_make_the_closing_balance_are_told():
    (broken,) = found(stretch(2, 0, 100, lines_minor=90))
    assert isinstance(broken, SumBreak)
    assert broken.found_minor == 90
    shared = stretch(2, 10, 110, lines_minor=0, statement_id=99)
    assert kinds(stretch(2, 0, 100), shared) == [Overlap]


def test_nothing_is_wrong_with_one_statement_or_none():
    assert found() == []
    assert found(stretch(2, None, None)) == []
