"""Letters: what is left of a text in formats that know no accents."""

from __future__ import annotations

import re
import unicodedata

# No decomposition has them.
APART = str.maketrans(
    {"ß": "ss", "œ": "oe", "Œ": "OE", "æ": "ae", "\u2013": "-", "\u2019": "'"}
)


def plain(text: str) -> str:
    """The text in ASCII: "Négoce & Söhne" is "Negoce & Sohne"; what is unknown is a dot."""
    apart = unicodedata.normalize("NFKD", text.translate(APART))
    kept = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return re.sub(r"[^\x20-\x7e]", ".", kept)
