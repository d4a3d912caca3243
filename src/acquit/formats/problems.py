"""What could not be read: a problem of one record, or the refusal of a whole file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.core.sentences import Sentence, say

if TYPE_CHECKING:
    from acquit.core.sentences import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that could not be taken. where: "line 7", "row 12, column amount".

    Each part is a sentence of ours, or words of the file itself, which nobody translates.
    """

    where: Said
    saw: Said
    wanted: Said
    remedy: Said

    @property
    def said(self) -> Sentence:
        """All of it as one sentence."""
        return say(
            "%(where)s: saw %(saw)s; expected %(wanted)s. %(remedy)s",
            where=self.where,
            saw=self.saw,
            wanted=self.wanted,
            remedy=self.remedy,
        )

    def __str__(self) -> str:
        return str(self.said)

    def in_english(self) -> dict[str, str]:
        """Its four parts, as commands print them."""
        return {
            "where": str(self.where),
            "saw": str(self.saw),
            "wanted": str(self.wanted),
            "remedy": str(self.remedy),
        }


class Refused(Exception):
    """The whole file is refused; nothing of it may be kept."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
