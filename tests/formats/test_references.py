"""A structured reference counts when its checksum holds, wherever it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban
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


def test_a_belgian_account_becomes_a_valid_iban() -> None:
    converted = references.belgian_iban("539007547034")
    assert converted == "BE68539007547034"
    assert iban.is_valid(converted, check_country=False)


@pytest.mark.parametrize(
    "account", ["539007547035", "000000000000", "732XXXXXXXXX", "12345", ""]
)
def test_an_account_that_is_not_belgian_stays_as_it_is(account: str) -> None:
    assert references.belgian_iban(account) == account
