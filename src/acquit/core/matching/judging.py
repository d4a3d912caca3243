"""How sure a kind of evidence is, and how sure it must be to post by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.matching.facts import Who
from acquit.core.matching.outcomes import Fit, Found, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    Sure = Callable[[Kind], bool]

CERTAIN = frozenset({Who.TOLD, Who.IBAN, Who.CODE, Who.VAT, Who.NAME})
_NAMED = frozenset({Found.REFERENCE, Found.NUMBER})
_IN_PART = frozenset({Found.PIECES, Found.TAIL, Found.CUT, Found.SLIP})
_BY_AMOUNT = frozenset({Found.SINGLE, Found.RUN, Found.DUE, Found.ALL})
_EQUAL = frozenset({Fit.EXACT, Fit.NETTED})


def is_sure(kind: Kind) -> bool:
    """Whether a kind of evidence posts by itself where a company has said nothing else."""
    if kind.doubt or kind.fit not in _EQUAL:
        return False
    if kind.found in _NAMED:
        return kind.fit is Fit.EXACT or kind.who in CERTAIN
    if kind.found in _IN_PART:
        return kind.who in CERTAIN or (kind.found is Found.PIECES and kind.who != Who.OTHER)
    return kind.found in _BY_AMOUNT and kind.who in CERTAIN


def rank(kind: Kind) -> tuple[int, ...]:
    """Sorts the likeliest kind first."""
    return (
        bool(kind.doubt),
        _FITS.index(kind.fit),
        _FOUNDS.index(kind.found),
        _WHOS.index(kind.who),
    )


_FITS, _FOUNDS, _WHOS = list(Fit), list(Found), list(Who)
