"""Numbers of documents that are their own, out of references that the accounting repeats.

An accounting may give one reference to several customers (a month's takings, an opening),
or to several days. The first that comes keeps it, because an accounting file is in the
order of time and stays so when it grows; the others get their customer and day behind it.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from typing import TYPE_CHECKING

from acquit.formats.ledgers.records import ItemKind

if TYPE_CHECKING:
    from datetime import date

# What the books hold of a receipt's key.
LONGEST_KEY = 80


class Numbers:
    """The references of a file's documents, by kind and year; then their numbers."""

    def __init__(self) -> None:
        self._slots: dict[str, int] = {}
        self._customer = array("i")
        self._day = array("i")
        self._shared = bytearray()
        self._times: defaultdict[str, int] = defaultdict(int)

    def keep(self, kind: ItemKind, reference: str, issued_on: date, customer: int) -> None:
        """The first reading: a document of this customer and day has this reference."""
        key = f"{kind}{issued_on.year}{reference}"
        day = issued_on.toordinal()
        slot = self._slots.get(key)
        if slot is None:
            self._slots[key] = len(self._slots)
            self._customer.append(customer)
            self._day.append(day)
            self._shared.append(0)
        elif (self._customer[slot], self._day[slot]) != (customer, day):
            self._shared[slot] = 1

    def document(
        self, kind: ItemKind, reference: str, issued_on: date, customer: int, code: str
    ) -> tuple[str, str, int]:
        """The second reading: its number, the other form under which the books may know it
        ("" for none), and its instalment: a further debit of the document is one, a further
        credit is a document of its own.
        """
        slot = self._slots[f"{kind}{issued_on.year}{reference}"]
        longer = f"{reference}/{code}/{issued_on:%Y%m%d}"
        whose = self._customer[slot], self._day[slot]
        if not self._shared[slot]:
            number, other = reference, ""
        elif whose == (customer, issued_on.toordinal()):
            number, other = reference, longer
        else:
            number, other = longer, reference
        time = self._time(f"{kind}{issued_on.year}{number}")
        if kind is ItemKind.INVOICE or time == 1:
            return number, other, time
        return f"{number}/{time}", other and f"{other}/{time}", 1

    def receipt(self, *parts: str) -> str:
        """What a payment is known by: all that does not change, and how many are alike."""
        key = " ".join(part for part in parts if part)
        if len(key) > LONGEST_KEY - 8:
            digest = hashlib.sha256(key.encode()).hexdigest()[:16]
            key = f"{key[: LONGEST_KEY - 26]}~{digest}"
        time = self._time(f"{ItemKind.RECEIPT}{key}")
        return key if time == 1 else f"{key} #{time}"

    def _time(self, key: str) -> int:
        """How often this key has come, this time included."""
        self._times[key] += 1
        return self._times[key]
