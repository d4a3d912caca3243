"""Questions: which terms hold, what a late receivable has come to, what was asked for."""

from __future__ import annotations

from acquit.claims.queries.asking import ClaimBeside, beside
from acquit.claims.queries.drafts import (
    MOST,
    Draft,
    DraftLine,
    drafted,
    drafts,
    late_and_free,
    late_ids,
    late_of,
    too_little,
)
from acquit.claims.queries.outstanding import outstanding
from acquit.claims.queries.terms import CompanyTerms, TermsBook, books, terms
from acquit.claims.queries.used import used

__all__ = [
    "MOST",
    "ClaimBeside",
    "CompanyTerms",
    "Draft",
    "DraftLine",
    "TermsBook",
    "beside",
    "books",
    "drafted",
    "drafts",
    "late_and_free",
    "late_ids",
    "late_of",
    "outstanding",
    "terms",
    "too_little",
    "used",
]
