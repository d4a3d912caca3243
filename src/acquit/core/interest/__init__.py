"""Late-payment interest, exact to the day, line by line, rounded once at the end.

A day carries interest when due < day <= paid, at the rate in force on that day. The rules
come from `core.law`; a missing rate raises. Told in docs/explanation/law.md#interest with
worked examples; tests: tests/core/interest.
"""

from __future__ import annotations

from acquit.core.interest.claims import Asked, WaivedTooMuch
from acquit.core.interest.counting import days_between, full_years, year_share
from acquit.core.interest.debts import Credit, Debt, Line, Owed, Payment
from acquit.core.interest.factors import Bulk, Factors
from acquit.core.interest.rounding import half_up
from acquit.core.interest.terms import Terms
from acquit.core.interest.walking import owed

__all__ = [
    "Asked",
    "Bulk",
    "Credit",
    "Debt",
    "Factors",
    "Line",
    "Owed",
    "Payment",
    "Terms",
    "WaivedTooMuch",
    "days_between",
    "full_years",
    "half_up",
    "owed",
    "year_share",
]
