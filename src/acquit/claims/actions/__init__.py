"""Every write of this room."""

from __future__ import annotations

from acquit.claims.actions.terms import TermsOutOfBounds, TermsWithoutADay, set_terms

__all__ = ["TermsOutOfBounds", "TermsWithoutADay", "set_terms"]
