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
    EndsByItself,
    NothingOpen,
    NotOfThisCustomer,
    close_dispute,
    close_promises,
    end_hold,
    lift_hold,
    open_dispute,
    place_hold,
    record_promise,
    withdraw_promise,
)
from acquit.ledger.actions.writing_off import take_back_write_off, write_off

__all__ = [
    "AlreadyReversed",
    "EndsByItself",
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
    "lift_hold",
    "lock",
    "lock_range",
    "open_dispute",
    "place_hold",
    "put_on_account",
    "record_promise",
    "reverse_allocations",
    "take_back_write_off",
    "withdraw_promise",
    "write_off",
]
