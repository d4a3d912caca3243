"""What people type into forms."""

from __future__ import annotations

import pytest
from django import forms
from django.utils import translation

from acquit.web.forms import PercentField


@pytest.mark.parametrize(
    ("language", "typed", "share"),
    [
        ("en", "99.9", 0.999),
        ("en", " 95 % ", 0.95),
        ("fr", "99,95 %", 0.9995),
        ("fr", "99.95", 0.9995),
    ],
)
def test_a_percentage_becomes_a_share(language: str, typed: str, share: float) -> None:
    with translation.override(language):
        assert PercentField().clean(typed) == pytest.approx(share)


@pytest.mark.parametrize("typed", ["much", "-1", "100.5", "99 9 9.", "1,000"])
def test_what_is_no_percentage_is_refused(typed: str) -> None:
    with translation.override("en"), pytest.raises(forms.ValidationError):
        PercentField().clean(typed)


def test_a_share_is_shown_as_the_reader_writes_it() -> None:
    with translation.override("fr"):
        assert PercentField().prepare_value(0.999) == "99,9"
        assert PercentField().prepare_value("99,") == "99,"
