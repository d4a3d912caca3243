"""The books of one company, with two customers."""

from __future__ import annotations

import papers
import pytest


@pytest.fixture
def books(db: None) -> papers.Books:
    ours = papers.open_books()
    ours.must_take(papers.customers("C1", "C2"))
    return ours
