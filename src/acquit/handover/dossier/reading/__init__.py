"""From the books to a File: the same few questions for one claim and for thousands."""

from __future__ import annotations

from acquit.handover.dossier.reading.asking import NothingDue, NotOfCustomer, read

__all__ = ["NotOfCustomer", "NothingDue", "read"]
