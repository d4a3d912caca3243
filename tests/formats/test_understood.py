"""The page about formats says how much of the public samples is understood."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import public_samples

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "formats.md"


@pytest.mark.parametrize(("path", "facts"), public_samples("camt")[:1])
def test_the_page_says_what_is_understood_of_the_public_samples_today(
    path: Path, facts: dict[str, object]
) -> None:
    tool = [sys.executable, str(ROOT / "tools" / "understood.py"), "--check"]
    stale = subprocess.run(tool, check=False, cwd=ROOT).returncode  # noqa: S603  # ours
    assert not stale, "run tools/understood.py, and look at what has changed"


def test_no_public_sample_reads_otherwise_than_its_facts_state() -> None:
    assert "reads otherwise than stated" not in PAGE.read_text("utf-8")
