"""Rates of half-years that the program does not know yet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factories
import pytest

from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.core.law import Certainty, MissingRate, RateOverlaps, Rates, Row, rate
from acquit.core.party import Party
from acquit.law.actions import NoSource, UnknownReference, UnlikelyRate, enter_rate
from acquit.law.models import EnteredRate
from acquit.law.queries import missing, next_term, rates

pytestmark = pytest.mark.django_db
ANNA = Actor(None, "Anna")
NEXT = date(2027, 2, 1)


def row(**other: object) -> Row:
    told = {
        "reference": "ECB_MRO",
        "valid_from": date(2027, 1, 1),
        "valid_to": date(2027, 6, 30),
        "percent": Decimal("2.65"),
        "certainty": Certainty.PRIMARY,
        "source": "Official notice of 3 January 2027",
    }
    return Row(**(told | other))


def enter(**other: object) -> EnteredRate:
    return enter_rate(row(**other), actor=ANNA, at=factories.NOW)


def test_a_half_year_that_nobody_entered_is_an_error():
    with pytest.raises(MissingRate, match="ECB_MRO of 2027H1 is missing"):
        rate("LU", Party.BUSINESS, on=NEXT, rates=rates())


def test_what_was_entered_is_computed_with():
    enter()
    quoted = rate("LU", Party.BUSINESS, on=NEXT, rates=rates())
    assert quoted.percent == Decimal("10.65")
    assert "Official notice of 3 January 2027" in quoted.source


def test_the_mark_of_what_was_entered_goes_with_the_result():
    enter(certainty=Certainty.SECONDARY)
    quoted = rate("LU", Party.BUSINESS, on=NEXT, rates=rates())
    assert quoted.certainty is Certainty.SECONDARY


def test_the_trail_says_who_entered_what_and_where_it_was_read():
    enter()
    entry = Entry.objects.get(event="rate_entered")
    assert entry.actor_name == "Anna"
    assert entry.reason == "Official notice of 3 January 2027"
    assert entry.details["percent"] == "2.65"


@pytest.mark.parametrize(
    "days",
    [
        (date(2026, 7, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_a_published_rate_is_not_overwritten(days: tuple[date, date]):
    with pytest.raises(RateOverlaps):
        enter(valid_from=days[0], valid_to=days[1])
    assert not EnteredRate.objects.exists()


def test_what_was_entered_is_not_overwritten_either():
    enter()
    with pytest.raises(RateOverlaps):
        enter(percent=Decimal("2.40"))


def test_a_doubt_is_settled_by_the_official_source():
    table = Rates.published().tables["NL_LEGAL"]
    doubted = next(one for one in table if one.certainty is Certainty.MEMORY)
    enter(
        reference="NL_LEGAL",
        valid_from=doubted.valid_from,
        valid_to=doubted.valid_to,
        percent=Decimal(4),
    )
    settled = rates().find("NL_LEGAL", doubted.valid_from)
    assert settled is not None
    assert settled.certainty is Certainty.PRIMARY


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"reference": "LIBOR"}, UnknownReference),
        ({"percent": Decimal(265)}, UnlikelyRate),
        ({"source": "  "}, NoSource),
    ],
)
def test_what_makes_no_sense_is_refused(other: dict, refusal: type[Exception]):
    with pytest.raises(refusal):
        enter(**other)
    assert not EnteredRate.objects.exists()


def test_a_newer_program_that_knows_the_same_days_wins():
    known = Rates.published().tables["ECB_MRO"][-1]
    EnteredRate.objects.create(
        reference="ECB_MRO",
        valid_from=known.valid_from,
        valid_to=known.valid_to,
        percent=Decimal(9),
        certainty="S",
        source="a newspaper",
        recorded_at=factories.NOW,
    )
    assert rates().find("ECB_MRO", known.valid_from) == known


def test_what_is_missing_today_is_named():
    assert missing(rates(), on=date(2026, 9, 1)) == []
    assert "ECB_MRO" in missing(rates(), on=NEXT)
    enter()
    assert "ECB_MRO" not in missing(rates(), on=NEXT)


@pytest.mark.parametrize(
    ("first", "last", "term"),
    [
        (date(2026, 7, 1), date(2026, 12, 31), (date(2027, 1, 1), date(2027, 6, 30))),
        (date(2026, 1, 1), date(2026, 6, 30), (date(2026, 7, 1), date(2026, 12, 31))),
        (date(2026, 1, 1), date(2026, 12, 31), (date(2027, 1, 1), date(2027, 12, 31))),
    ],
)
def test_the_next_term_is_as_long_as_the_last(first: date, last: date, term: tuple):
    assert next_term(row(valid_from=first, valid_to=last)) == term
