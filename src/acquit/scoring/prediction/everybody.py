"""What all payers of a company have shown until a morning, as bytes and back.

With it one payer is predicted from its own books alone, and the answer is the same.
"""

from __future__ import annotations

import functools
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from acquit.scoring.prediction.arrays import number_of
from acquit.scoring.prediction.calendar import Calendar
from acquit.scoring.prediction.past import MOST_TERMS, Past, Priors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.scoring.prediction.arrays import Ints
    from acquit.scoring.prediction.books import Books

# Days that one payer's items lie within, around today; what is further away counts as that.
_AROUND_DAYS = 1_830


@dataclass(frozen=True, slots=True, kw_only=True)
class Everybody:
    """priors: with ranks by the place of `terms`, the lasting numbers of the terms, in
    order. weekends: money comes in at weekends as well.
    """

    priors: Priors
    terms: Ints
    weekends: bool

    def past(self, books: Books, terms: Ints, on: date) -> Past:
        """The past of a few payers. terms: for each number of terms in the books its
        lasting number.
        """
        place = np.searchsorted(self.terms, terms)
        place = np.minimum(place, max(len(self.terms) - 1, 0))
        ranks = np.full(len(terms), MOST_TERMS - 1)
        if len(self.terms):
            found = self.terms[place] == terms
            ranks[found] = self.priors.ranks[place[found]]
        priors = Priors(ranks=ranks, company=self.priors.company, terms=self.priors.terms)
        today = number_of(on)
        calendar = _calendar(tuple(books.countries), today, weekends=self.weekends)
        return Past(books, calendar, priors)


def kept(past: Past, terms: Ints, today: int, *, weekends: bool) -> bytes:
    """What the payers of this past have shown until the morning of `today`. terms: the
    lasting number of each row's terms.
    """
    lasting, first = np.unique(terms, return_index=True)
    priors = past.priors(today)
    told = {
        "terms": lasting.tolist(),
        "ranks": priors.ranks[past.books.terms[first]].tolist(),
        "company": priors.company.astype(np.int64).tolist(),
        "by_terms": priors.terms.astype(np.int64).tolist(),
        "weekends": weekends,
    }
    return zlib.compress(json.dumps(told).encode())


def restored(body: bytes) -> Everybody:
    """What was kept."""
    told = json.loads(zlib.decompress(body))
    return Everybody(
        priors=Priors(
            ranks=np.array(told["ranks"], np.int64),
            company=np.array(told["company"], np.float32),
            terms=np.array(told["by_terms"], np.float32),
        ),
        terms=np.array(told["terms"], np.int64),
        weekends=told["weekends"],
    )


@functools.lru_cache(maxsize=64)
def _calendar(countries: Sequence[str], today: int, *, weekends: bool) -> Calendar:
    """Of one day: asked again for each customer."""
    return Calendar(
        countries, today - _AROUND_DAYS, today + _AROUND_DAYS, weekends=weekends
    )
