"""Tables of an invented company, and the commands on them."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from acquit.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def run() -> Callable[..., Result]:
    """A command as it is typed, without a database."""
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def predict(run, tmp_path) -> Callable[..., list[dict[str, str]]]:
    """The rows that `acquit predict` writes for two tables and a day."""

    def predicted(
        history: Path, waiting: Path, day: object, *more: object
    ) -> list[dict[str, str]]:
        out = tmp_path / "predictions.csv"
        done = run(
            "predict",
            "--history",
            history,
            "--open",
            waiting,
            "--as-of",
            day,
            "--out",
            out,
            *more,
        )
        assert done.exit_code == 0, done.output
        return list(csv.DictReader(out.read_text("utf-8").splitlines()))

    return predicted


@pytest.fixture
def figures(run) -> Callable[..., dict[str, Any]]:
    """What `acquit evaluate prediction --json` prints."""

    def evaluated(data: Path, *cutoffs: str) -> dict[str, Any]:
        done = run(
            "evaluate", "prediction", "--data", data, "--cutoffs", *cutoffs, "--json"
        )
        assert done.exit_code == 0, done.output
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    return evaluated
