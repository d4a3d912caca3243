"""What can happen in the simulated world, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import date

CustomerKey = tuple[str, str]
ClaimKey = tuple[str, str, int]


class Account(NamedTuple):
    number: str
    currency: str = "EUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Money comes in on the first account of its currency."""

    code: str
    name: str
    country: str
    language: str
    email: str
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    company: str
    code: str
    name: str
    party: str  # business, consumer, public, or "" when nobody knows
    vat: str = ""
    country: str = "BE"
    language: str = "en"
    email: str = ""
    accountant: str = ""  # the address of a contact in the accounting, which comes first
    manager: str = ""  # the address of a contact in the management
    phone: str = ""  # as it is dialled from everywhere
    mobile: bool = False  # short messages can be sent to that number
    street: str = ""
    city: str = ""
    segment: str = ""
    debit: bool = False  # what they owe is collected from their account
    spoken_for: bool = False  # one of our sales representatives looks after them
    iban: str = ""
    currency: str = "EUR"  # in which most of their invoices are

    @property
    def key(self) -> CustomerKey:
        return self.company, self.code

    @property
    def address(self) -> str:
        return self.accountant or self.email

    @property
    def may_be_put_on_notice(self) -> bool:
        """A formal notice is for those who are known to be in business."""
        return self.party == "business" or (not self.party and bool(self.vat))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One instalment of an invoice, in hundredths of its currency."""

    company: str
    customer: str
    number: str
    part: int = 1
    parts: int = 1
    issued_on: date
    due_on: date
    minor: int
    currency: str = "EUR"
    reference: str = ""

    @property
    def key(self) -> ClaimKey:
        return self.company, self.number, self.part

    @property
    def debtor(self) -> CustomerKey:
        return self.company, self.customer


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money on a bank line. names: the invoices that it names; reference: how, if not by
    number. back: it is the payment of this tag that goes back to who paid; minor as then.
    by: who pays, whatever is known of that.
    """

    tag: str
    minor: int
    iban: str
    currency: str = "EUR"
    back: bool = False
    names: tuple[str, ...] = ()
    reference: str = ""
    by: CustomerKey | None = None


# What can happen


class Founded(NamedTuple):
    company: Company


class Known(NamedTuple):
    """Customers are imported, for the first time or with something new."""

    customers: tuple[Customer, ...]


class Issued(NamedTuple):
    claims: tuple[Claim, ...]


class Credited(NamedTuple):
    customer: CustomerKey
    number: str
    minor: int
    currency: str = "EUR"


class Banked(NamedTuple):
    """A file with the statement of one day for each of these accounts is imported; money
    stands on the first of its currency. form: how the bank writes it.
    """

    company: str
    accounts: tuple[Account, ...]
    of_day: date
    payments: tuple[Payment, ...] = ()
    form: str = "camt"


class Promised(NamedTuple):
    claim: ClaimKey
    minor: int
    until: date


class Disputed(NamedTuple):
    """minor None = the whole."""

    claim: ClaimKey
    minor: int | None


class Cleared(NamedTuple):
    claim: ClaimKey


class Held(NamedTuple):
    """claim None = all of the customer's; group: and of whoever is the same debtor."""

    customer: CustomerKey
    claim: ClaimKey | None
    until: date
    group: bool = False


class Freed(NamedTuple):
    """The oldest hold of this customer that still runs ends before its day."""

    customer: CustomerKey


class Accepted(NamedTuple):
    """A person says what a doubtful payment settles."""

    tag: str
    shares: tuple[tuple[ClaimKey, int], ...]


class OnAccount(NamedTuple):
    tag: str
    customer: CustomerKey


class NotOurs(NamedTuple):
    tag: str


class TakenBack(NamedTuple):
    """A person undoes what a payment had settled."""

    tag: str


class CountsAgain(NamedTuple):
    """A person says that the bank was wrong: what it gave back did not go back."""

    tag: str


class Found(NamedTuple):
    """What the product made of a payment that has just come: what it settles, of that by
    credit notes, for whom a person must look, and whose money it is.
    """

    tag: str
    shares: tuple[tuple[ClaimKey, int], ...] = ()
    noted: tuple[tuple[ClaimKey, int], ...] = ()
    suspects: frozenset[CustomerKey] = frozenset()
    owner: CustomerKey | None = None


class Approved(NamedTuple):
    """A person lets all leave that waits for a person at this customer."""

    customer: CustomerKey


class Published(NamedTuple):
    """A scenario is put in force, as docs/reference/scenarios.md writes it, for the first
    time or with a new version. moves: those who are under way move to it as well.
    """

    company: str
    code: str
    form: dict[str, Any]
    moves: bool = True


class Ruled(NamedTuple):
    """One more rule, after all others; conditions as docs/reference/scenarios.md says."""

    company: str
    name: str
    conditions: tuple[dict[str, Any], ...]
    code: str


class Unruled(NamedTuple):
    """A rule is taken away."""

    company: str
    name: str


class Pinned(NamedTuple):
    """A person chooses a scenario for a customer; "" = the rules choose again."""

    customer: CustomerKey
    code: str


class Policed(NamedTuple):
    """What the policy of a company says, by the names of its fields."""

    company: str
    numbers: dict[str, int]


class SaidArrived(NamedTuple):
    """A person says of an uncertain message whether it arrived."""

    key: str
    arrived: bool


class CameBack(NamedTuple):
    """What was sent came back days later. dead: nothing will ever arrive there."""

    key: str
    dead: bool


class Walked(NamedTuple):
    """The daily cycle runs, at eight in the morning, UTC."""


class Waited(NamedTuple):
    """What waited for a better hour is sent, in the early afternoon."""


Event = (
    Founded
    | Known
    | Issued
    | Credited
    | Banked
    | Promised
    | Disputed
    | Cleared
    | Held
    | Accepted
    | Found
    | OnAccount
    | NotOurs
    | TakenBack
    | CountsAgain
    | Approved
    | Walked
    | Freed
    | Published
    | Ruled
    | Unruled
    | Pinned
    | Policed
    | SaidArrived
    | CameBack
    | Waited
)
