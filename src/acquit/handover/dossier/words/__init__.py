"""The words of a dossier, in four languages. Read them aloud before changing one."""

from __future__ import annotations

from acquit.handover.dossier.words import de, en, fr, nl
from acquit.handover.dossier.words.shapes import Words

__all__ = ["LANGUAGES", "Words", "words"]

_WORDS = {"en": en.WORDS, "fr": fr.WORDS, "nl": nl.WORDS, "de": de.WORDS}
LANGUAGES = tuple(_WORDS)


def words(language: str) -> Words:
    """The words in this language, else English."""
    return _WORDS.get(language, en.WORDS)
