"""Terms of payment: how the due day follows from the issue, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from acquit.demo.days import end_of_month

WRITTEN = {
    "nl": (
        "{days} dagen",
        "{days} dagen einde maand",
        "2 % binnen 8 dagen, anders {days} dagen",
    ),
    "fr": (
        "{days} jours",
        "{days} jours fin de mois",
        "2 % sous 8 jours, sinon {days} jours",
    ),
    "de": (
        "{days} Tage",
        "{days} Tage Monatsende",
        "2 % innerhalb 8 Tagen, sonst {days} Tage",
    ),
    "en": (
        "{days} days",
        "{days} days end of month",
        "2 % within 8 days, otherwise {days} days",
    ),
}
DISCOUNT_DAYS = 8
DISCOUNT_PERCENT = 2


@dataclass(frozen=True, slots=True)
class Terms:
    """has_discount: 2 % may be kept back within 8 days of issue."""

    days: int
    at_month_end: bool = False
    has_discount: bool = False

    def due_on(self, issued_on: date) -> date:
        due = issued_on + timedelta(days=self.days)
        return end_of_month(due) if self.at_month_end else due

    def written(self, language: str) -> str:
        days, month_end, discount = WRITTEN[language]
        text = month_end if self.at_month_end else discount if self.has_discount else days
        return text.format(days=self.days)


MONTH_END = Terms(30, at_month_end=True)
WITH_DISCOUNT = Terms(30, has_discount=True)

# what key accounts have negotiated
KEY = (Terms(30), Terms(30), MONTH_END, Terms(45), Terms(14))

# by country of the creditor: which terms its customers were given
USUAL = {
    "BE": {Terms(30): 60, MONTH_END: 13, Terms(14): 14, Terms(60): 6, WITH_DISCOUNT: 7},
    "FR": {
        Terms(30): 48,
        MONTH_END: 22,
        Terms(45, at_month_end=True): 10,
        Terms(60): 8,
        WITH_DISCOUNT: 6,
    },
    "NL": {Terms(30): 60, Terms(14): 18, Terms(60): 6, MONTH_END: 8, WITH_DISCOUNT: 6},
}
