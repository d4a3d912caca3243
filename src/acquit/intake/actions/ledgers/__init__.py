"""Booking an accounting file: customers, their items, and who paid whom by its lettering.

Each item is new, or known from an earlier file, or carried forward from a year that the
books hold already. What is new is written as it ends; the groups in which anything was
known are settled after all items are there. docs/explanation/accounting-files.md.
"""

from __future__ import annotations

from acquit.intake.actions.ledgers.taking import Ledgers

__all__ = ["Ledgers"]
