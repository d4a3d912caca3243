"""Who is who in a case: the two parties, who speaks for them, and where to pay to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from acquit.core.party import Party


class Contact(NamedTuple):
    """A person at the debtor's."""

    name: str
    role: str
    email: str
    phone: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who is who. "" = not known. code: the debtor's account with the creditor, or the
    creditor's own.
    """

    code: str
    name: str
    street: str
    postcode: str
    city: str
    country: str
    vat: str
    registration: str
    email: str
    phone: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    """said: the kind that the books name; party: the one that the rules go by."""

    identity: Identity
    said: Party
    party: Party
    contacts: tuple[Contact, ...]

    @property
    def is_consumer(self) -> bool:
        """Whether the law of consumers holds."""
        return self.party.value == "CONSUMER"


class Proceedings(NamedTuple):
    """Insolvency proceedings that are open. kind: a code of `handover.models`."""

    kind: str
    opened_on: date
    court: str
    reference: str
    administrator: str


class Account(NamedTuple):
    """Where to pay to."""

    number: str
    currency: str
