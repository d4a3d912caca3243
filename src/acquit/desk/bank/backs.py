"""The card of a line that takes money back, and of a payment of which some went back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.bank.models import Line, LineState, Return
from acquit.bank.queries import standing_returns
from acquit.core.money import Money
from acquit.desk import returned, words
from acquit.matching.queries.returned import likely_payments
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

# Of the payments of the account with this amount; others are found on the list.
MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """One return, as it is drawn. other: the line on its other side."""

    other: Line
    amount: Money
    day: str
    why: str
    how: str

    @classmethod
    def of(cls, one: Return, other: Line) -> Back:
        how = words.evidence(one.evidence)
        return cls(
            other=other,
            amount=Money(one.amount_minor, one.currency),
            day=reading.short_day(one.returned_on),
            why=returned.why(one.reason),
            how=how,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Perhaps:
    """A payment that the line may take back, and why it is thought to be."""

    other: Line
    amount: Money
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Backs:
    """What the line takes back or may take back; or what of its payment went back."""

    took: Sequence[Back]
    went: Sequence[Back]
    perhaps: Sequence[Perhaps]

    @classmethod
    def of(cls, line: Line) -> Backs:
        rows = standing_returns().order_by("pk")
        took = list(rows.filter(line=line))
        went = rows.filter(receipt=line.receipt_id) if line.receipt_id else rows.none()
        paid = Line.objects.filter(receipt__in=[one.receipt_id for one in took])
        by_receipt = {one.receipt_id: one for one in paid}
        return cls(
            took=[
                Back.of(one, by_receipt[one.receipt_id])
                for one in took
                if one.receipt_id in by_receipt
            ],
            went=[Back.of(one, one.line) for one in went.select_related("line")],
            perhaps=_perhaps(line) if line.state == LineState.OPEN else (),
        )


def _perhaps(line: Line) -> Sequence[Perhaps]:
    """The likely ones, else what came with this amount and was not returned."""
    if line.amount_minor >= 0:
        return ()
    likely = likely_payments([line]).get(line.pk, ())
    if likely:
        return [
            Perhaps(
                other=one.line,
                amount=Money(one.minor, line.currency),
                how=words.evidence({"how": one.how}),
            )
            for one in likely[:MOST]
        ]
    alike = Line.objects.filter(
        account=line.account,
        amount_minor=-line.amount_minor,
        booked_on__lte=line.booked_on,
        receipt__returned_minor=0,
    )
    return [
        Perhaps(other=one, amount=Money(one.amount_minor, one.currency), how="")
        for one in alike.order_by("-booked_on", "-pk")[:MOST]
    ]
