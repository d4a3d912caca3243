"""What messages tell of interest and flat sum: never to a consumer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from acquit.dunning.wording.facts import LANGUAGES, Beside, Rated
from acquit.dunning.wording.writing import write

from .cases import PEETERS, alone, case, item
from .test_golden_texts import compare

GOLDEN = Path(__file__).parent / "golden_law"
LATE = Beside(
    currency="EUR",
    country="BE",
    interest_minor=1_137,
    per_day_minor=36,
    fee_minor=4_000,
    fee_currency="EUR",
    lines=(Rated(date(2026, 2, 21), date(2026, 3, 24), 32, Decimal("10.50"), 1_137),),
    source="Law of 2 August 2002 art. 5, as amended 2013",
)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def owing(code: str, language: str = "en", **known):
    second = item(number="F-2026-0102", step=code)
    late = {0: LATE, 1: replace(LATE, fee_minor=0)}
    return case(language, *alone(code), second, beside=late, **known)


def body(code: str, known, channel: str = "EMAIL") -> str:
    return write(code, known, channel=channel, tone="NEUTRAL").body


@each_language
def test_a_second_reminder_with_interest_reads_as_it_was_read_last(language) -> None:
    known = owing("REMINDER_2", language)
    text = body("REMINDER_2", known, "LETTER")
    compare(GOLDEN / f"interest-{language}.txt", text)


def test_the_sums_are_added_up_and_the_working_stands_on_paper_alone() -> None:
    known = owing("REMINDER_2")
    mail, letter = body("REMINDER_2", known), body("REMINDER_2", known, "LETTER")
    for text in (mail, letter):
        assert "interest until 24 March 2026, 11.37 EUR, and 0.36 EUR for each" in text
        assert "Together until 24 March 2026: 62.74 EUR" in text
        assert "Belgian law of 2 August 2002" in text
    working = "21/02/2026 to 24/03/2026, 32 days at 10.50 % a year: 11.37 EUR"
    assert working in letter
    assert working not in mail


@pytest.mark.parametrize(
    ("code", "tells"),
    [
        ("REMINDER_1", False),
        ("REMINDER_2", True),
        ("REMINDER_5", True),
        ("FORMAL_NOTICE", True),
        ("HANDOVER_NOTICE", False),
    ],
)
def test_it_is_told_from_the_second_reminder_on(code, tells) -> None:
    assert ("10.50" in body(code, owing(code), "LETTER")) is tells


def test_a_consumer_is_told_nothing_of_it() -> None:
    known = owing("REMINDER_2", debtor=replace(PEETERS, business=False))
    assert "interest" not in body("REMINDER_2", known)


def test_of_many_invoices_a_mail_tells_the_sums_alone() -> None:
    items = [item(number=f"F-{n}", step="REMINDER_2") for n in range(12)]
    known = case("en", *items, beside=dict.fromkeys(range(12), LATE))
    text = body("REMINDER_2", known)
    assert "- Interest until 24 March 2026: 136.44 EUR" in text
    assert "- Fixed compensation for recovery costs: 480.00 EUR" in text
    assert "F-3: interest" not in text


def test_what_is_not_allowed_or_not_shown_leaves_no_trace() -> None:
    known = replace(owing("REMINDER_2"), beside={})
    assert "interest" not in body("REMINDER_2", known)
