"""What was found, marked in the bank's own text.

References and numbers are compared as letters and digits alone (`core.text.reference_key`);
here they are found again as they were written: `+++090/9337/55493+++`, `fact. 2026-001`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from acquit.core.text import reference_key
from acquit.web.cells import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What may stand between two characters of one reference; a shorter key is chance.
_BETWEEN = r"[^0-9A-Za-z]{0,3}"
SHORTEST = 3


def parts(text: str, found: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The text cut into (words, whether they were found); joined, it is the text again."""
    keys = {reference_key(one) for one in found}
    known = sorted((key for key in keys if len(key) >= SHORTEST), key=len, reverse=True)
    if not known:
        yield text, False
        return
    pattern = "|".join(_BETWEEN.join(map(re.escape, key)) for key in known)
    alone = rf"(?<![0-9A-Za-z])(?:{pattern})(?![0-9A-Za-z])"
    start = 0
    for one in re.finditer(alone, text, re.IGNORECASE):
        if one.start() > start:
            yield text[start : one.start()], False
        yield one.group(), True
        start = one.end()
    if start < len(text):
        yield text[start:], False


def marked(text: str, found: Iterable[str]) -> SafeString:
    """The text with what was found in `<mark>`."""
    told = mark_safe("")
    for words, known in parts(text, found):
        told += format_html("<mark>{}</mark>" if known else "{}", words)
    return told


@dataclass(frozen=True, slots=True)
class Marked:
    """The bank's text in a list."""

    text: str
    found: Iterable[str]

    def html(self) -> SafeString:
        if not self.text:
            return EMPTY
        return format_html('<div class="bank-text">{}</div>', marked(self.text, self.found))

    def plain(self) -> str:
        return self.text
