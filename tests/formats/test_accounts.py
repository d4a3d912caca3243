"""An IBAN counts with the length of its country and its check digits, as stdnum says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban

from acquit.formats import accounts

SAMPLES = ["BE68539007547034", "NL91ABNA0417164300", "FR1420041010050500013M02606"]


@given(st.sampled_from(SAMPLES), st.integers(0, 99))
def test_check_digits_hold_exactly_when_stdnum_says_so(sample: str, digits: int) -> None:
    number = f"{sample[:2]}{digits:02d}{sample[4:]}"
    valid = iban.is_valid(number, check_country=False)
    assert accounts.iban(number) == (number if valid else "")


@pytest.mark.parametrize(
    "text", ["", "BE", "BE6853900754703", "XX68539007547034", "BE68-5390-0754-703é"]
)
def test_what_has_not_the_length_of_its_country_is_none(text: str) -> None:
    assert accounts.iban(text) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("van BE68 5390 0754 7034 BIC KREDBEBB", ["BE68539007547034"]),
        (
            "BE68539007547034, NL91ABNA0417164300",
            ["BE68539007547034", "NL91ABNA0417164300"],
        ),
        ("BE68539007547034 BE68 5390 0754 7034", ["BE68539007547034"]),
        ("NL32ZZZ999999991234", []),  # the identifier of a creditor
        ("XBE68539007547034", []),
        ("BE68 5390", []),
    ],
)
def test_ibans_are_found_in_free_text(text: str, found: list[str]) -> None:
    assert accounts.ibans_in(text) == found


def test_a_text_full_of_beginnings_is_soon_done_with() -> None:
    assert accounts.ibans_in("BE68 " * 100_000) == []
