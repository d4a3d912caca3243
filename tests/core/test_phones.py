"""Which numbers take a short message, and how the whole world dials them."""

from __future__ import annotations

import pytest

from acquit.core.phones import international, is_mobile


@pytest.mark.parametrize(
    ("number", "country", "dialled", "mobile"),
    [
        ("0475 12 34 56", "BE", "+32475123456", True),
        ("+32 (0)475/12.34.56", "BE", "+32475123456", True),
        ("0032475123456", "FR", "+32475123456", True),
        ("02 123 45 67", "BE", "+3221234567", False),
        ("06 12 34 56 78", "FR", "+33612345678", True),
        ("349 123 4567", "IT", "+393491234567", True),
        ("20 12 34 56", "DK", "+4520123456", True),
        ("070-123 45 67", "SE", "+46701234567", True),
        ("601 123 456", "CZ", "+420601123456", True),
        ("08-465 004 00", "SE", "+46846500400", False),
        ("+45 20 12 34 56", "BE", "+4520123456", True),
    ],
)
def test_a_number_is_dialled_from_everywhere(number, country, dialled, mobile):
    assert international(number, country) == dialled
    assert is_mobile(number, country) is mobile


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("", "BE"),
        ("ask Jan", "BE"),
        ("+", "BE"),
        ("12", "SE"),
        ("0475123456", "XX"),
        ("+x1", ""),
    ],
)
def test_what_is_no_number_takes_nothing(number, country):
    assert not is_mobile(number, country)
