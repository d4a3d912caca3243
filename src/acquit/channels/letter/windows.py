"""Window envelopes, and where on the sheet an address is seen through each of them.

All measures are millimetres from the top left corner, of the envelope or of the sheet. The
folded sheet is smaller than its envelope and slides; the *zone* is what stays visible
wherever it lies, the *reach* all that may ever be seen. Sources: docs/reference/letters.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

SHEET_MM = 210.0
THIRD_MM = 99.0
MARGIN_LEFT_MM, MARGIN_RIGHT_MM, BELOW_MM = 25.0, 20.0, 4.0


class Box(NamedTuple):
    """A rectangle in millimetres; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """An envelope with a window, and how the sheet for it is laid out.

    window: on the envelope. fold: height of the part of the sheet that lies in front.
    address: where the address is set. marks: fold marks.
    returns: the sender stands small above the address, as readers in Germany expect it.
    """

    width: float
    height: float
    window: Box
    address: Box
    fold: float = THIRD_MM
    marks: tuple[float, ...] = ()
    returns: bool = False

    @property
    def zone(self) -> Box:
        """The part of the sheet that is seen wherever the sheet lies in the envelope."""
        seen, (aside, down) = self.window, self._play
        return Box(seen.left, seen.top, seen.right - aside, seen.bottom - down)

    @property
    def reach(self) -> Box:
        """Every part of the sheet that may be seen: nothing else may stand there."""
        seen, (aside, down) = self.window, self._play
        return Box(seen.left - aside, seen.top - down, seen.right, seen.bottom)

    @property
    def body(self) -> float:
        """Where the subject begins: below all that may be seen (DIN 5008: at 98.5)."""
        return self.reach.bottom + BELOW_MM

    @property
    def on_the_right(self) -> bool:
        """True where the window is in the right half."""
        return self.window.left + self.window.right > self.width

    @property
    def _play(self) -> tuple[float, float]:
        """How far the folded sheet slides, aside and down."""
        return self.width - SHEET_MM, self.height - self.fold


# DIN 5008 form B: an address field of 85 x 45 at 20/45, of which the lower 27.3 are the
# address itself; DIN 680: a window of 90 x 45, 20 from the left, 15 from below.
DIN = Window(
    width=220,
    height=110,
    window=Box(20, 50, 110, 95),
    address=Box(25, 62.7, 100, 90),
    fold=105,
    marks=(105, 148.5, 210),
    returns=True,
)
# 35 x 100 at the right, 20 from the right and from below.
FRENCH = Window(
    width=220, height=110, window=Box(100, 55, 200, 90), address=Box(110, 55.5, 189, 79)
)
# bpost: 15 free at the right of the window, 30 below it.
BELGIAN = Window(
    width=220, height=110, window=Box(105, 45, 205, 80), address=Box(110, 45.5, 194, 69)
)
# 35 x 100 at the left, 20 from the left and from below.
DUTCH = Window(
    width=220, height=110, window=Box(20, 55, 120, 90), address=Box(25, 55.5, 109, 79)
)
# DL with the common window: 35 x 90, 20 from the left, 18 from below.
BRITISH = Window(
    width=220, height=110, window=Box(20, 57, 110, 92), address=Box(25, 57.5, 99, 81)
)

WINDOWS = {
    "DE": DIN,
    "FR": FRENCH,
    "MC": FRENCH,
    "BE": BELGIAN,
    "LU": BELGIAN,
    "NL": DUTCH,
    "GB": BRITISH,
    "IE": BRITISH,
}

OWN = re.compile(
    r"(?P<width>\d{3})x(?P<height>\d{2,3}) (?P<wide>\d{2,3})x(?P<high>\d{2})"
    r" (?P<side>left|right) (?P<aside>\d{1,2}) bottom (?P<below>\d{1,2})"
)


class NotAWindow(ValueError):
    """The words do not describe a window in which an address can be read."""


def window(country: str, own: str = "") -> Window:
    """The window of an office in this country; `own` describes other envelopes that it
    uses, see `described`.
    """
    return described(own) if own else WINDOWS.get(country.upper(), DIN)


def described(words: str) -> Window:
    """The window as people write it: `220x110 100x35 right 20 bottom 20` is an envelope of
    220 x 110, a window 100 wide and 35 high, 20 from the right and 20 from below.

    Raises NotAWindow.
    """
    found = OWN.fullmatch(words.strip())
    if found is None:
        raise NotAWindow(f"“{words}” is not like “220x110 100x35 right 20 bottom 20”.")
    size = {name: float(text) for name, text in found.groupdict().items() if name != "side"}
    left = size["aside"]
    if found["side"] == "right":
        left = size["width"] - size["aside"] - size["wide"]
    bottom = size["height"] - size["below"]
    seen = Box(left, bottom - size["high"], left + size["wide"], bottom)
    bare = Window(width=size["width"], height=size["height"], window=seen, address=seen)
    return _fitted(bare, words)


def _fitted(bare: Window, words: str) -> Window:
    """The address within the zone, and within the margins of the sheet."""
    zone = bare.zone
    address = Box(
        max(zone.left + 2, MARGIN_LEFT_MM),
        zone.top + 0.5,
        min(zone.right - 1, SHEET_MM - MARGIN_RIGHT_MM + 4),
        zone.bottom,
    )
    roomy = address.right - address.left >= 60 and address.bottom - address.top >= 15
    # Above it stands the letterhead, below it the letter begins.
    if bare.width < SHEET_MM or not roomy or bare.reach.top < 34 or bare.window.bottom > 99:
        raise NotAWindow(f"“{words}” leaves no room for an address on an A4 sheet.")
    return replace(bare, address=address)
