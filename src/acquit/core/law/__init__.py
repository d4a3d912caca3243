"""The law of late payment, as dated data and pure rules: which rate, which fee, and when.

The tables lie in `data/`: a file for each country, and `rates.csv`. Every row says since
when it holds, where it comes from and how sure that is; results carry the weakest mark of
what they were made of. Whoever is not known to be a business or a public body is a
consumer.
Told in docs/explanation/law.md; not legal advice. Tests: tests/core/law.
"""

from __future__ import annotations

from acquit.core.law.basis import Basis, Certainty, weakest
from acquit.core.law.books import COUNTRIES, RuleSet, rules
from acquit.core.law.charging import Allowed, Facts, Notice, Refused, Why, may_charge
from acquit.core.law.clauses import agreed
from acquit.core.law.errors import (
    ClauseOutOfBounds,
    MissingRate,
    NoRule,
    RateOverlaps,
    UnknownCountry,
)
from acquit.core.law.fees import Fee, Unscaled, collection_costs, fixed_fee, reminder_fee
from acquit.core.law.hours import Hours, contact_hours
from acquit.core.law.letters import (
    Asked,
    Letter,
    from_receipt,
    is_formal,
    letter,
    letter_rule,
    long_enough,
    term_as_left,
)
from acquit.core.law.limitation import Happened, Limitation, limitation
from acquit.core.law.quotes import Quote, quote, rate
from acquit.core.law.rates import Rates, Row, half_year
from acquit.core.law.shapes import (
    Case,
    Charge,
    Compounding,
    DayCount,
    Event,
    InterestRule,
    LetterKind,
    Means,
    NoInterest,
    Part,
    Sent,
    Stage,
)

__all__ = [
    "COUNTRIES",
    "Allowed",
    "Asked",
    "Basis",
    "Case",
    "Certainty",
    "Charge",
    "ClauseOutOfBounds",
    "Compounding",
    "DayCount",
    "Event",
    "Facts",
    "Fee",
    "Happened",
    "Hours",
    "InterestRule",
    "Letter",
    "LetterKind",
    "Limitation",
    "Means",
    "MissingRate",
    "NoInterest",
    "NoRule",
    "Notice",
    "Part",
    "Quote",
    "RateOverlaps",
    "Rates",
    "Refused",
    "Row",
    "RuleSet",
    "Sent",
    "Stage",
    "UnknownCountry",
    "Unscaled",
    "Why",
    "agreed",
    "collection_costs",
    "contact_hours",
    "fixed_fee",
    "from_receipt",
    "half_year",
    "is_formal",
    "letter",
    "letter_rule",
    "limitation",
    "long_enough",
    "may_charge",
    "quote",
    "rate",
    "reminder_fee",
    "rules",
    "term_as_left",
    "weakest",
]
