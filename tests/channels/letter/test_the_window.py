"""The address is seen through the window of the envelope, and nothing else is."""

from __future__ import annotations

import pytest

from acquit.channels.letter import setting, windows
from acquit.channels.letter.windows import Box, NotAWindow
from channels.letter.ink import POINT_MM, WHITE, ink, outline, texts, within
from channels.letter.pages import ADDRESSES, HUGE, page

# The measures of docs/reference/letters.md, written down a second time: the zone that is
# seen wherever the folded sheet lies in its envelope, and all that may ever be seen.
SEEN = {
    "DE": (Box(20, 50, 100, 90), Box(10, 45, 110, 95)),
    "AT": (Box(20, 50, 100, 90), Box(10, 45, 110, 95)),
    "FR": (Box(100, 55, 190, 79), Box(90, 44, 200, 90)),
    "BE": (Box(105, 45, 195, 69), Box(95, 34, 205, 80)),
    "LU": (Box(105, 45, 195, 69), Box(95, 34, 205, 80)),
    "NL": (Box(20, 55, 110, 79), Box(10, 44, 120, 90)),
    "GB": (Box(20, 57, 100, 81), Box(10, 46, 110, 92)),
}


@pytest.mark.parametrize("country", SEEN)
def test_the_window_is_where_its_envelope_has_it(country: str) -> None:
    window = windows.window(country)
    assert (window.zone, window.reach) == SEEN[country]


@pytest.mark.parametrize("country", SEEN)
def test_the_address_is_seen_and_nothing_else(country: str) -> None:
    zone, reach = SEEN[country]
    letter = page(country)
    seen = outline(within(ink(letter), reach))
    shown = Box(
        *(edge + shift for edge, shift in zip(seen, reach[:2] + reach[:2], strict=True))
    )
    assert shown.left >= zone.left
    assert shown.top >= zone.top
    assert shown.right <= zone.right
    assert shown.bottom <= zone.bottom
    found = [
        text
        for text, x, y in texts(setting.set_letter(letter))
        if reach.left <= x <= reach.right and reach.top <= y <= reach.bottom
    ]
    sender = ["Alder Trading · Dock 3 · 2000 Antwerp"] if country in {"DE", "AT"} else []
    assert found == sender + ADDRESSES[country]


@pytest.mark.parametrize("country", ["DE", "FR", "BE", "NL", "GB"])
def test_six_long_lines_are_set_smaller_and_still_seen(country: str) -> None:
    zone, reach = SEEN[country]
    lines = [HUGE, "z. Hd. Herrn Prof. Dr. Maximilian Freiherr von Donaudampf", "Haus 3"]
    lines += ["Straße des siebzehnten Juni 1234", "10623 Berlin", "DEUTSCHLAND"]
    seen = outline(within(ink(page(country, address=lines)), reach))
    assert seen.bottom + reach.top <= zone.bottom
    assert seen.right + reach.left <= zone.right
    assert seen.left + reach.left >= zone.left


def test_the_window_is_that_of_the_office_that_fills_the_envelope() -> None:
    abroad = page("BE", address=ADDRESSES["DE"]) | {"country": "DE"}
    at = {text: (x, y) for text, x, y in texts(setting.set_letter(abroad))}
    assert at["Hauptstraße 12"][0] > 100


def test_an_office_may_use_other_envelopes(settings) -> None:
    settings.LETTER_WINDOW = "229x114 110x40 right 15 bottom 20"
    at = {text: (x, y) for text, x, y in texts(setting.set_letter(page("DE")))}
    assert at["Hauptstraße 12"][0] > 100


@pytest.mark.parametrize(
    "words",
    ["", "110x35", "220x110 20x10 left 20 bottom 20", "220x110 100x35 left 20 bottom 80"],
)
def test_a_window_that_shows_no_address_is_refused(words: str) -> None:
    with pytest.raises(NotAWindow, match=r"220x110|no room"):
        windows.described(words)


def test_fold_marks_stand_where_germany_folds() -> None:
    edge = within(ink(page("DE"), darker_than=WHITE), Box(0, 0, 12, 297))
    rows = [row * POINT_MM for row in edge.any(axis=1).nonzero()[0]]
    for mark in (105, 148.5, 210):
        assert any(abs(row - mark) <= 1 for row in rows)
    assert not within(ink(page("FR")), Box(0, 0, 12, 297)).any()


LONG = [
    HUGE,
    "z. Hd. Herrn Prof. Dr. Maximilian Freiherr von Donaudampf-Schifffahrt",
    "Gebäude C, Aufgang 27, dritte Etage, Zimmer 1234",
    "Straße des siebzehnten Juni 1234",
    "10623 Berlin-Charlottenburg",
    "DEUTSCHLAND",
]
WORST = {
    "long lines": LONG,
    "long lines in capitals": [line.upper() for line in LONG],
    "as long as a customer can be": ["Wm " * 66, "Xy " * 66, "Street " * 28, "Town " * 20],
    "as long, in capitals, abroad": [*["MWÄ " * 50] * 4, "99999 TOWN", "BELGIQUE"],
    "without a single space": ["W" * 200, "w" * 200, "1234" * 50, "x" * 100],
}


@pytest.mark.parametrize("country", SEEN)
@pytest.mark.parametrize("lines", WORST.values(), ids=WORST)
def test_the_worst_address_stays_within_every_window(
    country: str, lines: list[str]
) -> None:
    zone, reach = SEEN[country]
    letter = page(country, address=lines)
    seen = outline(within(ink(letter), reach))
    assert seen.left + reach.left >= zone.left
    assert seen.top + reach.top >= zone.top
    assert seen.right + reach.left <= zone.right
    assert seen.bottom + reach.top <= zone.bottom
    # Nothing of a line is lost at its beginning, and none is lost.
    found = "".join(text for text, *_ in texts(setting.set_letter(letter)))
    bare = found.replace("\u200b", "").replace(" ", "")
    assert all(line.replace(" ", "")[:12] in bare for line in lines)


@pytest.mark.parametrize(
    "name", ["Alder Trading", "Vereinigte Großhandelsgesellschaften für Backwaren AG & Co."]
)
def test_the_name_above_stands_on_one_line(name: str) -> None:
    letter = page("DE")
    letter["sender"]["name"] = name
    drawn = outline(within(ink(letter), Box(25, 5, 190, 27.5)))
    assert drawn.bottom - drawn.top <= 8
