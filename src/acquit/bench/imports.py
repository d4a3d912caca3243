"""How long an import takes, from the file to the books, format by format.

Each file is written first and taken in by a process of its own, into a database that holds
nothing else: seconds and memory are those of that process, from its start.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

import django

from acquit.bench import files
from acquit.bench.fec import write_fec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AT = datetime(2026, 3, 17, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Measured:
    """A format that is measured. name: of the file; size: how many, unless it is said."""

    format: str
    name: str
    size: int
    write: Callable[[Path, int], object]


FORMATS = (
    Measured("camt", "camt.xml", 100_000, files.write_camt),
    Measured("coda", "coda.cod", 100_000, files.write_coda),
    Measured("fec", "fec.txt", 1_000_000, lambda path, size: write_fec(path, size, 1)),
    Measured("xlsx", "items.xlsx", 100_000, files.write_xlsx),
)


def run(
    folder: Path, sizes: dict[str, int], progress: Callable[[str], None]
) -> list[dict[str, Any]]:
    """Measure these formats: `{format, size, seconds, peak_mb, per_second}` each."""
    results = []
    for number, one in enumerate(FORMATS):
        size = sizes.get(one.format, 0)
        if not size:
            continue
        path = folder / one.name
        progress(f"Writing {path.name} with {size} …")
        one.write(path, size)
        progress(f"Importing {path.name} …")
        # Spawned, not forked: the memory of this process is not counted.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            taken = pool.submit(_take, str(path), f"BENCH{number}").result()
        path.unlink()
        results.append({"format": one.format, "size": size, **taken} | _speed(taken, size))
    return results


def _speed(taken: dict[str, Any], size: int) -> dict[str, Any]:
    return {"per_second": round(size / taken["seconds"]) if taken["seconds"] else None}


def _take(path: str, code: str) -> dict[str, Any]:
    """Import one file for a company of its own; raises RuntimeError when it is refused."""
    django.setup()
    from acquit.audit.actions import Actor  # noqa: PLC0415 - after django.setup
    from acquit.formats.layouts import guess, sample  # noqa: PLC0415
    from acquit.formats.records import Refused  # noqa: PLC0415
    from acquit.formats.registry import recognise  # noqa: PLC0415
    from acquit.formats.source import Source  # noqa: PLC0415
    from acquit.intake.actions import import_file  # noqa: PLC0415
    from acquit.organisation.actions import CompanyWords, open_company  # noqa: PLC0415

    who = Actor(None, "benchmark")
    words = CompanyWords(code=code, name="Bench", country="BE", currency="EUR")
    company = open_company(words, actor=who, at=AT)
    source = Source.of_path(path)
    began = perf_counter()
    layout = None
    try:
        recognise(source)
    except Refused:  # an unknown table: as proposed, which is what people do first
        layout = guess.propose(sample.take(source))
    done = import_file(
        source,
        company=company,
        partial=False,
        on=files.DAY,
        actor=who,
        clock=lambda: AT,
        layout=layout,
    )
    seconds = perf_counter() - began
    if done.problems:
        raise RuntimeError(json.dumps(done.problems[0].in_english()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "created": done.run.created,
        "seconds": round(seconds, 2),
        "peak_mb": peak // 1024,
    }
