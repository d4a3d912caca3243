"""What holds for all that is told of a case: it is open, the day lies in it, and the trail
hears of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.audit.actions import Fact
from acquit.core.errors import Refusal
from acquit.handover.models import Case
from acquit.ledger.actions import lock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class CaseClosed(Refusal):
    """Nothing more is told of a closed case."""

    def __init__(self, case: str, on: date) -> None:
        super().__init__(
            "The case %(case)s was closed on %(day)s. Hand over anew instead.",
            case=case,
            day=on.isoformat(),
        )


class DayOutsideCase(Refusal):
    """A fact lies before the case, or is still to come."""

    def __init__(self, day: date, first: date, last: date) -> None:
        super().__init__(
            "%(day)s lies outside the case: give a day from %(first)s until %(last)s.",
            day=day.isoformat(),
            first=first.isoformat(),
            last=last.isoformat(),
        )


class NoSuchFact(Refusal):
    """What should be corrected is not there any more."""

    def __init__(self) -> None:
        super().__init__("This was corrected already, or belongs to another case.")


def still_open(case_id: int) -> Case:
    """The case under the lock of its customer. Raises CaseClosed."""
    case = Case.objects.select_related("partner", "company").get(pk=case_id)
    lock([case.customer_id])
    case.refresh_from_db(fields=["closed_on", "reference"])
    if case.closed_on is not None:
        raise CaseClosed(str(case), case.closed_on)
    return case


def fact(event: str, case: Case, details: Mapping[str, object], words: str = "") -> Fact:
    """What the trail keeps of it. words: the reason that somebody gave."""
    return Fact(
        event=event,
        subject=case,
        company_id=case.company_id,
        customer_id=case.customer_id,
        reason=words,
        details={"case": str(case), **details},
    )
