"""Ways in which people write a number wrong, short or otherwise than the books do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_RUNS = re.compile(r"[0-9]+|[A-Za-z]+|[^0-9A-Za-z]+")
_YEAR = re.compile(r"20(2[56])|(?<![0-9])(2[56])(?=[-/.0-9A-Z])|(?<=[-/])(2[56])$")


def separated(number: str, chance: Random) -> str:
    """With other separators, or none, between the runs of letters and digits."""
    runs: list[str] = [run for run in _RUNS.findall(number) if run[0].isalnum()]
    if len(runs) == 1:  # one run: a blank or a point within the digits
        digits = runs[0]
        middle = len(digits) // 2
        return digits[:middle] + chance.choice(" .") + digits[middle:]
    written = [mark.join(runs) for mark in (" ", "", ".", " / ", "-")]
    return chance.choice([one for one in written if one != number])


def without_prefix(number: str) -> str:
    """The longest run of digits without leading zeros: 123 of 2026/00123; "" if all."""
    runs = re.findall(r"[0-9]+", number)
    longest = max(runs, key=len)
    if len(longest) > 6:  # year and count in one run
        longest = longest[-5:]
    short = longest.lstrip("0")
    return short if short != number and len(short) >= 2 else ""


def mistyped(number: str, chance: Random) -> str:
    """One digit of the last run is another."""
    places = _places(number)
    place = chance.choice(places)
    other = chance.choice([digit for digit in "0123456789" if digit != number[place]])
    return number[:place] + other + number[place + 1 :]


def transposed(number: str, chance: Random) -> str:
    """Two neighbouring digits change places; "" where all are equal."""
    pairs = [
        place
        for place in _places(number)[:-1]
        if number[place + 1].isdigit() and number[place] != number[place + 1]
    ]
    if not pairs:
        return ""
    place = chance.choice(pairs)
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def of_another_year(number: str) -> str:
    """The year before or after; "" where the number has no year."""
    found = _YEAR.search(number)
    if found is None:
        return ""
    at = found.end() - 1
    return number[:at] + ("5" if number[at] == "6" else "6") + number[at + 1 :]


def shortened(numbers: Sequence[str]) -> str:
    """F26/101,102,+103: the first in full, of the others the digits that differ."""
    first = numbers[0]
    shared = _shared(numbers)
    shared = min(shared, max(0, len(first) - 3))
    rest = [number[shared:] for number in numbers[1:]]
    return ",".join([first, *rest[:-1]]) + f",+{rest[-1]}"


def _shared(numbers: Sequence[str]) -> int:
    length = 0
    while all(len(n) > length and n[length] == numbers[0][length] for n in numbers):
        length += 1
    return length


def _places(number: str) -> list[int]:
    """Where the digits of the last four, or so, stand."""
    return [place for place, sign in enumerate(number) if sign.isdigit()][-5:]
