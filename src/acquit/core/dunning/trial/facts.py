"""What became known on a day, and of whom.

Everything that begins and ends carries a key, so that its end finds its beginning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from acquit.core.dunning.scenario import Policy, Scenario
    from acquit.core.dunning.steps import Channel, ItemKind
    from acquit.core.party import Party


class Owed(NamedTuple):
    """An instalment came into the books."""

    customer_id: int
    receivable_id: int
    currency: str
    due_on: date
    amount_minor: int
    kind: ItemKind
    has_document: bool


class Moved(NamedTuple):
    """Its balance moved: positive = settled. is_money: no credit note; returned: the bank
    took a payment back.
    """

    customer_id: int
    receivable_id: int
    minor: int
    booked_on: date
    is_money: bool
    returned: bool


class Promised(NamedTuple):
    """Payment was promised until the end of that day."""

    customer_id: int
    receivable_id: int
    key: int
    until: date


class Disputed(NamedTuple):
    """So much of it is disputed; None = all."""

    customer_id: int
    receivable_id: int
    key: int
    minor: int | None


class Stopped(NamedTuple):
    """Follow-up stops until the end of that day. receivable_id None = for the customer."""

    customer_id: int
    receivable_id: int | None
    key: int
    until: date


class Missing(NamedTuple):
    """A list of all open items did not have it."""

    customer_id: int
    receivable_id: int
    key: int


class Suspected(NamedTuple):
    """A bank line that may be this customer's waits for a person."""

    customer_id: int
    key: int


class GoneBack(NamedTuple):
    """Money that settled it went back, and that waits for a person."""

    customer_id: int
    receivable_id: int
    key: int


Begun = Promised | Disputed | Stopped | Missing | Suspected | GoneBack


class Ended(NamedTuple):
    """What had begun is over."""

    begun: Begun


class Money(NamedTuple):
    """So much more (or less) of the customer's money is used for nothing; credit: put on
    account, or of a credit note.
    """

    customer_id: int
    currency: str
    minor: int
    credit: bool


class Dead(NamedTuple):
    """An address was refused for good; channel: by which it was tried."""

    customer_id: int
    channel: Channel
    address: str


class Follows(NamedTuple):
    """The customer came to this version of a scenario; None = the standard."""

    customer_id: int
    version: int | None


class Written(NamedTuple):
    """Somebody of the same group who is not in the trial got a message on that day."""

    customer_id: int
    day: date


class Account(NamedTuple):
    """One of our accounts became known, or a statement of it: until `fresh_on` it is known;
    None = not at all yet.
    """

    account_id: int
    fresh_on: date | None


Fact = Owed | Moved | Begun | Ended | Money | Dead | Follows | Written | Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    """What does not change in a trial: as it is known now. group: who is the same debtor.

    emails, phones: all that are known; street: "" when no letter can be sent.
    """

    customer_id: int
    party: Party
    country: str
    direct_debit: bool
    represented: bool
    group: int
    emails: frozenset[str]
    phones: tuple[str, ...]
    street: str


class Taken(NamedTuple):
    """The steps of a receivable that had really left before the first day. rank -1 and day
    None: none. term_until: of the letter of the law that left, None = none did.
    """

    rank: int = -1
    on: date | None = None
    uncertain: bool = False
    reminded: bool = False
    thanked: bool = False
    term_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """All that a trial is played by. told: for each of the days what had become known since
    the one before; on the first, all until then.

    contacted: days on which messages really left in the week before the first day, by
    customer. scenarios: by version, those that anybody follows. numbered: the company's
    number in the register is known.
    """

    company_id: int
    country: str
    currency: str
    policy: Policy
    days: Sequence[date]
    told: Sequence[Sequence[Fact]]
    debtors: Mapping[int, Debtor]
    taken: Mapping[int, Taken]
    contacted: Mapping[int, Sequence[date]]
    scenarios: Mapping[int | None, Scenario]
    numbered: bool = True
