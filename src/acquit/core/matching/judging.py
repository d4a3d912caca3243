"""How sure a kind of evidence is, and how sure it must be to post by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.matching.facts import Who
from acquit.core.matching.outcomes import Fit, Found, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    Sure = Callable[[Kind], bool]

# Whose money it is, beyond doubt; and nearly so, which is enough where a number is named.
CERTAIN = frozenset({Who.TOLD, Who.IBAN, Who.CODE, Who.VAT, Who.NAME, Who.TEXT})
_LIKELY = CERTAIN | {Who.CLOSE, Who.GROUP}
_NAMED = frozenset({Found.REFERENCE, Found.NUMBER, Found.PIECES})
_IN_PART = frozenset({Found.RANGE, Found.ORDER, Found.TAIL, Found.CUT, Found.SLIP})
SLIPS = frozenset({Found.SLIP, Found.TAIL, Found.RANGE})
BY_AMOUNT = frozenset({Found.SINGLE, Found.RUN, Found.DUE, Found.ALL, Found.SET})
_EQUAL = frozenset({Fit.EXACT, Fit.NETTED})


def is_sure(kind: Kind) -> bool:
    """Whether a kind of evidence posts by itself where a company has said nothing else."""
    if kind.doubt:
        return False
    if kind.fit is Fit.ROUNDING:
        hard = kind.found is Found.REFERENCE and kind.who is not Who.OTHER
        return hard or (kind.found in _NAMED and kind.who in CERTAIN)
    if kind.fit not in _EQUAL:
        # What is missing would be asked for: a person says first what becomes of it.
        return False
    if kind.found in _NAMED:
        third_party = kind.found is Found.PIECES or kind.fit is Fit.NETTED
        return kind.who is not Who.OTHER if third_party else True
    if kind.found in _IN_PART:
        return kind.who in _LIKELY
    if kind.found in {Found.MONTH, Found.SINGLE}:
        return kind.who in CERTAIN | {Who.CONTACT, Who.CLOSE}
    return kind.who in CERTAIN


def rank(kind: Kind) -> tuple[int, ...]:
    """Sorts the likeliest kind first."""
    unequal = kind.fit not in _EQUAL and kind.who in {Who.OTHER, Who.NOBODY}
    return (
        bool(kind.doubt) or unequal,
        _FITS.index(kind.fit),
        _FOUNDS.index(kind.found),
        _WHOS.index(kind.who),
    )


_FITS, _FOUNDS, _WHOS = list(Fit), list(Found), list(Who)
