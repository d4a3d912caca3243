"""Why no debit note is made of what is late: one reason for a receivable, and the one that
is told of a customer. docs/explanation/law.md#what-is-left-to-claim.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.core.errors import Refusal
from acquit.core.law import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.core.interest import Asked, Owed


class LeftOut(StrEnum):
    """In the order in which one is told where there are several: first what a person can do
    something about.

    TERMS: the company claims nothing. HELD: it is contested, was given up, is in other
    hands, or missing from the accounting's list. LAW: the law gives nothing today. UNKNOWN:
    what the law says is not known here. SMALL: less than the smallest debit note. DONE: it
    was claimed or waived.
    """

    TERMS = "TERMS"
    HELD = "HELD"
    LAW = "LAW"
    UNKNOWN = "UNKNOWN"
    SMALL = "SMALL"
    DONE = "DONE"


ORDER = tuple(LeftOut)


def why_nothing(interest: Owed | Refused | Refusal, *asked: Asked) -> LeftOut:
    """Why nothing is left of one late receivable. asked: of its interest and its flat sum.

    What was claimed or waived is told before what the law does not give.
    """
    if any(one.computed and (one.claimed or one.waived) for one in asked):
        return LeftOut.DONE
    if isinstance(interest, Refused):
        return LeftOut.LAW
    if isinstance(interest, Refusal):
        return LeftOut.UNKNOWN
    # It has come to less than half a cent so far.
    return LeftOut.SMALL


def told(reasons: Iterable[LeftOut]) -> LeftOut | None:
    """The one that is told; None where there is none."""
    return min(reasons, key=ORDER.index, default=None)
