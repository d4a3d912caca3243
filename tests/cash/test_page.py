"""The page about the benchmark says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from acquit.bench.cash.mixes import MAKERS, MIXES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "benchmark-of-matching.md"
ROW = re.compile(r"\| `([a-z0-9_]+)` \| ([0-9]*) ?\| ([0-9]*) ?\| ([0-9]*) ?\|")


def test_every_class_stands_on_the_page_with_its_shares() -> None:
    told = {
        found[1]: [int(share or 0) for share in found.groups()[1:]]
        for line in PAGE.read_text("utf-8").splitlines()
        if (found := ROW.match(line))
    }
    made = {kind: [mix.shares.get(kind, 0) for mix in MIXES.values()] for kind in MAKERS}
    assert told == made
