"""Who is a natural person here.

A consumer is one, and whoever is not known to be a business or a public body counts as one.
A sole trader is one as well, but a VAT number does not tell him from a company: a person
has to say so.
"""

from __future__ import annotations

from enum import StrEnum

from acquit.core.party import Party


class Nature(StrEnum):
    """CANNOT_TELL: a business, which may be a sole trader."""

    PERSON = "PERSON"
    CANNOT_TELL = "CANNOT_TELL"
    ORGANISATION = "ORGANISATION"


def nature(party: Party) -> Nature:
    """Of a customer. party: as the rules go by it (`core.party.effective_party`)."""
    match party:
        case Party.PUBLIC:
            return Nature.ORGANISATION
        case Party.BUSINESS:
            return Nature.CANNOT_TELL
        case Party.CONSUMER | Party.UNKNOWN:
            return Nature.PERSON
