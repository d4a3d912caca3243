"""Keeping what proves a fact of a case."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from acquit.core.errors import Refusal
from acquit.ledger.actions.bulk import keep_document
from acquit.ledger.models import Document

if TYPE_CHECKING:
    from datetime import datetime

MOST_BYTES = 20 * 1024 * 1024


class PaperTooLarge(Refusal):
    """A proof is a paper, not an archive."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "%(name)s is larger than 20 MB. Keep only the pages that prove the fact.",
            name=name,
        )


def keep_paper(
    company_id: int, *, name: str, media_type: str, content: bytes, at: datetime
) -> Document:
    """Keep it once, in the caller's transaction. Raises PaperTooLarge."""
    if len(content) > MOST_BYTES:
        raise PaperTooLarge(name)
    return keep_document(
        Document(
            company_id=company_id,
            name=name[:200],
            media_type=media_type[:100] or "application/octet-stream",
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            content=content,
            recorded_at=at,
        )
    )
