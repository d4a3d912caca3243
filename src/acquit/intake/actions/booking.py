"""What all bookings share: where they book, what they found, and how they say what is
wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import models

from acquit.core.money import TooPrecise, to_minor
from acquit.core.sentences import say
from acquit.formats.records import Problem
from acquit.formats.values import decimals_of
from acquit.ledger.actions.bulk import Saved

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from decimal import Decimal

    from acquit.audit.actions import Actor
    from acquit.core.sentences import Said
    from acquit.ledger.models import Document
    from acquit.organisation.models import Company

MOST_REMARKS = 100
SHORTEN_IT = say("Shorten it in the accounting and export again.")
AND_MORE = say("There is more of the kind; only the first remarks are shown.")


@dataclass(slots=True)
class Context:
    """One import under way.

    remarks: what the user should know though nothing is wrong. paper: keeps the file, and
    gives it; None when it is too large to be kept. seen: the keys of this
    file's records. named: numbers and references of new invoices: payments may wait for
    them. missing: how many open items a list of all of them did not have any more.
    """

    company: Company
    on: date
    at: datetime
    actor: Actor
    saved: Saved = field(default_factory=Saved)
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0
    remarks: dict[Said, None] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    seen: set[tuple[object, ...]] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    paper: Callable[[], Document | None] = field(default=lambda: None)
    missing: int = 0

    def refuse(self, where: Said, *, saw: Said, wanted: Said, remedy: Said) -> None:
        """One record cannot be taken; the others go on."""
        self.refused += 1
        self.problems.append(Problem(where=where, saw=saw, wanted=wanted, remedy=remedy))

    def remark(self, said: Said) -> None:
        """Say a thing once; after the first hundred, only that there is more."""
        if len(self.remarks) < MOST_REMARKS:
            self.remarks[said] = None
        elif said not in self.remarks:
            self.remarks[AND_MORE] = None

    def is_twice(self, where: Said, what: Said, key: tuple[object, ...]) -> bool:
        """True, with the record refused, when this file has brought the key before."""
        if key not in self.seen:
            self.seen.add(key)
            return False
        self.refuse(
            where,
            saw=say("%(what)s a second time", what=what),
            wanted=say("each one once"),
            remedy=say("Delete one of the two rows."),
        )
        return True

    def count(self, currency: str, minor: int) -> None:
        """Add to the control sums."""
        self.sums[currency] = self.sums.get(currency, 0) + minor

    def minor(self, amount: Decimal, currency: str, where: Said) -> int | None:
        """The amount in minor units; refuses the record and gives None when it is too
        precise.
        """
        try:
            return to_minor(amount, currency)
        except TooPrecise:
            self.refuse(
                where,
                saw=f"{amount} {currency}",
                wanted=decimals_of(currency),
                remedy=say("Round the amount in the accounting and export again."),
            )
            return None

    def fits(self, row: models.Model, where: Said) -> bool:
        """False, with the record refused, when a text is longer than the books can hold."""
        for name, most in limits(type(row)):
            text = getattr(row, name)
            if len(text) > most:
                self.refuse(
                    where,
                    saw=say("%(count)s characters in %(name)s", count=len(text), name=name),
                    wanted=say("at most %(most)s", most=most),
                    remedy=SHORTEN_IT,
                )
                return False
        return True


@lru_cache
def limits(model: type[models.Model]) -> tuple[tuple[str, int], ...]:
    """The text columns of a table, each with the number of characters that it holds."""
    return tuple(
        (column.attname, column.max_length)
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField) and column.max_length
    )
