"""One small benchmark of each mix and family, written once for all tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from acquit.bench.cash.mixes import MIXES
from acquit.bench.cash.writing import Written, write

from .reading import ReadCompany, read_company, truths

if TYPE_CHECKING:
    from pathlib import Path

LINES = 1_200


@dataclass
class Made:
    """A benchmark that was written, and what was read back of it."""

    mix: str
    written: Written
    truth: dict[str, dict[str, Any]]
    companies: dict[str, ReadCompany]


@pytest.fixture(
    scope="session",
    params=[(mix, family) for mix in MIXES for family in ("dev", "held_out")],
    ids="-".join,
)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    mix, family = request.param
    folder: Path = tmp_path_factory.mktemp(f"{mix}-{family}")
    written = write(folder, seed=20260317, lines=LINES, mix=mix, family=family)
    companies = {one.code: read_company(one) for one in written.companies}
    return Made(mix, written, truths(written), companies)
