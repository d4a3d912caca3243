"""Names of payers compared with names of customers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from acquit.core.matching.facts import Payer, Who
from acquit.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

CLOSE, AHEAD = 88, 8
# Banks cut names off; what is left of a long one still tells.
SHORTEST_CUT = 18
MOST_LIKELY = 5
SHORTEST_WORD = 3
SHORTEST_IN_TEXT = 8
_WORD = re.compile(r"[^\W_]+")
_LETTERED = re.compile(r"[^\W_]+|&")
_SPELLED = re.compile("ae|oe|ue")
_DOTS = re.compile(r"\b((?:[a-z]\.){2,}[a-z]?)")
# Forms of companies, and titles, of the countries that Acquit is made for.
_FORMS = frozenset(
    (
        *("sa", "nv", "bv", "bvba", "srl", "sprl", "sarl", "sas", "sasu", "eurl", "snc"),
        *("sci", "scs", "scrl", "cvba", "cv", "vof", "comm", "va", "vzw", "asbl", "ag"),
        *("gmbh", "ug", "kg", "ohg", "ek", "ev", "mbh", "co", "ltd", "limited", "plc"),
        *("llp", "lp", "inc", "corp", "spa", "as", "ab", "oy", "se", "sc", "gie", "ei"),
        *("commv", "scomm", "gcv", "kgaa", "gbr", "eg", "partg", "earl", "gaec", "scop"),
        *("selarl", "societe", "anonyme", "the", "de", "het", "la", "le", "les", "der"),
        *("die", "das", "mr", "mrs", "ms", "mme", "mlle", "dhr", "mevr", "mw", "herr"),
        *("frau", "monsieur", "madame", "mevrouw", "and", "et", "en", "und"),
    )
)


@lru_cache(maxsize=16384)
def words(name: str) -> tuple[str, ...]:
    """Its words, folded, without the form of a company."""
    joined = _DOTS.sub(lambda found: found[1].replace(".", ""), fold(name))
    found = [_SPELLED.sub(_bare, word) for word in _WORD.findall(joined)]
    return tuple(word for word in found if word not in _FORMS) or tuple(found)


def _bare(found: re.Match[str]) -> str:
    """`ae`, as banks write `ä`, becomes what `fold` makes of it."""
    return found[0][0]


def spellings(word: str) -> list[str]:
    """The word as the books may have it, where a bank or we have spelled out an umlaut."""
    return list(
        dict.fromkeys([word, *(word.replace(v, f"{v}e") for v in "aou" if v in word)])
    )


def tellings(name: str, most: int = 2) -> list[str]:
    """The longest words, by which customers of such a name are looked for."""
    told = [word for word in words(name) if len(word) >= SHORTEST_WORD]
    told = [word for word in told if not word.isdecimal()]
    return sorted(dict.fromkeys(told), key=len, reverse=True)[:most]


def same(name: str, other: str) -> bool:
    """Whether they are of the same words, in any order."""
    return sorted(words(name)) == sorted(words(other))


def is_to_the_letter(name: str, other: str) -> bool:
    """Whether they are of the same words in the same order: `Claes-Peeters` is not
    `Peeters-Claes`.
    """
    return _letters(name) == _letters(other)


def stands_in(name: str, text: str) -> bool:
    """Whether all of the name stands in the text; one short word is no name."""
    asked = words(name)
    return sum(map(len, asked)) >= SHORTEST_IN_TEXT and set(asked) <= set(words(text))


def _stands_whole(name: str, text: str) -> bool:
    """Whether it stands there to the letter, with the form of the company."""
    return f" {_letters(name)} " in f" {_letters(text)} "


def standing_in(
    text: str, customers: Iterable[tuple[int, str, str]]
) -> list[tuple[int, str, str]]:
    """Which of these customers, by id, name and city, the text names: one, or several whose
    names nobody can tell apart there.

    `Bakkerij Peeters Gent` is not the `Bakkerij Peeters`, unless that one is of Gent.
    """
    found = [one for one in customers if stands_in(one[1], text)]
    found = [one for one in found if not any(_says_more(other, one) for other in found)]
    if len(found) == 1:
        return found
    whole = [one for one in found if _stands_whole(one[1], text)]
    parts = {_letters(one[1]) for one in whole}
    whole = [
        one
        for one in whole
        if not any(_letters(one[1]) in other for other in parts - {_letters(one[1])})
    ]
    return whole or found


def _says_more(other: tuple[int, str, str], one: tuple[int, str, str]) -> bool:
    """Whether the other name has all of these words and more, which are no city of his."""
    more = set(words(other[1])) - set(words(one[1]))
    bare = set(words(one[1])) < set(words(other[1]))
    return bare and not more <= set(words(one[2]))


@lru_cache(maxsize=16384)
def _letters(name: str) -> str:
    """The name to the letter, the form of the company with it, but for how it is dotted."""
    joined = _DOTS.sub(lambda found: found[1].replace(".", ""), fold(name))
    joined = joined.replace("+", " & ").replace(" und ", " & ")
    return " ".join(_SPELLED.sub(_bare, word) for word in _LETTERED.findall(joined))


def likely(name: str, customers: Iterable[tuple[int, str, str]]) -> list[Payer]:
    """Which of these customers, by id, name and city, the name may mean; the likeliest
    first.

    Certain is only the one customer of exactly this name, the form of the company aside; a
    bank may add the city.
    """
    if not words(name):
        return []
    rated = sorted(
        (
            (max(_rate(name, other), _rate_in(city, name, other)), key, other)
            for key, other, city in customers
        ),
        reverse=True,
    )
    rated = [one for one in rated if one[0] >= CLOSE][:MOST_LIKELY]
    if not rated:
        return []
    best, rest = rated[0], rated[1:]
    ahead = best[0] - rest[0][0] if rest else AHEAD
    if best[0] >= SAME and ahead > 0:
        return [Payer(best[1], Who.NAME, best[2])]
    who = Who.CLOSE if ahead >= AHEAD else Who.SHARED
    return [Payer(customer_id, who, other) for _, customer_id, other in rated]


SAME, SAME_TO_THE_LETTER = 101, 102


def _rate_in(city: str, name: str, other: str) -> float:
    """The same without the city at the end of what was asked, or what is left of it."""
    asked, place = _letters(name).split(), _letters(city)
    rates = (
        _rate(" ".join(asked[:-count]), other)
        for count in range(1, min(len(place.split()), len(asked) - 1) + 1)
        if place.startswith(" ".join(asked[-count:]))
    )
    return max(rates, default=0.0)


def _rate(name: str, other: str) -> float:
    """0 to 100; more for the same words, and for the same name to the letter."""
    asked, theirs = sorted(words(name)), sorted(words(other))
    cut, whole = _letters(name), _letters(other)
    if asked == theirs:
        return SAME_TO_THE_LETTER if cut == whole else SAME
    ratio = fuzz.ratio(" ".join(asked), " ".join(theirs))
    if len(cut) >= SHORTEST_CUT and whole.startswith(cut):
        return max(ratio, 98.0)
    return ratio
