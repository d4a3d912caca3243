"""What a debit note asks for: interest of the days that no note has asked for yet, and the
flat sum; and its working, so that a court can make it again.

docs/explanation/law.md#in-the-books. No VAT: damages for late payment are no consideration.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from acquit.core.claim import Claim, Used
from acquit.core.interest import Owed, half_up
from acquit.core.law import Certainty, Fee, Notice, Sent, weakest
from acquit.core.money import Money
from acquit.core.party import Party

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from acquit.core.errors import Refusal
    from acquit.core.interest import Asked, Line
    from acquit.core.law import Refused

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charged:
    """What is asked for: `asked.left` of what was computed. lines: of interest, those of
    days that no note asked for yet; none of a flat sum. source, certainty: of all that it
    rests on; laws: the texts of law alone.
    """

    asked: Asked
    lines: tuple[Line, ...] = ()
    source: str
    laws: tuple[str, ...]
    certainty: Certainty

    @property
    def amount(self) -> Money:
        return self.asked.left

    @property
    def first_on(self) -> date | None:
        return self.lines[0].first_on if self.lines else None

    @property
    def last_on(self) -> date | None:
        return self.lines[-1].last_on if self.lines else None

    @property
    def days(self) -> int:
        return sum(line.days for line in self.lines)

    @property
    def less(self) -> Money:
        """What the lines come to above what is asked for: it was waived, or asked for too
        much before. Below zero: earlier days came to more than was asked for.
        """
        if not self.lines:
            return Money(0, self.amount.currency)
        told = half_up(sum((line.interest for line in self.lines), Fraction(0)))
        return Money(told - self.amount.minor, self.amount.currency)


def of_interest(
    interest: Owed | Refused | Refusal, asked: Asked, *, after: date | None
) -> Charged | None:
    """The interest of the days after that one; None where there is nothing to ask for."""
    if not isinstance(interest, Owed) or not asked.left:
        return None
    lines = tuple(one for one in interest.lines if after is None or one.first_on > after)
    if not lines:
        return None
    sources = dict.fromkeys(one.quote.source for one in lines)
    return Charged(
        asked=asked,
        lines=lines,
        source="\n".join(sources),
        laws=tuple(dict.fromkeys(one.quote.law for one in lines)),
        certainty=interest.certainty,
    )


def of_fee(fee: Fee | Refused | Refusal, asked: Asked) -> Charged | None:
    """The flat sum, or what is left of it; None where there is nothing to ask for."""
    if not isinstance(fee, Fee) or not asked.left:
        return None
    basis = fee.basis
    return Charged(
        asked=asked, source=basis.source, laws=(basis.source,), certainty=basis.certainty
    )


def certainty(some: Iterable[Charged]) -> Certainty:
    """Of the least sure of them; at least one is given."""
    return weakest([one.certainty for one in some])


def written(claim: Claim, charged: Charged) -> dict[str, Any]:
    """The working as plain data: what was known of the claim, and each line, exactly."""
    return {
        "country": claim.country,
        "party": claim.party.value,
        "principal_minor": claim.principal.minor,
        "currency": claim.principal.currency,
        "due_on": claim.due_on.isoformat(),
        "used": [
            [one.on.isoformat(), one.minor, one.credit, one.corrects] for one in claim.used
        ],
        "notice": _notice(claim.notice),
        "percent": None if claim.percent is None else str(claim.percent),
        "clause_agreed": claim.clause_agreed,
        "invoice_warns": claim.invoice_warns,
        "small_creditor": claim.small_creditor,
        "claimed_until": _iso(claim.claimed_until),
        "laws": list(charged.laws),
        "lines": [_line(one) for one in charged.lines],
    }


def read(kept: Mapping[str, Any]) -> Claim:
    """The claim as it was known when the working was written."""
    notice = kept["notice"]
    return Claim(
        country=kept["country"],
        party=Party(kept["party"]),
        principal=Money(kept["principal_minor"], kept["currency"]),
        due_on=date.fromisoformat(kept["due_on"]),
        used=tuple(
            Used(date.fromisoformat(on), minor, credit, corrects)
            for on, minor, credit, corrects in kept["used"]
        ),
        notice=None
        if notice is None
        else Notice(
            sent_on=date.fromisoformat(notice["sent_on"]),
            by=Sent(notice["by"]),
            received_on=_day(notice["received_on"]),
        ),
        percent=None if kept["percent"] is None else Decimal(kept["percent"]),
        clause_agreed=kept["clause_agreed"],
        invoice_warns=kept["invoice_warns"],
        small_creditor=kept["small_creditor"],
        claimed_until=_day(kept["claimed_until"]),
    )


def _line(one: Line) -> dict[str, Any]:
    """Exact amounts as fractions of the minor unit."""
    return {
        "first_on": one.first_on.isoformat(),
        "last_on": one.last_on.isoformat(),
        "days": one.days,
        "base": str(one.base),
        "interest": str(one.interest),
        "percent": str(one.quote.percent),
        "reference": one.quote.reference,
        "source": one.quote.source,
        "certainty": one.quote.certainty.value,
        "derived": one.quote.derived,
    }


def _notice(notice: Notice | None) -> dict[str, Any] | None:
    if notice is None:
        return None
    return {
        "sent_on": notice.sent_on.isoformat(),
        "by": notice.by.value,
        "received_on": _iso(notice.received_on),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
