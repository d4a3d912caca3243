"""Lines: what a bank books on an account, before it is written in any format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """Why money moved; each format has its own code for it."""

    TRANSFER = "TRANSFER"  # from or to another account
    COLLECTION = "COLLECTION"  # our direct debits, in one amount
    RETURN = "RETURN"  # a direct debit that came back
    SALARIES = "SALARIES"
    COSTS = "COSTS"
    INTEREST = "INTEREST"
    CARDS = "CARDS"  # a payment terminal's day


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    name: str = ""
    iban: str = ""
    bic: str = ""
    street: str = ""
    locality: str = ""


NOBODY = Party()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """minor: signed, money in is positive. reference: the bank's own, unique on an account.

    structured: 12 digits or RF…; then text is empty. details: the payments inside a
    collection. instructed: (minor, currency) that the payer sent, where it was exchanged.
    """

    day: date
    minor: int
    currency: str
    kind: Kind
    reference: str
    party: Party = NOBODY
    text: str = ""
    structured: str = ""
    end_to_end_id: str = ""
    mandate: str = ""
    return_reason: str = ""
    instructed: tuple[int, str] | None = None
    details: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One banking day of one account. number: of the banking day within its year."""

    day: date
    number: int
    previous_day: date
    opening: int
    lines: tuple[Line, ...]

    @property
    def closing(self) -> int:
        return self.opening + sum(line.minor for line in self.lines)
