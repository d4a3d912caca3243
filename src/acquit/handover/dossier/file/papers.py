"""What proves a claim: originals, and what begins its limitation anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Source(NamedTuple):
    """Where the bytes of a paper lie: table and key; "letter" is set from a message."""

    table: str
    key: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file that proves something. size: 0 = not known before it is set."""

    source: Source
    name: str
    media_type: str
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Billed:
    """An invoice or a credit note of the case. kind: a code of `ledger.models.InvoiceKind`.

    paper: None = its original is not kept.
    """

    invoice_id: int
    kind: str
    number: str
    issued_on: date
    currency: str
    total_minor: int
    paper: Paper | None


class Occurred(NamedTuple):
    """What begins limitation anew. kind: of `core.law.Event`; words: where it stands.

    paper: None = nothing was kept of it.
    """

    receivable_id: int
    kind: str
    on: date
    words: str
    paper: Paper | None
