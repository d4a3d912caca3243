"""How well the score tells who will pay far too late, on a table of invoices."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from acquit.core import score_proof
from acquit.core.behaviour.figures import NOTHING_ELSE
from acquit.core.score_proof import Judged, Life
from acquit.scoring.prediction import reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path


def evaluated(data: Path, cutoffs: Sequence[date]) -> dict[str, Any]:
    """`{customers, late, auc, calibration_error, classes: [{class, customers, late,
    stated}]}` over all cutoffs. stated: how many were stated to be late, by what came of
    other customers. Raises Refused.
    """
    invoices, _ = reading.tables_in(data)
    lives: dict[str, list[Life]] = defaultdict(list)
    for path in invoices:
        for row in reading.invoices_of(path):
            minor = round(row.amount * 100)
            lives[row.customer_code].append(
                Life(row.issued_on, reading.due_of(row), row.settled_on, abs(int(minor)))
            )
    found: list[Judged] = []
    for day in cutoffs:
        payers = ((lives[code], NOTHING_ELSE) for code in sorted(lives))
        found += score_proof.judged(payers, day)
    told = score_proof.held_back(found)
    off = sum(abs(late - stated) for _, late, stated in told.values())
    return {
        "customers": len(found),
        "late": sum(one.late for one in found),
        "auc": score_proof.auc(found),
        "calibration_error": off / len(found) if found else None,
        "classes": [
            {"class": one.value, "customers": n, "late": late, "stated": round(stated, 1)}
            for one, (n, late, stated) in told.items()
        ],
    }
