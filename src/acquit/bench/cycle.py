"""How long the daily decision takes: books are imported, then every receivable is decided.

The stages of the cycle run on all of them, for the first time, so that every outlook and
every action has to be written.
"""

from __future__ import annotations

import resource
from time import perf_counter
from typing import TYPE_CHECKING

from acquit.bench.apart import apart
from acquit.bench.books import AT, DAY, bring_in, write
from acquit.cycle.actions.daily import SHARD, decide_all
from acquit.cycle.queries import shards

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def run(
    folder: Path, *, invoices: int, processes: int, progress: Callable[[str], None]
) -> dict[str, float | int]:
    """Import, then decide; seconds of a stage are those of the processes side by side."""
    customers = max(1, invoices // 10)
    progress(f"Writing files of {customers} customers and {invoices} invoices …")
    files = write(folder, customers, invoices)
    # Each in a process of its own, as in real life: the import's memory is not the cycle's.
    apart(bring_in, files, progress)
    progress("Deciding …")
    told: dict[str, float | int] = apart(decided, processes)
    return {"customers": customers} | told


def decided(processes: int) -> dict[str, float | int]:
    """What deciding for all comes to; to be run in a process of its own."""
    began = perf_counter()
    tally = decide_all(shards(SHARD), DAY, at=AT, processes=processes)
    seconds = perf_counter() - began
    return {
        "invoices": tally.receivables,
        "actions": sum(tally.actions.values()),
        "processes": processes,
        "load_seconds": round(tally.load_seconds / processes, 3),
        "decide_seconds": round(tally.decide_seconds / processes, 3),
        "write_seconds": round(tally.write_seconds / processes, 3),
        "seconds": round(seconds, 3),
        "peak_mb": _peak_mb(processes),
    }


def _peak_mb(processes: int) -> int:
    """This process and its children at their largest, as if all were so at once."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + (child * processes if processes > 1 else 0)) // 1024
