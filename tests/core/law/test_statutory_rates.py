"""The rates of the law, half-year by half-year, and what happens where one is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from acquit.core.law import (
    Certainty,
    MissingRate,
    NoRule,
    RateOverlaps,
    Rates,
    Row,
    UnknownCountry,
    half_year,
    rate,
)
from acquit.core.law.errors import RateBackwards
from acquit.core.party import Party

PAGE = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "law.md"
NEXT = date(2027, 1, 1), date(2027, 6, 30)


def row(
    percent: str,
    reference: str = "ECB_MRO",
    days: tuple[date, date] = NEXT,
    certainty: Certainty = Certainty.PRIMARY,
) -> Row:
    return Row(
        reference=reference,
        valid_from=days[0],
        valid_to=days[1],
        percent=Decimal(percent),
        certainty=certainty,
        source="the official journal",
    )


def percent(country: str, party: Party, on: date) -> Decimal:
    return rate(country, party, on=on).percent


# Half-year; BE; FR; NL, LU, ES, IT; DE towards businesses and consumers; GB; FR towards
# consumers. Sources: the rows of src/acquit/core/law/data/rates.csv.
TABLE = """
2023H1  10.50  12.50  10.50  10.62  6.62  11.50  2.06
2023H2  12.00  14.00  12.00  12.12  8.12  13.00  4.22
2024H1  12.50  14.50  12.50  12.62  8.62  13.25  5.07
2024H2  12.50  14.25  12.25  12.37  8.37  13.25  4.92
2025H1  11.50  13.15  11.15  11.27  7.27  12.75  3.71
2025H2  10.50  12.15  10.15  10.27  6.27  12.25  2.76
2026H1  10.50  12.15  10.15  10.27  6.27  11.75  2.62
2026H2  10.50  12.40  10.40  10.52  6.52  11.75  2.75
"""
COLUMNS = [
    (("BE",), Party.BUSINESS),
    (("FR",), Party.BUSINESS),
    (("NL", "LU", "ES", "IT"), Party.BUSINESS),
    (("DE",), Party.BUSINESS),
    (("DE",), Party.CONSUMER),
    (("GB",), Party.BUSINESS),
    (("FR",), Party.CONSUMER),
]


def days_of(name: str) -> tuple[date, date]:
    year = int(name[:4])
    if name.endswith("1"):
        return date(year, 1, 1), date(year, 6, 30)
    return date(year, 7, 1), date(year, 12, 31)


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_the_rates_of_the_last_years(line: str) -> None:
    name, *percents = line.split()
    for day in days_of(name):
        for (countries, party), expected in zip(COLUMNS, percents, strict=True):
            for country in countries:
                assert percent(country, party, day) == Decimal(expected), country


def test_the_page_about_the_law_tells_the_same_rates() -> None:
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| 202")]
    told = {
        cells[0]: [cell.split()[0] for cell in cells[1:]]
        for cells in (
            [cell.strip() for cell in line.strip("|").split("|")] for line in lines
        )
    }
    known = {line.split()[0]: line.split()[1:] for line in TABLE.strip().splitlines()}
    assert told == known


CODES = {"FR-PUBLIC": ("FR", Party.PUBLIC)}


def test_all_half_years_since_2013_are_those_of_the_tables_beside_us(beside) -> None:
    # Belgium's own notices, the formulas of the others.
    compared = 0
    for one in beside("statutory_b2b_rates.csv"):
        country, party = CODES.get(one["country"], (one["country"], Party.BUSINESS))
        # The last day: Germany's margin changed within a half-year, on 29 July 2014.
        on = date.fromisoformat(one["valid_to"])
        assert percent(country, party, on) == Decimal(one["rate_pct"]), one
        compared += 1
    assert compared > 240


def test_the_published_belgian_rates_are_the_rule_rounded_up_to_the_half_point() -> None:
    published = Rates.published()
    bare = Rates({"ECB_MRO": published.tables["ECB_MRO"]})
    for one in published.tables["BE_COMMERCIAL"]:
        found = rate("BE", Party.BUSINESS, on=one.valid_from, rates=bare)
        assert (found.percent, found.derived) == (one.percent, True)


def test_the_published_dutch_rates_are_the_rule() -> None:
    published = Rates.published()
    bare = Rates({"ECB_MRO": published.tables["ECB_MRO"]})
    for one in published.tables["NL_COMMERCIAL"]:
        found = rate("NL", Party.BUSINESS, on=one.valid_from, rates=bare)
        assert found.percent == one.percent


def test_the_german_base_rate_is_the_reference_less_0_88() -> None:
    published = Rates.published()
    for one in published.tables["DE_BASISZINSSATZ"]:
        reference = published.at("ECB_MRO", one.valid_from, country="DE")
        assert reference.percent - one.percent == Decimal("0.88")


def test_the_boundary_of_a_half_year_belongs_to_the_new_one() -> None:
    assert percent("BE", Party.BUSINESS, date(2025, 6, 30)) == Decimal("11.50")
    assert percent("BE", Party.BUSINESS, date(2025, 7, 1)) == Decimal("10.50")
    assert half_year(date(2025, 6, 30)) == "2025H1"
    assert half_year(date(2025, 7, 1)) == "2025H2"


def test_a_british_debt_keeps_the_rate_of_the_half_year_in_which_interest_began() -> None:
    later = date(2026, 3, 1)
    began = date(2025, 6, 16)
    assert rate("GB", Party.BUSINESS, on=later, began_on=began).percent == Decimal("12.75")
    assert rate("GB", Party.BUSINESS, on=later).percent == Decimal("11.75")


def test_a_french_public_buyer_keeps_its_rate_and_a_french_business_does_not() -> None:
    began, later = date(2024, 5, 1), date(2025, 8, 1)
    public = rate("FR", Party.PUBLIC, on=later, began_on=began)
    business = rate("FR", Party.BUSINESS, on=later, began_on=began)
    assert (public.percent, business.percent) == (Decimal("12.50"), Decimal("12.15"))


def test_german_claims_born_before_29_july_2014_carry_eight_points() -> None:
    began = date(2014, 7, 28)
    assert rate("DE", Party.BUSINESS, on=began).percent == Decimal("7.27")
    assert rate("DE", Party.BUSINESS, on=date(2014, 7, 29)).percent == Decimal("8.27")
    still = rate("DE", Party.BUSINESS, on=date(2015, 1, 1), began_on=began)
    assert still.percent == Decimal("7.17")


def test_what_was_not_seen_published_is_marked_as_derived_wherever_it_is_used() -> None:
    seen = rate("BE", Party.BUSINESS, on=date(2026, 6, 30))
    derived = rate("BE", Party.BUSINESS, on=date(2026, 7, 1))
    assert (seen.derived, derived.derived) == (False, True)
    assert (seen.reference, derived.reference) == ("BE_COMMERCIAL", "ECB_MRO")


def test_a_rate_is_as_sure_as_its_weakest_part() -> None:
    # LU: the yearly rate was read, not that it is the one. DE, 2019: the statute was read,
    # the base rate is from memory. NL: the second half of 2026 was not seen.
    assert rate("LU", Party.CONSUMER, on=date(2026, 1, 1)).certainty is Certainty.SECONDARY
    assert rate("DE", Party.BUSINESS, on=date(2019, 1, 1)).certainty is Certainty.MEMORY
    assert rate("NL", Party.CONSUMER, on=date(2026, 7, 1)).certainty is Certainty.MEMORY


@pytest.mark.parametrize(
    ("country", "party", "reference"),
    [
        ("BE", Party.BUSINESS, "ECB_MRO"),
        ("FR", Party.PUBLIC, "ECB_MRO"),
        ("DE", Party.CONSUMER, "DE_BASISZINSSATZ"),
        ("GB", Party.BUSINESS, "BOE_BANK_RATE"),
        ("FR", Party.CONSUMER, "FR_LEGAL_PROFESSIONAL"),
        ("NL", Party.CONSUMER, "NL_LEGAL"),
        ("LU", Party.UNKNOWN, "LU_LEGAL"),
        ("BE", Party.UNKNOWN, "BE_LEGAL"),
    ],
)
def test_a_missing_rate_is_an_error_that_says_what_is_missing(
    country: str, party: Party, reference: str
) -> None:
    with pytest.raises(MissingRate) as refused:
        rate(country, party, on=date(2027, 1, 1))
    error = refused.value
    assert (error.country, error.reference, error.half_year) == (
        country,
        reference,
        "2027H1",
    )
    assert "it is never guessed" in str(error)


def test_an_administrator_adds_the_next_half_year() -> None:
    rates = Rates.published().extended([row("2.65")])
    found = rate("FR", Party.BUSINESS, on=date(2027, 3, 1), rates=rates)
    assert (found.percent, found.derived) == (Decimal("12.65"), False)
    belgian = rate("BE", Party.BUSINESS, on=date(2027, 3, 1), rates=rates)
    assert (belgian.percent, belgian.derived) == (Decimal("11.00"), True)
    notice = rates.extended([row("11.00", "BE_COMMERCIAL")])
    assert rate("BE", Party.BUSINESS, on=date(2027, 3, 1), rates=notice).derived is False
    with pytest.raises(MissingRate):
        rate("FR", Party.BUSINESS, on=date(2027, 3, 1))


@pytest.mark.parametrize(
    "days",
    [
        (date(2026, 7, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 8, 1), date(2026, 8, 31)),
        (date(2000, 1, 1), date(2030, 1, 1)),
    ],
)
def test_a_published_rate_is_not_overwritten_nor_overlapped(
    days: tuple[date, date],
) -> None:
    with pytest.raises(RateOverlaps):
        Rates.published().extended([row("9.99", days=days)])


def test_the_same_row_twice_is_refused() -> None:
    with pytest.raises(RateOverlaps):
        Rates.published().extended([row("2.65"), row("2.65")])


def test_a_row_from_memory_gives_way_to_a_surer_one_of_the_same_days_only() -> None:
    doubted = date(2026, 7, 1), date(2026, 12, 31)
    rates = Rates.published().extended([row("5.00", "NL_LEGAL", doubted)])
    found = rate("NL", Party.CONSUMER, on=doubted[0], rates=rates)
    assert (found.percent, found.certainty) == (Decimal("5.00"), Certainty.MEMORY)
    assert rates.at("NL_LEGAL", doubted[0], country="NL").certainty is Certainty.PRIMARY
    with pytest.raises(RateOverlaps):
        rates.extended([row("6.00", "NL_LEGAL", doubted)])
    with pytest.raises(RateOverlaps):
        shorter = doubted[0], date(2026, 9, 30)
        Rates.published().extended([row("5.00", "NL_LEGAL", shorter)])
    with pytest.raises(RateOverlaps):
        guess = row("5.00", "NL_LEGAL", doubted, Certainty.MEMORY)
        Rates.published().extended([guess])


def test_a_gap_that_is_left_open_stays_an_error() -> None:
    rates = Rates.published().extended([row("2.65", days=days_of("2027H2"))])
    assert rate("FR", Party.BUSINESS, on=date(2027, 7, 1), rates=rates).percent
    with pytest.raises(MissingRate):
        rate("FR", Party.BUSINESS, on=date(2027, 6, 30), rates=rates)


def test_a_rate_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(RateBackwards):
        Rates.of([row("2.65", days=(NEXT[1], NEXT[0]))])


def test_what_no_law_gives_or_nobody_wrote_down_is_refused() -> None:
    with pytest.raises(NoRule, match="interest without a court in GB towards a consumer"):
        rate("GB", Party.CONSUMER, on=date(2026, 1, 1))
    with pytest.raises(NoRule, match="late-payment interest in ES towards a consumer"):
        rate("ES", Party.UNKNOWN, on=date(2026, 1, 1))
    with pytest.raises(NoRule):
        rate("BE", Party.BUSINESS, on=date(2013, 3, 15))
    with pytest.raises(UnknownCountry, match="The law of PL"):
        rate("PL", Party.BUSINESS, on=date(2026, 1, 1))
