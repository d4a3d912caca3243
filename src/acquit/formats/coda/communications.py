"""What a CODA movement says: free text, or a structured communication by its type.

Types 100 to 127 stand in the movement itself, 001 to 011 in its information records. A
reference whose checksum fails is kept as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core import money
from acquit.formats import references

if TYPE_CHECKING:
    from collections.abc import Sequence

RETURNS = frozenset("12345")  # reject, return, refund, reversal, cancellation

# Where a reference of 12 digits or an RF stands after the type.
_REFERENCE_AT = {
    "100": slice(0, 25),
    "101": slice(0, 12),
    "102": slice(0, 12),
    "105": slice(45, 57),
}
_DIRECT_DEBIT = "127"
_ORIGINAL_AMOUNT = "105"
# Types that hold figures only, how charges and taxes were reckoned: no words for people.
_FIGURES = frozenset({"105", "106"})
_UNPAID = frozenset("1234")  # technical, no reason given, the debtor disagrees, its account
# Information about the counterparty, the ultimate creditor, the ultimate debtor: a name.
_NAMED = frozenset({"001", "008", "009"})
_BANK_WRITES = "002"


@dataclass(frozen=True, slots=True)
class Communication:
    """What is said. references: valid ones; return_reason: as the bank coded it, and may be
    unknown for what was `returned`.
    """

    text: str
    references: tuple[str, ...] = ()
    mandate: str = ""
    returned: bool = False
    return_reason: str = ""


def read(
    joined: str, *, structured: bool, information: Sequence[str], currency: str
) -> Communication:
    """Read a communication joined from its records.

    information: the texts of the information records, each with its type digit before it.
    currency: of the account.
    """
    told = [one for text in information if (one := _informed(text))]
    if not structured:
        text = _joined(" ".join(joined.split()), *told)
        return Communication(text, tuple(references.found_in(text)))
    kind, rest = joined[:3], joined[3:].ljust(146)
    if kind == _DIRECT_DEBIT:
        return _direct_debit(rest, told)
    place = _REFERENCE_AT.get(kind)
    reference = references.structured(rest[place]) if place else ""
    own = "" if reference or kind in _FIGURES else " ".join(rest.split())
    if kind == _ORIGINAL_AMOUNT:
        own = _original_amount(rest, currency)
    text = _joined(own, *told)
    return Communication(text, references.unique([reference, *references.found_in(text)]))


def _informed(text: str) -> str:
    """The words of an information record; names and addresses are read elsewhere."""
    if text[0] == "0":
        return " ".join(text[1:].split())
    return " ".join(text[4:].split()) if text[1:4] == _BANK_WRITES else ""


def _direct_debit(rest: str, told: Sequence[str]) -> Communication:
    """Type 127; what stands before the mandate is the creditor's own number."""
    text = _joined(" ".join(rest[79:141].split()), *told)
    by_type = rest[141] in RETURNS
    return Communication(
        text,
        tuple(references.found_in(text)),
        mandate=rest[44:79].strip(),
        returned=by_type or rest[8] in _UNPAID,
        return_reason=rest[142:146].strip() if by_type else "",
    )


def _original_amount(rest: str, currency: str) -> str:
    """What was paid in another currency, such as "56059.60 NOK", else ""."""
    digits, original = rest[15:30], rest[42:45]
    if original in {currency, "   "} or not (original.isalpha() and digits.isdecimal()):
        return ""
    places = Decimal(1).scaleb(-money.exponent(original))
    amount = Decimal(int(digits)).scaleb(-3)
    exact = amount == amount.quantize(places)
    return f"{amount.quantize(places) if exact else amount} {original}"


def informed_name(information: Sequence[str]) -> str:
    """The name in an information record, where record 23 has none."""
    names = (
        text[4:74].strip() for text in information if text[0] == "1" and text[1:4] in _NAMED
    )
    return next((name for name in names if name), "")


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
