"""Golden files and public samples, for the tests of the formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).parent / "golden"


def golden_files() -> list[Path]:
    """Every input below golden/, without the expected answers."""
    return sorted(path for path in GOLDEN.rglob("*.*") if path.suffix != ".json")


def public_samples(kind: str) -> list[Any]:
    """The samples of a kind with their facts; skipped where they are absent."""
    for folder in Path(__file__).resolve().parents:
        manifest = folder / "shared" / "data" / kind / "manifest.json"
        if manifest.is_file():
            entries = json.loads(manifest.read_text("utf-8"))
            return [
                pytest.param(manifest.parent / name, entry["facts"], id=name)
                for name, entry in sorted(entries.items())
            ]
    reason = "the public samples are not beside this repository (shared/data)"
    return [pytest.param(Path(), {}, marks=pytest.mark.skip(reason=reason))]
