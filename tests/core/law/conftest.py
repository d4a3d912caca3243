"""Tables of the trade that may lie beside the repository, to be compared with ours."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def beside() -> Callable[[str], list[dict[str, str]]]:
    """The rows of a table in ../shared/domain; the test is skipped where it is absent."""

    def rows(name: str) -> list[dict[str, str]]:
        for folder in Path(__file__).resolve().parents:
            table = folder / "shared" / "domain" / name
            if table.is_file():
                with table.open(encoding="utf-8", newline="") as stream:
                    return list(csv.DictReader(stream))
        pytest.skip(f"{name} is not beside this repository (shared/domain)")

    return rows
