"""What a rule or a rate rests on: since when it holds, where it was read, how surely."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Certainty(StrEnum):
    """How a fact is known, the surest first.

    P: the primary text was read. S: a secondary source, such as a press copy or a public
    repository. M: from memory; look it up before anybody is asked for money by it.
    """

    PRIMARY = "P"
    SECONDARY = "S"
    MEMORY = "M"


_STRENGTH = {certainty: place for place, certainty in enumerate(Certainty)}


def weakest(certainties: Iterable[Certainty]) -> Certainty:
    """The least sure of them; at least one is given."""
    return max(certainties, key=_STRENGTH.__getitem__)


def is_surer(one: Certainty, other: Certainty) -> bool:
    """Whether the first is surer than the second."""
    return _STRENGTH[one] < _STRENGTH[other]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """valid_from, valid_to: both included; None = still in force when it was written down.

    source: the text of law, in its own language. note: what a reader should know beside it.
    """

    valid_from: date
    valid_to: date | None
    source: str
    certainty: Certainty
    note: str = ""

    def holds(self, on: date) -> bool:
        """Whether it is in force that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
