"""Lines of statements before a bank writes them down, and the truth about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

NO_END_TO_END = "NOTPROVIDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line. minor: signed, money in is positive; structured: OGM digits or RF.

    bank_reference: of this line alone; every format has a field for it.
    """

    bank_reference: str
    booked_on: date
    minor: int
    name: str
    iban: str
    text: str
    structured: str = ""
    end_to_end_id: str = NO_END_TO_END


@dataclass(frozen=True, slots=True)
class Fitted:
    """What is left of a line in a format: cut, and in its letters."""

    name: str
    iban: str
    text: str
    end_to_end_id: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Money for one item. instalment: 0 = the whole; minor: negative for a credit note."""

    number: str
    instalment: int
    minor: int


@dataclass(frozen=True, slots=True)
class Left:
    """What stays open of an item that was paid short, and why."""

    number: str
    instalment: int
    minor: int
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One right way to book a line: what it settles, and what is left over.

    on_account: minor units for the payer's account. costs: what a middleman kept, which
    the items do not show. settled + on account - costs = the amount of the line.
    """

    settles: tuple[Settled, ...] = ()
    on_account: int = 0
    costs: int = 0
    left: tuple[Left, ...] = ()

    @property
    def minor(self) -> int:
        """What the line comes to."""
        return sum(one.minor for one in self.settles) + self.on_account - self.costs


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A payment as it was meant, before limits of fields bite.

    answers: the first is what was meant, the others are as right. customers: whose money
    it is. evidence: what must still stand in the line, else it counts as lost. alone: the
    evidence is enough, whoever pays. bare: the payer is enough, without evidence. never:
    nobody could tell. knows_iban: the account of the payer is in the books, of one customer
    only; core: what must stand in the name to know the payer, "" = cannot be known by it;
    marks: VAT number and customer number, of which one in the text is as good.
    """

    minor: int
    name: str
    iban: str
    text: str
    answers: tuple[Answer, ...] = ()
    customers: tuple[str, ...] = ()
    structured: str = ""
    end_to_end_id: str = NO_END_TO_END
    evidence: tuple[str, ...] = ()
    alone: bool = False
    bare: bool = False
    never: bool = False
    knows_iban: bool = False
    core: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a careful accountant says of a line, from the line and the books of that day.

    postable: it can be booked without asking anybody. learnable: not so, but it could by
    one who remembers from which account each customer has paid before. nobody: no open
    item and no customer of the books has to do with it. message: what the payer wrote,
    before the bank cut it.
    """

    bank_reference: str
    company: str
    account: str
    booked_on: date
    minor: int
    currency: str
    kind: str
    postable: bool
    learnable: bool
    nobody: bool
    customers: tuple[str, ...]
    answers: tuple[Answer, ...]
    name: str
    message: str
