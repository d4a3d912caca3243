"""What is left of a text where only plain letters pass, and what stands in it."""

from __future__ import annotations

import unicodedata

_SPELT = str.maketrans({"ß": "ss", "Œ": "OE", "œ": "oe", "Æ": "AE", "æ": "ae", "ø": "o"})


_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "AE", "Ö": "OE", "Ü": "UE"})


def german(text: str) -> str:
    """With umlauts spelt out, as German banks do."""
    return text.translate(_GERMAN)


def ascii_only(text: str, other: str = " ") -> str:
    """Without accents; a sign that ASCII does not have becomes `other`."""
    plain = unicodedata.normalize("NFD", text.translate(_SPELT))
    kept = (sign for sign in plain if not unicodedata.combining(sign))
    return "".join(sign if " " <= sign <= "~" else other for sign in kept)


def signs(text: str) -> str:
    """Letters and digits alone, in capitals."""
    return "".join(sign for sign in ascii_only(text).upper() if sign.isalnum())


def holds(text: str, words: str) -> bool:
    """Whether the letters and digits of `words` stand in the text one after the other,
    umlauts as they are or spelt out.
    """
    said = signs(text)
    return signs(words) in said or signs(german(words)) in said
