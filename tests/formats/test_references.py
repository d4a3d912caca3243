"""A structured reference counts when its checksum holds, wherever it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, iso7064, iso11649
from stdnum.be import ogm_vcs

from acquit.formats import references


@given(st.integers(0, 10**10 - 1))
def test_a_belgian_reference_is_valid_exactly_when_stdnum_says_so(number: int) -> None:
    right = f"{number:010d}{number % 97 or 97:02d}"
    wrong = f"{number:010d}{(number + 1) % 97:02d}"
    assert references.structured(right) == right
    assert ogm_vcs.is_valid(right)
    assert bool(references.structured(wrong)) == ogm_vcs.is_valid(wrong)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+++090/9337/55493+++", ["090933755493"]),
        ("facture 12 +++090/9337/55493+++ merci", ["090933755493"]),
        ("***090/9337/55493***", ["090933755493"]),
        ("+++ 090/9337/55493 +++", ["090933755493"]),
        ("090/9337/55493", ["090933755493"]),
        ("+++090/9337/55494+++", []),
        ("ref RF18539007547034 of march", ["RF18539007547034"]),
        ("ref RF18 5390 0754 7034 thanks", ["RF18539007547034"]),
        ("RF18 5390 0754 7035", []),
        ("nothing here", []),
    ],
)
def test_references_are_found_inside_free_text(text: str, found: list[str]) -> None:
    assert references.found_in(text) == found


@given(
    st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=4, max_size=21),
    st.integers(0, 99),
    st.integers(0, 3),
)
def test_an_rf_reference_counts_when_stdnum_says_so_and_words_may_follow(
    body: str, check: int, words: int
) -> None:
    right = iso7064.mod_97_10.calc_check_digits(body + "RF")
    for digits in (right, f"{check:02d}"):
        number = f"RF{digits}{body}"
        grouped = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
        valid = [number] if iso11649.is_valid(number) else []
        assert references.found_in(number) == valid
        if valid:
            assert references.found_in(grouped + " MERCI" * words)[0].startswith(number)


def test_a_belgian_account_becomes_a_valid_iban() -> None:
    converted = references.belgian_iban("539007547034")
    assert converted == "BE68539007547034"
    assert iban.is_valid(converted, check_country=False)


@pytest.mark.parametrize(
    "account", ["539007547035", "000000000000", "732XXXXXXXXX", "12345", ""]
)
def test_an_account_that_is_not_belgian_stays_as_it_is(account: str) -> None:
    assert references.belgian_iban(account) == account


def test_a_german_account_becomes_the_iban_of_the_standard_rule() -> None:
    assert references.german_iban("37040044/532013000") == "DE89370400440532013000"
    assert references.german_iban("37040044/0532013000") == "DE89370400440532013000"


@pytest.mark.parametrize(
    "account", ["50880050/0194780100888", "3704004/1", "BPHKPLPK/320000546101", "517852257"]
)
def test_an_account_that_is_no_german_one_stays_as_it_is(account: str) -> None:
    assert references.german_iban(account) == account
