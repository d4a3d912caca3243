"""What kinds of payers a company has, by which rules, and how safe each class is."""

from __future__ import annotations
