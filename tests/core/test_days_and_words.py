"""Working days, and text made comparable."""

from __future__ import annotations

from datetime import date

import pytest

from acquit.core.days import is_working_day, next_working_day, working_days_between
from acquit.core.party import Party, SellsTo, effective_party
from acquit.core.text import fold, reference_key


def test_a_weekend_and_a_public_holiday_are_no_working_days():
    assert not is_working_day(date(2026, 3, 21), "BE")
    assert not is_working_day(date(2026, 7, 21), "BE")
    assert is_working_day(date(2026, 7, 21), "NL")


def test_an_unknown_country_has_weekends_alone():
    assert is_working_day(date(2026, 12, 25), "XX")


def test_easter_puts_the_next_working_day_off():
    assert next_working_day(date(2026, 4, 3), "BE") == date(2026, 4, 7)


def test_working_days_between_leave_the_first_out_and_keep_the_last():
    assert working_days_between(date(2026, 3, 20), date(2026, 3, 24), "BE") == 2
    assert working_days_between(date(2026, 3, 24), date(2026, 3, 20), "BE") == 0
    assert working_days_between(date(2020, 1, 1), date(2026, 1, 1), "BE") == 30


@pytest.mark.parametrize(
    ("text", "folded"), [("Café ÉTOILE", "cafe etoile"), ("  Straße  ", "strasse")]
)
def test_text_is_folded_for_search(text, folded):
    assert fold(text) == folded


def test_a_reference_is_compared_by_letters_and_digits():
    assert reference_key("+++090/9337/55493+++") == "090933755493"
    assert reference_key("f-2026.001") == "F2026001"


@pytest.mark.parametrize(
    ("party", "facts", "expected"),
    [
        (Party.UNKNOWN, {}, Party.CONSUMER),
        (Party.UNKNOWN, {"vat": "BE1"}, Party.BUSINESS),
        (Party.UNKNOWN, {"registration": "1"}, Party.BUSINESS),
        (Party.UNKNOWN, {"sells_to": SellsTo.BUSINESS}, Party.BUSINESS),
        (Party.CONSUMER, {"vat": "BE1"}, Party.CONSUMER),
        (Party.PUBLIC, {}, Party.PUBLIC),
    ],
)
def test_an_unknown_party_is_a_consumer_until_a_number_is_known(party, facts, expected):
    known = {"vat": "", "registration": "", "sells_to": SellsTo.BOTH} | facts
    assert effective_party(party, **known) == expected
