"""What stands in the books: customers with their open items."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Role(StrEnum):
    """What is special about a customer, for the payments that it makes."""

    PLAIN = "plain"
    PARENT = "parent"  # pays for its subsidiaries
    SUBSIDIARY = "subsidiary"
    TWIN = "twin"  # another customer has nearly the same name
    SUBSCRIBER = "subscriber"  # the same amount each month
    ROUND = "round"  # amounts that make the same sums in several ways
    CONSUMER = "consumer"  # may pay by a payment service
    FACTORED = "factored"  # its invoices were sold to a factor, who pays
    INSTALMENTS = "instalments"
    LARGE = "large"  # 200 open items and more


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An invoice, one instalment of it, or a credit note.

    instalment: 0 = the whole. minor: positive for both types, in cents. reference: 12
    digits (OGM) or RF, "" = none. discount_until: None = no discount, else 2 % until then.
    """

    number: str
    customer_code: str
    issued_on: date
    due_on: date
    minor: int
    instalment: int = 0
    credit: bool = False
    reference: str = ""
    order: str = ""
    terms: str = ""
    discount_until: date | None = None

    @property
    def key(self) -> tuple[str, int]:
        """What names it within its company."""
        return self.number, self.instalment


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer and its items, oldest first.

    base: its name without the legal form; pays_from: the account that its own payments come
    from, whether the books know it or not; ibans: those that the books know; shared: an
    account of its is not its own alone (group, factor, payment service).
    """

    index: int
    code: str
    name: str
    base: str
    role: Role
    country: str
    language: str
    vat: str
    street: str
    postcode: str
    town: str
    email: str
    phone: str
    contact: str
    pays_from: str
    ibans: tuple[str, ...]
    shared: bool
    parent_code: str
    terms_days: int
    items: tuple[Item, ...] = field(repr=False)
