"""What an entry of a FEC is about: a sale, money, an opening, or anything else.

The accounts against which the customer is booked tell it, by the chart of accounts that the
law lays down (Plan comptable général); the journal's code and name only where they do not.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter

from acquit.core.text import fold
from acquit.formats.ledgers.records import ItemKind

# 411 clients. Bills (413), doubtful debts (416) and accruals (418) are other accounts.
RECEIVABLES = "411"
# Class 7 is income, 4457 the VAT on sales.
_SALES = ("7", "4457")
# Banks and payments under way, cash, imprests, transfers between accounts.
_MONEY = ("51", "53", "54", "58")

_OPENING_CODES = {"an", "ano", "ran"}
_OPENING = re.compile(r"nouveaux?|anouveaux?|ouverture")
_SALES_WORDS = re.compile(r"\b(ventes?|vte?|ven|ve|factures? clients?|facturation)\b")
_MONEY_WORDS = re.compile(
    r"\b(banques?|bq|bqe|caisses?|tresorerie|encaissements?|reglements? clients?)\b"
)


# What the lines of an entry show, put together in one number. Plain ones: an IntFlag takes
# a hundred times as long to combine, for each of a million lines.
SALE, MONEY, OPENING, SALES_JOURNAL, MONEY_JOURNAL = 1, 2, 4, 8, 16


def journal(code: str, name: str) -> int:
    """What the journal's code and name say."""
    words = fold(f"{code} {name}".replace("-", " ").replace("_", " "))
    if fold(code) in _OPENING_CODES or _OPENING.search(words):
        return OPENING
    if _SALES_WORDS.search(words):
        return SALES_JOURNAL
    return MONEY_JOURNAL if _MONEY_WORDS.search(words) else 0


def account(number: str) -> int:
    """What an account says of the entry in which it stands."""
    if number.startswith(_SALES):
        return SALE
    return MONEY if number.startswith(_MONEY) else 0


def kind(about: int, *, debit: bool) -> ItemKind:
    """What a line of a customer becomes.

    A debit is always something that is owed. A credit is a payment where money moved; where
    not, it lowers what is owed as a credit note does: a true one, an opening balance, a
    discount, a write-off.
    """
    if debit:
        return ItemKind.INVOICE
    if about & OPENING:
        return ItemKind.CREDIT_NOTE
    if about & MONEY:
        return ItemKind.RECEIPT
    money = about & MONEY_JOURNAL and not about & SALE
    return ItemKind.RECEIPT if money else ItemKind.CREDIT_NOTE


class Entries:
    """The entries, by journal, number and day: what each is about, what it adds up to."""

    def __init__(self) -> None:
        self._slots: dict[str, int] = {}
        self.minors = array("q")
        self.about = bytearray()

    def __len__(self) -> int:
        return len(self.minors)

    def slot(self, key: str, about: int) -> int:
        """The place of the entry; a new one begins with what its journal says."""
        slot = self._slots.get(key)
        if slot is None:
            slot = self._slots[key] = len(self.minors)
            self.minors.append(0)
            self.about.append(about)
        return slot

    def unbalanced(self) -> dict[str, int]:
        """By how much debit and credit of an entry differ, by its journal and number.

        Whatever the days: some programs date the lines of one entry differently.
        """
        found: Counter[str] = Counter()
        for key, slot in self._slots.items():
            if self.minors[slot]:
                found[key.rpartition("\t")[0]] += self.minors[slot]
        return {key: minor for key, minor in found.items() if minor}

    def forget_names(self) -> None:
        """Keep what each is about alone; its name is not asked for any more."""
        self._slots.clear()
