"""What a statement says of itself, held against its lines: remarks, not refusals.

Used where partial statements are common, so that sums that do not meet are told and taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats.records import Problem

if TYPE_CHECKING:
    from decimal import Decimal

    from acquit.core.sentences import Said

LOOK_AT_THE_BANK = say(
    "Compare with the bank's own view: a page or a statement may be missing."
)


def not_meeting(
    where: Said, *, opening: Decimal, booked: Decimal, closing: Decimal
) -> tuple[Problem, ...]:
    """The remark that opening balance and lines do not make the closing balance, if so."""
    if opening + booked == closing:
        return ()
    saw = say(
        "an opening balance of %(opening)s and booked lines of %(booked)s,"
        " together %(sum)s",
        opening=opening,
        booked=booked,
        sum=opening + booked,
    )
    wanted = say("the closing balance %(closing)s", closing=closing)
    return (remark(where, saw, wanted),)


def remark(where: Said, saw: Said, wanted: Said) -> Problem:
    """That a statement does not add up."""
    return Problem(where=where, saw=saw, wanted=wanted, remedy=LOOK_AT_THE_BANK)
