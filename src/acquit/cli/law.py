"""What `acquit rates` means: as plain values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from acquit.cli import trade
from acquit.core.law import Certainty
from acquit.law.actions import UnknownReference, enter_rate
from acquit.law.queries import next_term, rates

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from acquit.core.law import Row


def told(reference: str) -> dict[str, Any]:
    """The newest rate of each reference; all of one. Raises UnknownReference."""
    known = rates()
    if reference:
        rows: tuple[Row, ...] = _table(reference)
    else:
        rows = tuple(table[-1] for _, table in sorted(known.tables.items()))
    return {"rates": [_shown(one) for one in rows]}


def enter(  # what a rate is made of
    reference: str,
    percent: Decimal,
    *,
    first: date | None,
    last: date | None,
    source: str,
    certainty: str,
) -> None:
    """Keep the rate of the next term, or of the days that are given. Raises what
    `enter_rate` raises.
    """
    before = _table(reference)[-1]
    begins, ends = next_term(before)
    row = replace(
        before,
        valid_from=first or begins,
        valid_to=last or ends,
        percent=percent,
        certainty=Certainty(certainty),
        source=source,
        note="",
    )
    enter_rate(row, actor=trade.actor(), at=timezone.now())


def _table(reference: str) -> tuple[Row, ...]:
    known = rates()
    if reference not in known.tables:
        raise UnknownReference(reference, known.tables)
    return known.tables[reference]


def _shown(one: Row) -> dict[str, str]:
    return {
        "reference": one.reference,
        "from": one.valid_from.isoformat(),
        "to": one.valid_to.isoformat(),
        "percent": str(one.percent),
        "certainty": one.certainty.value,
        "source": one.source,
    }
