"""What banks put into the one text of a line: names, accounts and references behind labels.

`EREF: … MREF: …`, `Naam: … Omschrijving: …`, `Auftraggeber: … Buchungstext: …`: which
labels a bank writes, and what each stands for, a layout says. Code words between slashes
are those of MT940.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from acquit.formats.mt940 import slashes
from acquit.formats.mt940.told import given, squeezed

if TYPE_CHECKING:
    from collections.abc import Mapping

_ELSEWHERE = ""  # of a label whose words are told by another column, or by none


def told(text: str, labels: Mapping[str, str], *, money_in: bool) -> dict[str, str]:
    """field → what the text says of it; `text` holds what stands before the first label."""
    if text.startswith("/") and (said := slashes.told(text, money_in=money_in)):
        return {
            "text": said.text,
            "name": said.name,
            "iban": said.iban,
            "bic": said.bic,
            "end_to_end_id": said.end_to_end_id,
            "mandate": said.mandate,
            "payment_reference": said.structured,
        }
    first, *rest = _any_of(tuple(labels)).split(text)
    found = {"text": squeezed(first)}
    for label, words in zip(rest[::2], rest[1::2], strict=True):
        name, value = labels[label], given(squeezed(words))
        if name == "text":
            found["text"] = f"{found['text']} {value}".strip()
        elif name != _ELSEWHERE:
            found.setdefault(name, value)
    return found


@lru_cache(maxsize=64)
def _any_of(labels: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(labels, key=len, reverse=True)
    return re.compile("(" + "|".join(map(re.escape, longest_first)) + ")")
