"""Files that a program brings to the door itself: there is nothing to look into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.formats.source import Source as File
    from acquit.intake.sources.connector import Outcome


@dataclass(frozen=True, slots=True)
class Upload:
    """The files of one request; what became of them is its answer."""

    files: Sequence[File]

    def fetch(self) -> Iterator[File]:
        """The files as they were sent."""
        yield from self.files

    def settled(self, file: File, outcome: Outcome) -> None:
        """Nothing is left to be put aside."""
