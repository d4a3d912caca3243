"""What figures rest on: each source once, with a number that stands beside the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.handover.dossier.telling import blocks

if TYPE_CHECKING:
    from acquit.core.law import Basis, Quote
    from acquit.handover.dossier.telling.blocks import Block, Teller

# Habits of ours and pages of our manual: no source that a court would look up.
OURS = ("House rule", "Limitation in", "docs/")


class Sources:
    """Numbered in the order in which they are first named."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str, bool], int] = {}

    def of_basis(self, basis: Basis) -> str:
        """The mark of a rule: “[3]”."""
        return self._mark(basis.source, basis.certainty.value)

    def of_quote(self, quote: Quote) -> str:
        """The mark of a rate."""
        return self._mark(quote.source, quote.certainty.value, derived=quote.derived)

    def told(self, teller: Teller) -> list[Block]:
        """The list of them."""
        told = teller.words.sources
        rows = [
            [
                blocks.cell(f"[{number}]"),
                blocks.cell(source),
                blocks.cell(
                    told.certainties[certainty],
                    teller.words.interest.derived if derived else "",
                ),
            ]
            for (source, certainty, derived), number in self._numbers.items()
        ]
        if not rows:
            return []
        heads = ("", told.source, told.certainty)
        return [blocks.text(told.intro), blocks.table(heads, rows, wide=(1, 2))]

    def _mark(self, source: str, certainty: str, *, derived: bool = False) -> str:
        if source.startswith(OURS):
            return ""
        key = (source, certainty, derived)
        return f"[{self._numbers.setdefault(key, len(self._numbers) + 1)}]"
