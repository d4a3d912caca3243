"""What is known when a message is written: plain values, gathered in bulk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from acquit.core.party import Party

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from acquit.core.law import Letter

LANGUAGES = ("en", "fr", "nl", "de")
CHANNELS = ("EMAIL", "LETTER", "SMS", "PHONE")
TONES = ("FRIENDLY", "NEUTRAL", "FIRM")


@dataclass(frozen=True, slots=True, kw_only=True)
class Creditor:
    """The company that is owed. Empty text = not known."""

    code: str
    name: str
    country: str
    language: str = "en"
    street: str = ""
    postcode: str = ""
    city: str = ""
    vat: str = ""
    registration: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    """Who owes. business: known to be one, so that it may be told of law and amounts;
    public: a public body. Who is neither is a consumer.

    contact: the person spoken to, "" = not known. address: the lines of the envelope.
    """

    code: str
    name: str
    language: str
    business: bool = False
    direct_debit: bool = False
    contact: str = ""
    country: str = ""
    phone: str = ""
    address: tuple[str, ...] = ()
    public: bool = False

    @property
    def party(self) -> Party:
        """The kind of debtor that the rules of law go by."""
        if self.business:
            return Party.BUSINESS
        return Party.PUBLIC if self.public else Party.CONSUMER


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One receivable as a message names it. Amounts in minor units of its currency.

    step: the code of its own step, which may be milder than that of the message. told: the
    letter that the law asks for has left. debit_note: no invoice, but interest and flat
    sums. clause_percent: a yearly rate that a consumer agreed to, None = none.
    """

    number: str
    instalment: int
    instalments: int
    issued_on: date
    due_on: date
    currency: str
    open_minor: int
    contested_minor: int
    amount_minor: int
    step: str
    payment_reference: str
    told: bool = False
    clause_percent: Decimal | None = None
    debit_note: bool = False

    @property
    def asked_minor(self) -> int:
        """What may be asked for: the open amount without its contested part."""
        return self.open_minor - self.contested_minor


@dataclass(frozen=True, slots=True)
class Account:
    """Where to pay, and whose account it is."""

    iban: str
    name: str


@dataclass(frozen=True, slots=True)
class Credit:
    """What stands to the debtor's credit in one currency: credit notes, and money that was
    put on account.
    """

    currency: str
    notes_minor: int = 0
    money_minor: int = 0


@dataclass(frozen=True, slots=True)
class Tried:
    """A message that has left before: the code of its step, its channel, its day."""

    code: str
    channel: str
    on: date


@dataclass(frozen=True, slots=True)
class Reader:
    """The colleague who reads a script or an internal message, and in which language."""

    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Rated:
    """Interest of some days, both included. percent: a year; minor: rounded, to be read."""

    first_on: date
    last_on: date
    days: int
    percent: Decimal
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What one receivable has come to beside its amount, that the law allows to ask for and
    the company's terms let messages tell; without what was claimed or waived. In minor
    units of `currency`. lines: how the interest comes about, () where a part of it was
    claimed. source: the text of law.
    """

    currency: str
    country: str
    interest_minor: int = 0
    per_day_minor: int = 0
    fee_minor: int = 0
    fee_currency: str = ""
    lines: tuple[Rated, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that is known of one message to one customer, most pressing item first.

    answer_to: the address that answers go to, "" = they come back by themselves. reader:
    for scripts and internal messages. beside: interest and flat sum that may be told, by
    the place of their item.
    """

    creditor: Creditor
    debtor: Debtor
    items: Sequence[Item]
    on: date
    accounts: Sequence[Account] = ()
    credit: Sequence[Credit] = ()
    answer_to: str = ""
    tried: Sequence[Tried] = ()
    reader: Reader | None = None
    beside: Mapping[int, Beside] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """A text before anything is put into it. subject is empty where a channel has none."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Written:
    """A message as it will leave. page: its blocks, for a letter, an e-mail or another
    program (docs/reference/letters.md). letter: what it says because the law asks for it;
    form: the page of the form to answer by, where that is enclosed.
    """

    subject: str
    body: str
    language: str
    page: dict[str, Any] | None = field(default=None)
    letter: Letter | None = None
    form: dict[str, Any] | None = None
