"""Interest and flat sum that a message may tell: where the company has said that messages
show it, the law gives it that day, and nobody has claimed or waived it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.claims import queries as claims
from acquit.core.interest import Owed, half_up
from acquit.core.law import Fee
from acquit.dunning.wording.facts import Beside, Rated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from acquit.claims.queries import ClaimBeside
    from acquit.core.interest import Line


def told(asked: Mapping[int, Sequence[int]], *, on: date) -> dict[int, Beside]:
    """By receivable, what it has come to at the close of that day. asked: the receivables
    of businesses, by company.
    """
    if not asked:
        return {}
    shown = claims.terms(list(asked), as_of=on)
    speaking = [
        key
        for company_id, some in asked.items()
        if shown[company_id].shown and shown[company_id].valid_from is not None
        for key in some
    ]
    if not speaking:
        return {}
    found = claims.beside(speaking, as_of=on)
    values = {key: _beside(one) for key, one in found.items()}
    return {k: one for k, one in values.items() if one.interest_minor or one.fee_minor}


def _beside(one: ClaimBeside) -> Beside:
    interest, fee = one.interest, one.fee
    untouched = one.of_interest.left == one.of_interest.computed
    lines = interest.lines if isinstance(interest, Owed) else ()
    return Beside(
        currency=one.row.currency,
        country=one.claim.country,
        interest_minor=one.of_interest.left.minor,
        per_day_minor=_per_day(lines) if one.row.open_minor else 0,
        fee_minor=one.of_fee.left.minor if isinstance(fee, Fee) else 0,
        fee_currency=fee.amount.currency if isinstance(fee, Fee) else "",
        lines=tuple(_rated(row) for row in lines) if untouched else (),
        source=lines[-1].quote.source.partition(";")[0] if lines else "",
    )


def _per_day(lines: Sequence[Line]) -> int:
    """By what is owed and the rate that holds today."""
    last = lines[-1] if lines else None
    return half_up(last.interest / last.days) if last and last.days else 0


def _rated(row: Line) -> Rated:
    return Rated(
        row.first_on, row.last_on, row.days, row.quote.percent, half_up(row.interest)
    )
