"""The statement of account: what a customer owes on a day, as letter and as workbook."""

from __future__ import annotations

from acquit.dunning.statement.making import pdf, xlsx

__all__ = ["pdf", "xlsx"]
