"""Pages of words, set in type: one letter, or a bundle of them in one document.

The same pages always give the same bytes. typst is loaded when the first letter is set:
a process that sets none does not carry it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings

from acquit.channels.letter import press
from acquit.channels.letter.binding import Bundle
from acquit.channels.letter.layout import Unsettable, laid_out
from acquit.channels.letter.press import Order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# A bundle of this size takes half a gigabyte while it is set.
BUNDLE_LETTERS = 250
PREVIEW_PPI = 96.0


def set_letters(pages: Sequence[Mapping[str, Any]]) -> Bundle:
    """All pages, in their order, as one document; at most BUNDLE_LETTERS at a time keep the
    memory small. Raises Unsettable (`layout.laid_out`) and `press.NotSet`.
    """
    if not pages:
        return Bundle(b"", 0, [])
    last_pages, pdf = press.bundle(replace(_order(pages), tags=False))
    return Bundle(pdf, last_pages[-1], [0, *last_pages[:-1]])


def count_sheets(pages: Sequence[Mapping[str, Any]]) -> list[int]:
    """How many pages each letter will have. Raises as `set_letters`."""
    counts = []
    for start in range(0, len(pages), BUNDLE_LETTERS):
        order = _order(pages[start : start + BUNDLE_LETTERS])
        last_pages, _ = press.bundle(replace(order, counted=True))
        first_pages = [0, *last_pages[:-1]]
        counts += [last - at for at, last in zip(first_pages, last_pages, strict=True)]
    return counts


def can_be_set(page: Mapping[str, Any]) -> bool:
    """Whether the page is one of a letter."""
    try:
        set_letter(page)
    except (Unsettable, press.NotSet):
        return False
    return True


def set_letter(page: Mapping[str, Any], *, envelope: str = "") -> bytes:
    """One letter as PDF, tagged so that it can be read aloud. envelope: the country of the
    envelopes of who posts it, "" = our own. Raises Unsettable.
    """
    return press.document(_order([page], envelope=envelope))


def picture(page: Mapping[str, Any], *, ppi: float = PREVIEW_PPI) -> list[bytes]:
    """One letter as pictures (PNG), one for each of its pages. Raises Unsettable."""
    return press.pictures(_order([page]), ppi=ppi)


def _order(pages: Sequence[Mapping[str, Any]], *, envelope: str = "") -> Order:
    own = "" if envelope else settings.LETTER_WINDOW
    return Order(
        template="letter.typ",
        inputs={
            "letters": json.dumps(
                [laid_out(page, own=own, envelope=envelope) for page in pages]
            )
        },
        dated=max(page["date"] for page in pages),
    )
