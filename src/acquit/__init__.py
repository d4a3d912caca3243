"""Acquit: from the invoice to the money, on time, with the reason of every decision."""

from __future__ import annotations

__version__ = "0.1.0"
