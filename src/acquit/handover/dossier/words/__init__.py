"""The words of a dossier, in four languages. Read them aloud before changing one."""

from __future__ import annotations

from acquit.handover.dossier.words.de import WORDS as DE
from acquit.handover.dossier.words.en import WORDS as EN
from acquit.handover.dossier.words.fr import WORDS as FR
from acquit.handover.dossier.words.nl import WORDS as NL
from acquit.handover.dossier.words.shapes import Words

__all__ = ["LANGUAGES", "Words", "words"]

LANGUAGES = {"en": EN, "fr": FR, "nl": NL, "de": DE}


def words(language: str) -> Words:
    """The words in this language, else English."""
    return LANGUAGES.get(language, EN)
