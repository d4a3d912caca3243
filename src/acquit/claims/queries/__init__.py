"""Questions: which terms hold, what a late receivable has come to, what was asked for."""

from __future__ import annotations

from acquit.claims.queries.asking import ClaimBeside, beside
from acquit.claims.queries.drafts import Draft, DraftLine, drafted, drafts, late_of
from acquit.claims.queries.terms import CompanyTerms, TermsBook, books, terms
from acquit.claims.queries.used import used

__all__ = [
    "ClaimBeside",
    "CompanyTerms",
    "Draft",
    "DraftLine",
    "TermsBook",
    "beside",
    "books",
    "drafted",
    "drafts",
    "late_of",
    "terms",
    "used",
]
