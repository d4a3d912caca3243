"""The slips of the demonstration: numbers that a post would give, papers that are read."""

from __future__ import annotations

import io
from datetime import date
from types import SimpleNamespace

from pypdf import PdfReader

from acquit.demo.at_the_door import slip, tracking


def test_a_number_has_the_check_digit_of_the_universal_postal_union() -> None:
    """The example of the standard: RB 47312482 9."""
    assert tracking(47312482, "US") == "RR473124829US"


def test_a_slip_is_a_paper_that_anybody_can_open() -> None:
    letter = SimpleNamespace(pk=12, company=SimpleNamespace(country="BE"))
    (page,) = PdfReader(io.BytesIO(slip(letter, date(2026, 9, 18)))).pages
    assert "signed on 18/09/2026" in page.extract_text()
