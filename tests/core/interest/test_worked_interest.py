"""The worked examples of docs/explanation/law.md, and those that may lie beside us."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from acquit.core.interest import Bulk, Debt, Owed, Terms, half_up, owed
from acquit.core.law import (
    Certainty,
    ClauseOutOfBounds,
    Compounding,
    DayCount,
    MissingRate,
    NoRule,
    Rates,
)
from acquit.core.money import Money
from acquit.core.party import Party

ONE_DAY = timedelta(days=1)
PAGE = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "law.md"

# Country, principal, due, paid; days and percent of each line; interest. Convention: a day
# carries interest when due < day <= paid; actual/365; rounded once, half up.
EXAMPLES = [
    ("BE", "1000.00", "2025-05-31", "2025-07-31", "30 11.50, 31 10.50", "18.37"),
    ("FR", "10000.00", "2026-05-01", "2026-09-01", "60 12.15, 63 12.40", "413.75"),
    (
        "NL",
        "2500.00",
        "2025-10-15",
        "2026-08-15",
        "77 10.15, 181 10.15, 46 10.40",
        "212.13",
    ),
    (
        "DE",
        "2000.00",
        "2025-12-15",
        "2026-08-15",
        "16 10.27, 181 10.27, 46 10.52",
        "137.38",
    ),
    ("LU", "750.00", "2026-01-31", "2026-03-31", "59 10.15", "12.31"),
    (
        "ES",
        "12000.00",
        "2024-12-01",
        "2025-09-30",
        "30 12.25, 181 11.15, 92 10.15",
        "1091.33",
    ),
    (
        "IT",
        "3300.00",
        "2023-11-30",
        "2024-08-31",
        "31 12.00, 182 12.50, 62 12.25",
        "307.98",
    ),
    ("GB", "5000.00", "2026-06-15", "2026-09-15", "92 11.75", "148.08"),
    (
        *("NL", "5000.00", "2024-01-31", "2025-12-31"),
        "151 12.50, 184 12.25, 31 11.15, 150 11.15, 184 10.15",
        "1159.24",
    ),
]


def counted(country: str, principal: str, due: str, paid: str, **more: Any) -> Owed:
    since = date.fromisoformat(due)
    terms = Terms.of_law(country, Party.BUSINESS, began_on=since + ONE_DAY, **more)
    debt = Debt(principal_minor=Money.of(principal, "EUR").minor, since=since)
    return owed(debt, terms, until=date.fromisoformat(paid))


def cents(amount: str) -> int:
    return Money.of(amount, "EUR").minor


@pytest.mark.parametrize(
    ("country", "principal", "due", "paid", "lines", "total"), EXAMPLES
)
def test_the_worked_examples(country, principal, due, paid, lines, total) -> None:
    found = counted(country, principal, due, paid)
    assert found.interest_minor == cents(total)
    told = [f"{line.days} {line.quote.percent}" for line in found.lines]
    assert told == lines.split(", ")
    assert found.days == (date.fromisoformat(paid) - date.fromisoformat(due)).days


@pytest.mark.parametrize(
    ("country", "principal", "due", "paid", "lines", "total"), EXAMPLES
)
def test_the_tables_say_the_same(country, principal, due, paid, lines, total) -> None:
    bulk = Bulk(Rates.published(), date(2023, 1, 1), date(2026, 12, 31))
    since, until = date.fromisoformat(due), date.fromisoformat(paid)
    found = bulk.interest_minor(country, Party.BUSINESS, cents(principal), since, until)
    assert found == cents(total)


def test_the_page_about_the_law_works_the_same_examples() -> None:
    page = PAGE.read_text()
    for country, principal, due, paid, _, total in EXAMPLES:
        row = f"| {country} | {Decimal(principal):,} | {due} | {paid} |"
        found = [line for line in page.splitlines() if line.startswith(row)]
        assert len(found) == 1, row
        assert f"| {Decimal(total):,} |" in found[0]


def test_the_examples_beside_us_line_by_line() -> None:
    for folder in Path(__file__).resolve().parents:
        table = folder / "shared" / "domain" / "interest_examples.json"
        if table.is_file():
            break
    else:
        pytest.skip("the examples are not beside this repository (shared/domain)")
    for one in json.loads(table.read_text("utf-8"))["interest"]:
        found = counted(one["country"], one["principal"], one["due"], one["paid"])
        assert found.interest_minor == cents(one["interest"]), one["name"]
        if "segments" not in one:
            continue
        told = [
            {
                "from": str(line.first_on),
                "to": str(line.last_on),
                "days": line.days,
                "rate_pct": line.quote.percent,
                "interest": half_up(line.interest),
            }
            for line in found.lines
        ]
        wanted = [
            segment
            | {
                "rate_pct": Decimal(segment["rate_pct"]),
                "interest": cents(segment["interest"]),
            }
            for segment in one["segments"]
        ]
        assert told == wanted, one["name"]


def test_the_sum_is_rounded_once_and_not_made_of_rounded_lines() -> None:
    found = counted("FR", "10000.00", "2026-05-01", "2026-09-01")
    lines = [half_up(line.interest) for line in found.lines]
    assert lines == [cents("199.73"), cents("214.03")]
    assert (sum(lines), found.interest_minor) == (cents("413.76"), cents("413.75"))
    assert found.interest == sum(line.interest for line in found.lines)


def test_half_a_cent_goes_up() -> None:
    assert [half_up(Fraction(n, 4)) for n in (0, 1, 2, 3, 4, 6)] == [0, 0, 1, 1, 1, 2]


def test_the_due_day_carries_nothing_and_the_day_of_payment_does() -> None:
    assert counted("BE", "1000.00", "2025-05-31", "2025-05-31").lines == ()
    assert counted("BE", "1000.00", "2025-05-31", "2025-05-30").interest_minor == 0
    (line,) = counted("BE", "1000.00", "2025-05-31", "2025-06-01").lines
    assert (line.first_on, line.last_on, line.days) == (date(2025, 6, 1),) * 2 + (1,)
    assert line.interest == Fraction(100_000 * 1150, 100 * 100 * 365)


def test_dutch_interest_of_a_full_year_carries_interest_itself() -> None:
    found = counted("NL", "5000.00", "2024-01-31", "2025-12-31")
    first, after = found.lines[2], found.lines[3]
    assert (first.last_on, first.base) == (date(2025, 1, 31), 500_000)
    year = sum(line.interest for line in found.lines[:3])
    assert (after.first_on, after.base) == (date(2025, 2, 1), 500_000 + year)


def test_a_dutch_consumer_owes_the_legal_rate_not_that_of_businesses() -> None:
    due = date(2025, 5, 31)
    terms = Terms.of_law("NL", Party.UNKNOWN, began_on=due + ONE_DAY)
    found = owed(Debt(principal_minor=100_000, since=due), terms, until=date(2025, 7, 31))
    assert {line.quote.percent for line in found.lines} == {Decimal("6.00")}
    assert found.interest_minor == half_up(Fraction(100_000 * 6 * 61, 100 * 365))


def test_a_british_debt_over_years_stays_at_one_rate_in_one_line() -> None:
    (line,) = counted("GB", "5000.00", "2023-06-15", "2026-11-20").lines
    assert (line.quote.percent, line.days) == (Decimal("11.50"), 1254)


def test_what_is_counted_over_a_missing_half_year_is_refused() -> None:
    with pytest.raises(MissingRate, match="2027H1"):
        counted("BE", "1000.00", "2026-05-31", "2027-01-01")
    # The rate of a British debt is known, however long it lasts.
    assert counted("GB", "1000.00", "2026-05-31", "2028-01-01").days == 580


def test_the_mark_of_the_weakest_rate_travels_with_the_sum() -> None:
    sure = counted("DE", "1000.00", "2025-05-31", "2025-07-31")
    doubted = counted("DE", "1000.00", "2024-11-30", "2025-07-31")
    assert sure.certainty is Certainty.SECONDARY
    assert doubted.certainty is Certainty.MEMORY
    assert counted("BE", "1000.00", "2026-05-31", "2026-07-01").derived
    assert not counted("BE", "1000.00", "2026-05-31", "2026-06-30").derived


@pytest.mark.parametrize(
    ("convention", "days", "year"),
    [
        (DayCount.ACT_365, 366, 365),
        (DayCount.ACT_ACT, 366, 366),
        (DayCount.THIRTY_360, 360, 360),
    ],
)
def test_a_leap_year_by_each_day_count(convention, days, year) -> None:
    terms = Terms.of_contract(
        *("DE", Party.BUSINESS, Decimal(10)),
        began_on=date(2024, 1, 1),
        day_count=convention,
    )
    debt = Debt(principal_minor=100_000, since=date(2023, 12, 31))
    found = owed(debt, terms, until=date(2024, 12, 31))
    assert found.days == days
    assert found.interest == Fraction(10_000 * days, year)


def test_a_year_that_is_half_leap_has_a_part_of_each() -> None:
    terms = Terms.of_contract(
        *("DE", Party.BUSINESS, Decimal(10)),
        began_on=date(2023, 12, 31),
        day_count=DayCount.ACT_ACT,
    )
    debt = Debt(principal_minor=100_000, since=date(2023, 12, 30))
    found = owed(debt, terms, until=date(2024, 1, 1))
    assert found.interest == Fraction(10_000, 365) + Fraction(10_000, 366)


def test_an_agreed_rate_is_counted_in_one_line_while_nothing_bounds_it() -> None:
    began = date(2024, 3, 1)
    terms = Terms.of_contract("DE", Party.BUSINESS, Decimal("9.5"), began_on=began)
    debt = Debt(principal_minor=100_000, since=began - ONE_DAY)
    (line,) = owed(debt, terms, until=date(2026, 3, 1)).lines
    assert line.interest == Fraction(95 * 100_000 * 731, 1000 * 365)


def test_an_agreed_rate_that_falls_out_of_its_bounds_on_the_way_is_refused() -> None:
    # Belgium, a consumer: 11 % stands under 11.50, not under the 10.50 of July 2025.
    began = date(2025, 6, 1)
    terms = Terms.of_contract("BE", Party.CONSUMER, Decimal(11), began_on=began)
    debt = Debt(principal_minor=100_000, since=began - ONE_DAY)
    assert owed(debt, terms, until=date(2025, 6, 30)).interest_minor
    with pytest.raises(
        ClauseOutOfBounds, match=r"on 2025-07-01: it must be at most 10\.50"
    ):
        owed(debt, terms, until=date(2025, 7, 1))


def test_yearly_compounding_may_be_agreed() -> None:
    began = date(2022, 1, 1)
    terms = Terms.of_contract(
        *("FR", Party.PUBLIC, Decimal(10)), began_on=began, compounding=Compounding.YEARLY
    )
    debt = Debt(principal_minor=100_000, since=began - ONE_DAY)
    assert owed(debt, terms, until=date(2023, 12, 31)).interest == 21_000


def test_a_year_from_the_29th_of_february_ends_with_a_february() -> None:
    began = date(2024, 2, 29)
    terms = Terms.of_contract(
        *("FR", Party.PUBLIC, Decimal(10)), began_on=began, compounding=Compounding.YEARLY
    )
    debt = Debt(principal_minor=100_000, since=began - ONE_DAY)
    found = owed(debt, terms, until=date(2025, 3, 10))
    assert [line.last_on for line in found.lines] == [date(2025, 2, 28), date(2025, 3, 10)]


def test_where_the_law_gives_no_interest_there_are_no_terms() -> None:
    with pytest.raises(NoRule):
        Terms.of_law("GB", Party.CONSUMER, began_on=date(2026, 1, 1))
