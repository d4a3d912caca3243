"""Every table of the ledger, by noun."""

from __future__ import annotations

from acquit.ledger.models.customers import Contact, Customer, CustomerIban, PaymentMethod
from acquit.ledger.models.documents import Document
from acquit.ledger.models.facts import Dispute, DisputeReason, Hold, HoldReason, Promise
from acquit.ledger.models.money import (
    Allocation,
    AllocationKind,
    Receipt,
    Source,
    WriteOffReason,
)
from acquit.ledger.models.receivables import Invoice, InvoiceKind, Receivable

__all__ = [
    "Allocation",
    "AllocationKind",
    "Contact",
    "Customer",
    "CustomerIban",
    "Dispute",
    "DisputeReason",
    "Document",
    "Hold",
    "HoldReason",
    "Invoice",
    "InvoiceKind",
    "PaymentMethod",
    "Promise",
    "Receipt",
    "Receivable",
    "Source",
    "WriteOffReason",
]
