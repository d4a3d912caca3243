"""What the matching answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acquit.core.matching.facts import Use, Who


class Found(StrEnum):
    """What leads to the receivables; the surest first.

    NUMBER: an invoice number as a whole word. PIECES: a number put together of words beside
    each other, or of a list. RANGE: all of the payer's numbers between two that are named.
    ORDER: the payer's own order. TAIL: the last digits of a number; CUT: its beginning,
    where the text ends, or what comes after a list that ends there; SLIP: the number but
    for one slip of the pen; all three of a known payer only, or with the exact amount.
    MONTH: of the month that is named, with the exact amount. SINGLE: one of the payer's
    items has the amount; RUN: its oldest items in a row have; DUE: all that is due; ALL:
    all that is open; SET: only these items of the payer have it together.
    """

    REFERENCE = "reference"
    NUMBER = "number"
    PIECES = "pieces"
    RANGE = "range"
    ORDER = "order"
    TAIL = "tail"
    CUT = "cut"
    SLIP = "slip"
    MONTH = "month"
    SINGLE = "single"
    RUN = "run"
    DUE = "due"
    ALL = "all"
    SET = "set"


class Fit(StrEnum):
    """How the amount compares with what was found.

    NETTED: less credit notes. DISCOUNT: less the discount for early payment, in time; LATE:
    less one whose day has passed. ROUNDING: some cents away. FEE: some euros less. SHORT,
    OVER: less or more by something else.
    """

    EXACT = "exact"
    NETTED = "netted"
    DISCOUNT = "discount"
    LATE = "late discount"
    ROUNDING = "rounding"
    FEE = "fee"
    SHORT = "short"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of evidence there is. doubt: why it is weaker than it looks, or ""."""

    found: Found
    who: Who
    fit: Fit
    doubt: str = ""

    def __str__(self) -> str:
        """Its name, by which the precision of the kind is kept: `tail/iban/exact`."""
        words = [self.found, self.who, self.fit, *([self.doubt] if self.doubt else [])]
        return "/".join(words)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What the payment may settle, and what speaks for it."""

    kind: Kind
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """Sure: of a kind of evidence that is right as often as was asked for.

    kind: its name; "" for what the accounting itself says.
    """

    uses: tuple[Use, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Propose:
    """Something was found, but a person must look. others: further answers, likeliest
    first; kinds: of all of them, the first one's first.

    why: "again", "amount", "batch", "claimed", "customers", "cut off", "group", "many",
    "names another", "not issued yet", "paid in part", "payer", "refund", "rival",
    "several", "stopped", "unsure".
    """

    uses: tuple[Use, ...]
    why: str
    others: tuple[tuple[Use, ...], ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Nothing that is open fits. customer_id: whose money it is, where that is known."""

    customer_id: int | None = None


Outcome = Post | Propose | Unmatched
