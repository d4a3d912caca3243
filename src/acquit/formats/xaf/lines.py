"""A line of a customer in an auditfile, and what its words come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.sentences import say
from acquit.formats import markup
from acquit.formats.ledgers.records import ItemKind
from acquit.formats.markup import leaf

if TYPE_CHECKING:
    from datetime import date

    from lxml.etree import _Element

    from acquit.core.sentences import Said
    from acquit.formats.markup import Leaves

SUBLEDGER, LEDGER = "subledger", "ledger"


class Line(NamedTuple):
    """One line of a customer. basis: the part of the file that tells it; minor: debit is
    positive; group, letters: what it was matched by.
    """

    basis: str
    customer: str
    minor: int
    kind: ItemKind
    reference: str
    journal: str
    issued_on: date
    booked_on: date
    due_on: date | None
    group: str
    letters: str
    sale: bool
    opening: bool
    text: str
    where: Said


@dataclass(slots=True)
class Head:
    """What an auditfile says of itself and of its company."""

    name: str = ""
    tax_number: str = ""
    register_number: str = ""
    currency: str = "EUR"
    began_on: date | None = None
    opened_on: date | None = None


def kind_of(minor: int, journal: str, moved: str, *, opening: bool) -> ItemKind:
    """What a line becomes: mutTp (I, P) says it, else the type of the journal."""
    if minor > 0:
        return ItemKind.INVOICE
    money = moved == "P" if moved in {"I", "P"} else journal in {"B", "C"}
    return ItemKind.RECEIPT if money and not opening else ItemKind.CREDIT_NOTE


def group_of(customer: str, match: str, reference: str) -> str:
    """What tells a match from all others: its key, else the invoice that is named."""
    if match:
        return f"{customer}\t=\t{match}"
    return f"{customer}\t{reference}" if reference else ""


def place_of(name: str, found: Leaves, node: _Element) -> Said:
    """How a line is called where something is wrong with it."""
    where = say("%(element)s %(number)s", element=name, number=leaf(found, "nr"))
    return markup.at_line(where, node)


def drop(node: _Element) -> None:
    """Free the element, and its like before it: what stands above them is still read."""
    node.clear()
    parent, before = node.getparent(), node.getprevious()
    if parent is not None and before is not None and before.tag == node.tag:
        parent.remove(before)
