"""What `acquit accuracy` tells: the figures of the page Accuracy. Imported once the
database is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from acquit.core.matching.judging import SWITCHES
from acquit.matching.queries.accuracy import accuracy, learned, proof, proves
from acquit.scoring.queries.predictions import answering, checks, clearly_nearer

if TYPE_CHECKING:
    from acquit.core.matching import Record
    from acquit.organisation.models import Company
    from acquit.scoring.models import Check

# The figures of a judged month, see scoring.models.Check.
FIGURES = (
    *("mae", "naive_mae", "within_3", "naive_within_3", "brier", "naive_brier", "auc"),
    *("naive_auc", "covered", "naive_covered", "width", "naive_width"),
)
VERDICTS = {True: "proven", False: "disproved", None: "open"}


def told(company: Company) -> dict[str, Any]:
    """Shares are 0 to 1; `right` is null where nothing was posted."""
    found = accuracy([company.pk], today=timezone.now().date())
    (books,) = found.books
    taught = learned([company.pk])
    return {
        "company": company.code,
        "wanted": books.rules.wanted,
        **_counted(books.year),
        "wanted_is": VERDICTS[proves(books.year, books.rules.wanted)],
        "posts": [name for name in SWITCHES if getattr(books.rules, name)],
        "offered": list(books.offered),
        "by_hand": {
            rule: {"done": done, "otherwise": otherwise}
            for rule, (done, otherwise) in books.by_hand.items()
        },
        "learned": {
            "accounts": taught.accounts,
            "names": taught.names,
            "ways": taught.ways,
        },
        "months": [
            {"month": f"{month:%Y-%m}", **_counted(record)}
            for month, record in found.months.items()
        ],
        "kinds": [
            {"kind": kind, **_counted(record), "becomes": books.verdict(kind).value}
            for kind, record in found.kinds.items()
        ],
        "predictions": _predictions(company.pk),
    }


def _predictions(company_id: int) -> dict[str, Any]:
    """What answers, and the months that were judged, the oldest first."""
    model = answering([company_id]).first()
    return {
        "trained": model.trained if model else None,
        "version": model.version if model else None,
        "learnt_on": model.learnt_on.isoformat() if model else None,
        "verdict": model.verdict if model else None,
        "months": [_judged(one) for one in checks([company_id])],
    }


def _judged(one: Check) -> dict[str, Any]:
    figures = {
        name: None if (value := getattr(one, name)) is None else round(value, 4)
        for name in FIGURES
    }
    return {
        "month": f"{one.month:%Y-%m}",
        "trained": one.trained,
        "n": one.n,
        **figures,
        "better": clearly_nearer(one.mae, one.naive_mae),
        "calibration": one.bins,
    }


def _counted(record: Record) -> dict[str, Any]:
    shown = proof(record)
    return {
        **record._asdict(),
        "right": None if shown.share is None else round(shown.share, 6),
        "least": round(shown.low, 6),
        "most": round(shown.high, 6),
    }
