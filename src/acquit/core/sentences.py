"""Sentences that the program says: written once, in English, and put in the reader's
language where they are read.

A reader of files knows neither a person nor a language; so it says *what* it found, as a
sentence with named places and the words that stand in them. `str()` gives the English;
pages translate the sentence, then put the words in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class Sentence:
    """text: English, with places such as `%(count)s`; words: name and what stands there."""

    text: str
    words: tuple[tuple[str, Said], ...] = ()

    def __str__(self) -> str:
        return self.told(lambda text: text)

    def told(self, translate: Callable[[str], str]) -> str:
        """The finished sentence, its text and those within it put through `translate`."""
        words = {name: told(said, translate) for name, said in self.words}
        text = translate(self.text)
        return text % words if words else text


# What is no sentence is a word of the file itself, the same in every language.
Said = str | Sentence


def say(text: str, /, **words: object) -> Sentence:
    """A sentence of the program; `tools/messages.py` collects its text by this name."""
    kept = [
        (name, said if isinstance(said, Sentence) else str(said))
        for name, said in words.items()
    ]
    return Sentence(text, tuple(kept))


def listed(parts: Iterable[Said], separator: str = ", ") -> Sentence:
    """Several one after the other, each to be translated by itself."""
    numbered = tuple((f"part{number}", part) for number, part in enumerate(parts))
    return Sentence(separator.join(f"%({name})s" for name, _ in numbered), numbered)


def told(said: Said, translate: Callable[[str], str]) -> str:
    """What was said, in the language of `translate`."""
    return said if isinstance(said, str) else said.told(translate)


def as_json(said: Said) -> Any:
    """What was said as plain values, to be kept and read in any language later."""
    if isinstance(said, str):
        return said
    return {"text": said.text, "words": {name: as_json(one) for name, one in said.words}}


def of_json(kept: Any) -> Said:
    """What `as_json` gave."""
    if isinstance(kept, str):
        return kept
    words = tuple((name, of_json(one)) for name, one in kept["words"].items())
    return Sentence(kept["text"], words)
