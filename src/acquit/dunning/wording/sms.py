"""Short messages in the letters that every phone has (GSM 03.38), where possible."""

from __future__ import annotations

import unicodedata

ONE = 160
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# These take the place of two.
_DOUBLE = frozenset("^{}\\[~]|€")
_PLAIN = {
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "…": "...",
    "œ": "oe",
    "Œ": "OE",
}


def gsm(text: str) -> str:
    """The text without what a phone would make a long message of: ê becomes e.

    A letter that has no plain form stays, and the message is sent in Unicode.
    """
    return "".join(_letter(letter) for letter in " ".join(text.split()))


def length(text: str) -> int:
    """How many of the 160 places it takes; 0 when it cannot be written in GSM 03.38."""
    if not all(letter in _BASIC or letter in _DOUBLE for letter in text):
        return 0
    return len(text) + sum(letter in _DOUBLE for letter in text)


def parts(text: str) -> int:
    """How many short messages it is sent as: 160 or 153 places each, or 70 and 67."""
    places = length(text)
    one, each = (ONE, 153) if places else (70, 67)
    places = places or len(text)
    return 1 if places <= one else -(-places // each)


def _letter(letter: str) -> str:
    if letter in _BASIC or letter in _DOUBLE:
        return letter
    plain = _PLAIN.get(letter)
    if plain is None:
        folded = unicodedata.normalize("NFKD", letter)
        plain = "".join(one for one in folded if not unicodedata.combining(one))
    return plain if plain and all(one in _BASIC for one in plain) else letter
