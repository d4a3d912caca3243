"""What is known of one customer on a morning, and what was decided about it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.dunning.steps import Channel, ItemKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from acquit.core.dunning.steps import Place, Step
    from acquit.core.party import Party


class Reason(StrEnum):
    """Why a receivable has no next action."""

    UNCERTAIN = "UNCERTAIN"
    PERHAPS_SETTLED = "PERHAPS_SETTLED"
    HELD = "HELD"
    HANDED_OVER = "HANDED_OVER"
    INSOLVENT = "INSOLVENT"
    DISPUTED = "DISPUTED"
    PROMISED = "PROMISED"
    DIRECT_DEBIT = "DIRECT_DEBIT"
    NO_ADDRESS = "NO_ADDRESS"
    BANK_STALE = "BANK_STALE"
    UNALLOCATED_MONEY = "UNALLOCATED_MONEY"
    COVERED_BY_CREDIT = "COVERED_BY_CREDIT"
    BELOW_MINIMUM = "BELOW_MINIMUM"
    MAY_NOT_ASK = "MAY_NOT_ASK"
    NOT_FOLLOWED = "NOT_FOLLOWED"
    SCENARIO_ENDED = "SCENARIO_ENDED"


class Item(NamedTuple):
    """One open receivable, as known on the morning.

    last_rank and last_on: the last step that left and its day, -1 and None when none did.
    contested_minor: what is disputed of it; held_until and promised_on: inclusive days.
    missing: the accounting's list of open items did not have it any more. returned: the
    bank took a payment of it back. has_document: the invoice itself can be sent.
    term_until: the last day of the term that a letter of the law gave.
    """

    receivable_id: int
    currency: str
    due_on: date
    open_minor: int
    last_rank: int = -1
    last_on: date | None = None
    uncertain: bool = False
    promised_on: date | None = None
    contested_minor: int = 0
    held_until: date | None = None
    missing: bool = False
    returned: bool = False
    kind: ItemKind = ItemKind.INVOICE
    has_document: bool = False
    term_until: date | None = None

    @property
    def asked_minor(self) -> int:
        """What may be asked for: the open amount without its disputed part."""
        return self.open_minor - self.contested_minor


class CustomerFile(NamedTuple):
    """All that is known of one customer on the morning.

    channels: by which it can be reached. loose_minor: money of this payer that is not
    allocated yet; credit_minor: credit notes and money put on account; both per currency.
    suspected: a bank line waits for a person that may be this payer's. contacted: the days
    of the last seven on which a message left for it, or for another of its group; a day of
    two messages twice. strategic: one of the largest debtors. represented: its sales
    representative can be written to.
    """

    customer_id: int
    company_id: int
    party: Party
    country: str
    channels: frozenset[Channel]
    items: Sequence[Item]
    held_until: date | None = None
    loose_minor: Mapping[str, int] = {}
    credit_minor: Mapping[str, int] = {}
    suspected: bool = False
    contacted: Sequence[date] = ()
    direct_debit: bool = False
    strategic: bool = False
    represented: bool = False


class Decision(NamedTuple):
    """Either `step` with its day `on` and its means, or `reason` (with the day until which
    it holds, if known).

    place: where the step stands in the scenario, rank: on the ladder. due: today.
    """

    item: Item
    step: Step | None
    on: date | None
    reason: Reason | None
    until: date | None
    due: bool
    channel: Channel | None = None
    place: Place | None = None
    rank: int = -1
