"""Who a baseline takes the payer for: by its account, or by a name like its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from acquit.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

# A name has to be more like it than this, of 100.
LIKE = 80


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the books. ibans: accounts that the books know, without spaces."""

    code: str
    name: str
    ibans: tuple[str, ...] = ()


class Payers:
    """The customers of a company, looked up as payers; each name is compared once."""

    def __init__(self, customers: Iterable[Customer]) -> None:
        self._names: dict[str, str] = {}
        self._owners: dict[str, set[str]] = defaultdict(set)
        self._known: dict[str, str | None] = {}
        for one in customers:
            self._names[one.code] = fold(one.name)
            for iban in one.ibans:
                self._owners[iban].add(one.code)

    def by_account(self, iban: str) -> str | None:
        """The customer who alone has the account."""
        owners = self._owners.get(iban, set())
        return next(iter(owners)) if len(owners) == 1 else None

    def by_name(self, name: str) -> str | None:
        """The customer whose name is the likest; none where two are as like."""
        asked = fold(name)
        if asked not in self._known:
            self._known[asked] = self._likest(asked) if asked else None
        return self._known[asked]

    def _likest(self, asked: str) -> str | None:
        found = process.extract(
            asked, self._names, scorer=fuzz.token_set_ratio, score_cutoff=LIKE, limit=2
        )
        scores = [score for _, score, _ in found]
        if not scores or scores[0] <= LIKE or scores[0] in scores[1:]:
            return None
        return found[0][2]
