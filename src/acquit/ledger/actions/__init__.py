"""Every write to the books.

The customer's row is the lock: whoever books, decides or sends for a customer takes it
first (`lock`), in the order of ids, so that nobody acts on a balance that is changing.
"""

from __future__ import annotations

from acquit.ledger.actions.allocations import (
    AlreadyReversed,
    MoreThanAvailable,
    MoreThanOpen,
    NotTheirs,
    Share,
    allocate_credit_note,
    allocate_receipt,
    disown,
    put_on_account,
    reverse_allocations,
)
from acquit.ledger.actions.booking import lock, lock_range
from acquit.ledger.actions.facts import (
    NothingOpen,
    NotOfThisCustomer,
    close_dispute,
    close_promises,
    end_hold,
    open_dispute,
    place_hold,
    record_promise,
    withdraw_promise,
)

__all__ = [
    "AlreadyReversed",
    "MoreThanAvailable",
    "MoreThanOpen",
    "NotOfThisCustomer",
    "NotTheirs",
    "NothingOpen",
    "Share",
    "allocate_credit_note",
    "allocate_receipt",
    "close_dispute",
    "close_promises",
    "disown",
    "end_hold",
    "lock",
    "lock_range",
    "open_dispute",
    "place_hold",
    "put_on_account",
    "record_promise",
    "reverse_allocations",
    "withdraw_promise",
]
