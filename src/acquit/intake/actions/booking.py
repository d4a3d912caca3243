"""What all bookings share: where they book, what they found, and how they say what is
wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models

from acquit.core.money import TooPrecise, to_minor
from acquit.formats.records import Problem
from acquit.ledger.actions.bulk import Saved

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from decimal import Decimal

    from acquit.audit.actions import Actor
    from acquit.organisation.models import Company


@dataclass(slots=True)
class Context:
    """One import under way. `remarks`: what the user should know though nothing is wrong."""

    company: Company
    on: date
    at: datetime
    actor: Actor
    saved: Saved = field(default_factory=Saved)
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0
    remarks: list[str] = field(default_factory=list)
    sums: dict[str, int] = field(default_factory=dict)

    def refuse(self, where: str, *, saw: str, wanted: str, remedy: str) -> None:
        """One record cannot be taken; the others go on."""
        self.refused += 1
        self.problems.append(Problem(where=where, saw=saw, wanted=wanted, remedy=remedy))

    def remark(self, text: str) -> None:
        """Say a thing once."""
        if text not in self.remarks:
            self.remarks.append(text)

    def count(self, currency: str, minor: int) -> None:
        """Add to the control sums."""
        self.sums[currency] = self.sums.get(currency, 0) + minor

    def minor(self, amount: Decimal, currency: str, where: str) -> int | None:
        """The amount in minor units; refuses the record and gives None when it is too
        precise.
        """
        try:
            return to_minor(amount, currency)
        except TooPrecise:
            self.refuse(
                where,
                saw=f"{amount} {currency}",
                wanted=f"an amount with the decimals that {currency} knows",
                remedy="Round the amount in the accounting and export again.",
            )
            return None

    def fits(self, row: models.Model, where: str) -> bool:
        """False, with the record refused, when a text is longer than the books can hold."""
        for column in too_long(row):
            self.refuse(
                where,
                saw=f"{len(getattr(row, column.attname))} characters in {column.name}",
                wanted=f"at most {column.max_length}",
                remedy="Shorten it in the accounting and export again.",
            )
            return False
        return True


def too_long(row: models.Model) -> Iterable[models.CharField[Any, Any]]:
    """The text columns of a row whose content does not fit."""
    for column in row._meta.concrete_fields:
        if isinstance(column, models.CharField) and column.max_length:
            text = getattr(row, column.attname)
            if isinstance(text, str) and len(text) > column.max_length:
                yield column
