"""The books of one company."""

from __future__ import annotations

import papers
import pytest


@pytest.fixture
def books(db: None) -> papers.Books:
    return papers.open_books()
