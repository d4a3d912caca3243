"""Who the debtor is: what decides which words and amounts may be used against it."""

from __future__ import annotations

from enum import StrEnum


class Party(StrEnum):
    """A party of unknown kind is treated as a consumer: no fee, no legal wording."""

    BUSINESS = "BUSINESS"
    CONSUMER = "CONSUMER"
    PUBLIC = "PUBLIC"
    UNKNOWN = "UNKNOWN"


class SellsTo(StrEnum):
    """What the creditor declares of its customers."""

    BUSINESS = "BUSINESS"
    CONSUMER = "CONSUMER"
    BOTH = "BOTH"


def effective_party(
    party: Party, *, vat: str, registration: str, sells_to: SellsTo
) -> Party:
    """The kind of debtor that the rules go by.

    An unknown party is a business once a business number is known, or when the creditor has
    declared that it sells to businesses only; otherwise it is treated as a consumer.
    """
    if party is not Party.UNKNOWN:
        return party
    if vat or registration or sells_to is SellsTo.BUSINESS:
        return Party.BUSINESS
    return Party.CONSUMER
