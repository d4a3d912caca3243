"""A thousand days of random books, judged; from the folder of the project:

    .venv/bin/python -m tests.simulation.long --days 1000 --seed 1 --json

Each book is a world of its own (`--book` days long). Its database is its own too, made for
the run and thrown away; nothing is sent beyond this machine. It ends with 1 when anything
was wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TESTS = Path(__file__).parents[1]
BOOK = 100


def main(words: Sequence[str] | None = None) -> int:
    """Run the books one after the other, and print what was found."""
    asked = _asked(words)
    home = Path(tempfile.mkdtemp(prefix="acquit-long-"))
    os.environ["ACQUIT_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquit.config.settings")
    os.environ["ACQUIT_LOG"] = "ERROR"
    sys.path.insert(0, str(TESTS))
    try:
        told = _run(asked, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if asked.json:
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        for name, value in told.items():
            sys.stdout.write(f"{name}: {value}\n")
    return int(
        any(told[name] for name in ("wrong", "doubles", "losses", "uncertain_unnamed"))
    )


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="tests.simulation.long", description=__doc__)
    reader.add_argument("--days", type=int, default=1000)
    reader.add_argument("--book", type=int, default=BOOK, help="days of one book")
    reader.add_argument("--seed", type=int, default=1, help="of the first book")
    reader.add_argument("--json", action="store_true")
    return reader.parse_args(words)


def _run(asked: argparse.Namespace, home: Path) -> dict[str, Any]:
    import django

    django.setup()
    from django.db import connections

    from acquit.config import embedded

    running = embedded.start(home / "database", durable=False)
    told: Counter[str] = Counter()
    began = perf_counter()
    try:
        for connection in connections.all():
            connection.settings_dict["HOST"] = str(running.sockets)
        connections["default"].creation.create_test_db(verbosity=0, autoclobber=True)
        for seed, days in _books(asked):
            told += _book(seed, days)
    finally:
        connections.close_all()
        running.stop()
    names = ("days", "messages", "wrong", "doubles", "losses", "uncertain_named")
    return {name: told[name] for name in (*names, "uncertain_unnamed", "books")} | {
        "seconds": round(perf_counter() - began)
    }


def _books(asked: argparse.Namespace) -> Iterator[tuple[int, int]]:
    """Seed and days of each book; the last may be shorter."""
    left, seed = asked.days, asked.seed
    while left > 0:
        yield seed, min(left, asked.book)
        left, seed = left - asked.book, seed + 1


def _book(seed: int, days: int) -> Counter[str]:
    """One book from its first day to its last; what was wrong is told at once."""
    from django.core.management import call_command

    from simulation.ends import Ends
    from simulation.running import run_wide
    from simulation.steering import Steered
    from simulation.wide import Wide

    began = perf_counter()
    call_command("flush", verbosity=0, interactive=False)
    with Ends(seed) as ends:
        judge = run_wide(Wide(seed, days=days), Steered(ends), ends)
    for fault in judge.faults:
        sys.stderr.write(f"book {seed}: {fault}\n")
    seen = ", ".join(f"{name} {n}" for name, n in sorted(judge.seen.items()))
    spent = round(perf_counter() - began)
    sys.stderr.write(f"book {seed}: {days} days in {spent} s: {seen}\n")
    sys.stderr.flush()
    return Counter(
        days=days,
        books=1,
        messages=judge.messages,
        wrong=judge.counts["wrong"],
        doubles=judge.counts["double"],
        losses=judge.counts["loss"],
        uncertain_named=judge.seen["uncertain"],
        uncertain_unnamed=judge.counts["unnamed"],
    )


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        # Sets are walked through in the same order then: a seed tells one story only.
        words = [sys.executable, "-m", "tests.simulation.long", *sys.argv[1:]]
        os.execve(sys.executable, words, os.environ | {"PYTHONHASHSEED": "0"})  # noqa: S606
    sys.exit(main())
