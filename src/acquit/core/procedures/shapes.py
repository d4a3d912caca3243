"""The words of procedures: what is asked of a claim, its stages, what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.core.money import Money

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.core.law.basis import Basis
    from acquit.core.party import Party
    from acquit.core.sentences import Sentence


class Procedure(StrEnum):
    """GENERIC: whatever the partner does, with nothing counted but what a person enters."""

    BE_IOS = "BE_IOS"
    FR_INJONCTION = "FR_INJONCTION"
    GENERIC = "GENERIC"


class State(StrEnum):
    """TO_SEE: the books cannot tell; a person has to."""

    MET = "MET"
    NOT_MET = "NOT_MET"
    TO_SEE = "TO_SEE"


class Need(StrEnum):
    """What a procedure may ask for."""

    CREDITOR_REGISTERED = "CREDITOR_REGISTERED"
    DEBTOR_REGISTERED = "DEBTOR_REGISTERED"
    DEBTOR_BUSINESS = "DEBTOR_BUSINESS"
    DEBTOR_HERE = "DEBTOR_HERE"
    UNDISPUTED = "UNDISPUTED"
    SENSIBLY_UNDISPUTED = "SENSIBLY_UNDISPUTED"
    DUE = "DUE"
    CERTAIN = "CERTAIN"
    EXTRAS_BOUNDED = "EXTRAS_BOUNDED"
    BY_ACTIVITY = "BY_ACTIVITY"
    CONTRACTUAL = "CONTRACTUAL"
    BROKEN_DOWN = "BROKEN_DOWN"
    DOCUMENTED = "DOCUMENTED"
    DEMANDED = "DEMANDED"
    SOLVENT = "SOLVENT"
    NOT_LAPSED = "NOT_LAPSED"


class Stage(StrEnum):
    """What may happen in a case. PETITION and ORDERED: before the court where one is asked;
    NOT_CONTESTED: the report that nobody contested; TITLE: it can be enforced.
    """

    HANDED_OVER = "HANDED_OVER"
    DEMAND = "DEMAND"
    PETITION = "PETITION"
    ORDERED = "ORDERED"
    SERVED = "SERVED"
    CONTESTED = "CONTESTED"
    NOT_CONTESTED = "NOT_CONTESTED"
    PLAN = "PLAN"
    TITLE = "TITLE"
    ENFORCED = "ENFORCED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One of the two parties; empty = not known. country: ISO 3166, of its seat or home."""

    country: str
    vat: str = ""
    registration: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """One receivable that is handed over.

    contested_minor: what is disputed of it. extras_minor: interest, flat sum and costs that
    are claimed beside it; None = nobody has counted them. documented: the invoice itself is
    at hand. missing: the accounting's list of open items does not have it any more.
    lapses_on: the last day on which it can be brought to court; None = not known.
    """

    number: str
    owed: Money
    due_on: date
    contested_minor: int = 0
    extras_minor: int | None = None
    documented: bool = False
    missing: bool = False
    lapses_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What is known on the day `on`.

    demanded_on: when the debtor was last asked in writing to pay; None = never by us.
    insolvent: insolvency proceedings are open.
    """

    creditor: Identity
    debtor: Identity
    party: Party
    claims: Sequence[Claimed]
    on: date
    demanded_on: date | None = None
    insolvent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What is asked (`said`), how it stands, and what was seen that says so."""

    need: Need
    said: Sentence
    state: State
    seen: Sentence
    basis: Basis
