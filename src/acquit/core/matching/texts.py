"""What a bank text may name: invoice numbers, whole, in pieces, or in part.

A number is compared by its letters and digits alone. What is certainly something else, a
day, an amount, an account, is never read as the part of a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from acquit.core.text import fold, reference_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A shorter number is found in too many texts by chance: a day, a quantity, a house number.
SHORTEST_NUMBER = 4
SHORTEST_TAIL = 3
LONGEST_NUMBER = 20
LONGEST_LETTERS = 4
MOST_PIECES = 4
# Texts of some hundred words are letters to somebody, not the words of a payment.
MOST_ATOMS = 120
LONGEST_RANGE = 30

_WORD = re.compile(r"[0-9A-Za-z]+(?:[./_\-][0-9A-Za-z]+)*")
_LABEL = re.compile(r"[A-Za-z]+[./_\-]")
_ATOM = re.compile(r"[0-9A-Za-z]+")
_JOINS = re.compile(r"[ ./_\-]{0,3}")
_AND = re.compile(r"(?=.*[,;+&/])[\s,;+&/]+")
_UNTIL = re.compile(r"\s*(?:-|\u2013|\.\.)\s*")
_AND_WORDS = frozenset({"EN", "ET", "UND", "AND", "Y"})
_UNTIL_WORDS = frozenset({"T", "M", "TM", "TOT", "AU", "A", "BIS", "TO"})
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NO_NUMBER = re.compile(
    r"\b[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{4}|[0-9]{2})\b"  # a day
    r"|\b(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]\b"
    r"|(?<![0-9A-Z./-])(?:0[1-9]|[12][0-9]|3[01])/(?:0[1-9]|1[0-2])(?![0-9./-])"
    r"|\b[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]{4}){3,7}(?: ?[0-9A-Z]{1,3})?\b"  # an account
    r"|\b[0-9]{1,3}(?:[. ][0-9]{3})*,[0-9]{2}\b|\b[0-9]+\.[0-9]{2}\b"  # an amount
)
_YEAR = re.compile("(?:19|20)[0-9]{2}")
# Folded: in English, French, Dutch and German; then as they are cut short.
_NAMES_OF_MONTHS = (
    ("january", "janvier", "januari", "januar", "jan", "janv"),
    ("february", "fevrier", "februari", "februar", "feb", "febr", "fev", "fevr"),
    ("march", "mars", "maart", "marz", "maerz", "mrt"),
    ("april", "avril", "apr", "avr"),
    ("may", "mai", "mei"),
    ("june", "juin", "juni", "jun"),
    ("july", "juillet", "juli", "jul", "juil"),
    ("august", "aout", "augustus", "aug"),
    ("september", "septembre", "sept", "sep"),
    ("october", "octobre", "oktober", "oct", "okt"),
    ("november", "novembre", "nov"),
    ("december", "decembre", "dezember", "dec", "dez"),
)
_MONTHS = {name: month for month, names in enumerate(_NAMES_OF_MONTHS, 1) for name in names}
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b\.?(?:\s*((?:19|20)[0-9]{{2}}))?")
_MONTH_AND_YEAR = re.compile(
    r"(?<![0-9./-])(0?[1-9]|1[0-2])[/-]((?:19|20)[0-9]{2})(?![0-9])"
)
_BALANCE = re.compile(
    r"\bsolde\b|\bsaldo|\bbalance\b|\bstatement\b|\bechue?s?\b|\bvervallen\b|\bapurement\b"
    r"|\b(?:alle|all|toutes?|tous|samtliche)\b.{0,12}"
    r"\b(?:open|offene|fallige|rechnung|fact|invoice|due|overdue)"
    r"|\bkonto(?:stand|ausgleich)"
)
_REFUND = re.compile(
    r"\b(?:rembours\w*|refund\w*|terugbetaling|terugstorting|ruckzahlung|rueckzahlung"
    r"|\w*erstattung)\b"
    # By itself it is how German banks call any money in.
    r"|\bgutschrift(?=\s*(?:nr\b|zu\b|fur\b|aus\b|[0-9]))"
)
_RANGE = re.compile(
    r"[0-9]\s*(?:-|\u2013|\.\.|t/m|tot|tm|au|a|bis|to|through)\s*"
    r"(?:[a-z]{1,5}[ ./_-]{0,2})?[0-9]"
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text as the stages ask for it.

    whole: each word that may be a number, as keys, likeliest first. pieces: keys put
    together from words beside each other, lists and ranges. runs: rows of digits, without
    leading zeros. atoms: words of letters and digits; last: the last one of the text.
    months: those it names, as (year or 0, month). ranges: whether one number runs up to
    another. balance: whether it says that all of something is paid; refund: that something
    is paid back.
    """

    whole: tuple[tuple[str, ...], ...]
    pieces: tuple[str, ...]
    runs: tuple[str, ...]
    atoms: tuple[str, ...]
    last: str
    months: tuple[tuple[int, int], ...]
    ranges: bool
    balance: bool
    refund: bool

    @property
    def keys(self) -> set[str]:
        """All keys under which the text may name an invoice."""
        return {key for reading in self.whole for key in reading} | set(self.pieces)


# A text is read for what it may name, and again when it is matched.
@lru_cache(maxsize=16384)
def read(text: str) -> Text:
    """Read a bank text."""
    whole, folded = readings(text), fold(text)
    bare = _NO_NUMBER.sub(" \u00a7 ", text)
    atoms = tuple(key for word in _WORD.findall(bare) if (key := reference_key(word)))
    known = {key for reading in whole for key in reading}
    pieces = dict.fromkeys(key for key in _pieces(bare) if key not in known)
    runs = dict.fromkeys(
        run.lstrip("0")
        for run in re.findall("[0-9]+", bare)
        if len(run.lstrip("0")) >= SHORTEST_TAIL and not _YEAR.fullmatch(run)
    )
    return Text(
        whole=whole,
        pieces=tuple(pieces),
        runs=tuple(runs),
        atoms=atoms,
        last=atoms[-1] if atoms else "",
        months=tuple(dict.fromkeys(_months(folded))),
        ranges=_RANGE.search(folded) is not None,
        balance=_BALANCE.search(folded) is not None,
        refund=_REFUND.search(folded) is not None,
    )


def _months(text: str) -> Iterator[tuple[int, int]]:
    """`februari 2026`, `fevr.`, `02/2026`: the months that are named in a folded text."""
    for found in _MONTH.finditer(text):
        yield int(found[2] or 0), _MONTHS[found[1]]
    for found in _MONTH_AND_YEAR.finditer(text):
        yield int(found[2]), int(found[1])


def words(text: str) -> set[str]:
    """All keys under which the text may name an invoice."""
    return read(text).keys


@lru_cache(maxsize=16384)
def readings(text: str) -> tuple[tuple[str, ...], ...]:
    """Each word of a bank text that may be an invoice number, as keys, likeliest first.

    A word may hold separators (`2026/00123`); its parts are no words, so that `F26-004711`
    is never read as 26. Only a label before it may fall away: `fact.2026-001`.
    """
    return tuple(reading for word in _WORD.findall(text) if (reading := _reading(word)))


def _reading(word: str) -> tuple[str, ...]:
    if word.isalpha():  # no number is made of letters alone
        return ()
    if word.isalnum():
        return (word.upper(),) if len(word) >= SHORTEST_NUMBER else ()
    keys = (reference_key(word), reference_key(_LABEL.sub("", word, count=1)))
    return tuple(key for key in dict.fromkeys(keys) if len(key) >= SHORTEST_NUMBER)


def _pieces(text: str) -> Iterator[str]:
    found = list(_ATOM.finditer(text))[:MOST_ATOMS]
    atoms = [one[0].upper() for one in found]
    gaps = [text[one.end() : two.start()] for one, two in pairwise(found)]
    for first, atom in enumerate(atoms):
        bare = atom.lstrip(_LETTERS)  # `FACT2026001`
        if bare != atom and len(bare) > SHORTEST_NUMBER:
            yield bare
        for key in _joined(atoms, gaps, first):
            if len(key) >= SHORTEST_NUMBER and not key.isalpha():
                yield key
    yield from _lists(atoms, gaps)


def _joined(atoms: Sequence[str], gaps: Sequence[str], first: int) -> Iterator[str]:
    """The words from one on, two, three and more of them as one."""
    key = atoms[first]
    if _is_word(key):
        return
    for last in range(first + 1, min(first + MOST_PIECES, len(atoms))):
        key += atoms[last]
        apart = not _JOINS.fullmatch(gaps[last - 1]) or _is_word(atoms[last])
        if apart or len(key) > LONGEST_NUMBER:
            return
        yield key


def _is_word(atom: str) -> bool:
    """Whether it is a word of a language rather than the letters of a number."""
    return atom.isalpha() and (len(atom) > LONGEST_LETTERS or atom in _AND_WORDS)


def _lists(atoms: Sequence[str], gaps: Sequence[str]) -> Iterator[str]:
    """`F26/101, 102 + 103`, `1201-1204`: each number after the first replaces its end."""
    for at, atom in enumerate(atoms):
        bases = _ending_at(atoms, gaps, at) if atom[-1].isdecimal() else []
        while bases and (step := _next(atoms, gaps, at)):
            at, until = step  # noqa: PLW2901  # the list is followed to its end
            before = [base for base in bases if _may_follow(base, atoms[at])]
            yield from (base for base in before if _may_begin(base, atoms[at], until))
            bases = [base[: -len(atoms[at])] + atoms[at] for base in before]
            if until:
                for first, last in zip(before, bases, strict=True):
                    yield from _between(first, last)
            yield from bases


def _ending_at(atoms: Sequence[str], gaps: Sequence[str], at: int) -> list[str]:
    """What may be a number that ends with this word: the word, and with those before it."""
    key, keys = atoms[at], [atoms[at]]
    for first in range(at - 1, max(at - MOST_PIECES, -1), -1):
        key = atoms[first] + key
        apart = not _JOINS.fullmatch(gaps[first]) or _is_word(atoms[first])
        if apart or len(key) > LONGEST_NUMBER:
            break
        keys.append(key)
    return keys


def _next(atoms: Sequence[str], gaps: Sequence[str], at: int) -> tuple[int, bool] | None:
    """Where the next number of a list stands, and whether a range runs up to it."""
    after = at + 1
    if after >= len(atoms):
        return None
    until = bool(_UNTIL.fullmatch(gaps[at]))
    goes_on = until or bool(_AND.fullmatch(gaps[at]))
    while after < len(atoms) and atoms[after] in _AND_WORDS | _UNTIL_WORDS:
        until = until or atoms[after] in _UNTIL_WORDS
        goes_on, after = True, after + 1
    if not goes_on or after >= len(atoms) or not atoms[after].isdecimal():
        return None
    return after, until


def _may_follow(base: str, digits: str) -> bool:
    """Whether the base ends in as many digits, and is longer or as long."""
    return 2 <= len(digits) <= len(base) and base[-len(digits) :].isdecimal()


def _may_begin(base: str, end: str, until: bool) -> bool:  # noqa: FBT001  # of a list
    """Whether a list begins with this number; `4711-2026` is no range."""
    ascends = len(base) == len(end) and base < end and not _YEAR.fullmatch(base)
    return len(base) >= SHORTEST_NUMBER and (not until or ascends)


def _between(first: str, last: str) -> Sequence[str]:
    """The numbers between two of one series, when they are few."""
    width = len(first) - len(re.sub("[0-9]+$", "", first))
    low, high = int(first[-width:]), int(last[-width:])
    if not low < high <= low + LONGEST_RANGE:
        return ()
    return [first[:-width] + str(n).zfill(width) for n in range(low + 1, high)]
