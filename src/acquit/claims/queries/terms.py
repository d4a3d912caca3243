"""Which terms of a company hold."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.claims.models import DUE_DAYS, ClaimTerms

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyTerms:
    """See `ClaimTerms`. As it stands here: what holds while a company has said nothing."""

    percent: Decimal | None = None
    shown: bool = True
    claimed: bool = False
    minimum_minor: int = 0
    due_days: int = DUE_DAYS
    clause_agreed: bool = False
    small_creditor: bool = False
    invoice_warns: bool = False
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class TermsBook:
    """All terms of one company, the newest first."""

    rows: tuple[CompanyTerms, ...] = ()

    def on(self, day: date) -> CompanyTerms:
        """What holds that day."""
        for one in self.rows:
            if one.valid_from is None or one.valid_from <= day:
                return one
        return CompanyTerms()


def terms(company_ids: Collection[int], *, as_of: date) -> dict[int, CompanyTerms]:
    """What holds that day, for each of these companies."""
    return {key: book.on(as_of) for key, book in books(company_ids).items()}


def books(company_ids: Collection[int]) -> dict[int, TermsBook]:
    """All terms of each of these companies, in one question."""
    found: dict[int, list[CompanyTerms]] = defaultdict(list)
    rows = ClaimTerms.objects.filter(company__in=set(company_ids))
    for one in rows.order_by("-valid_from", "-pk"):
        found[one.company_id].append(_value(one))
    return {key: TermsBook(tuple(found[key])) for key in company_ids}


def _value(one: ClaimTerms) -> CompanyTerms:
    return CompanyTerms(
        percent=one.percent,
        shown=one.shown,
        claimed=one.claimed,
        minimum_minor=one.minimum_minor,
        due_days=one.due_days,
        clause_agreed=one.clause_agreed,
        small_creditor=one.small_creditor,
        invoice_warns=one.invoice_warns,
        valid_from=one.valid_from,
    )
