"""What an accounting file yields: LedgerOpened, its customers, its items, LedgerClosed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from acquit.core.sentences import Said
    from acquit.formats.problems import Problem


class ItemKind(StrEnum):
    """What a line of a customer's account becomes in the books."""

    INVOICE = "INVOICE"
    CREDIT_NOTE = "CREDIT_NOTE"
    RECEIPT = "RECEIPT"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerOpened:
    """An accounting file begins; its customers and items follow, then LedgerClosed.

    name, tax_number, register_number: of the company whose books they are, as far as the
    file says, as written. opened_on: the day of its opening entry, None when it
    brings none. ended_on: its last booking day. items, groups: how many lines and groups
    there are. masters: its customers come with their addresses, not by name alone.
    figures: what `acquit inspect` tells of it, in this order.
    """

    where: Said
    name: str = ""
    tax_number: str = ""
    register_number: str = ""
    opened_on: date | None = None
    ended_on: date | None = None
    items: int = 0
    groups: int = 0
    masters: bool = False
    figures: Mapping[str, int | Decimal] = field(default_factory=dict)


class Use(NamedTuple):
    """So much of a credit lowers the debit with this index."""

    debit: int
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerItem:
    """One line of a customer's account.

    index: from 0, in the order of the file; by it other items name this one. number: of the
    document or receipt, unique in this file within its kind, year of issue and instalment;
    other_number: how a file of another month may have called it, "" = not otherwise.
    amount: above zero; a debit is always an INVOICE. group: of the lettering, from 0; -1 =
    not lettered; letters: its name. left: what the lettering leaves of the amount;
    settled_on: the last day on which it lowered a debit. uses: what a credit of a group
    settles. sale: it was booked against income. opening: it was carried forward from the
    year before.
    """

    where: Said
    index: int
    kind: ItemKind
    customer_code: str
    number: str
    issued_on: date
    booked_on: date
    currency: str
    amount: Decimal
    left: Decimal
    other_number: str = ""
    instalment: int = 1
    due_on: date | None = None
    group: int = -1
    letters: str = ""
    settled_on: date | None = None
    uses: tuple[Use, ...] = ()
    sale: bool = True
    opening: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerClosed:
    """An accounting file ends. notes: what was worth a remark though it was read."""

    where: Said
    notes: tuple[Problem, ...] = ()
