"""What is enclosed with letters: looked through once, and bound in behind its letter."""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Coalesce, Length

from acquit.channels.letter import binding
from acquit.channels.letter.binding import Flaw, NotBound
from acquit.channels.models import Apart, Enclosure
from acquit.ledger.models import Document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from acquit.channels.letter.binding import Bundle

# So much is read at once: several times as much memory is taken while it is bound.
AT_ONCE_BYTES = 40_000_000

log = logging.getLogger(__name__)

Source = tuple[str, int]


class Paper(NamedTuple):
    """An enclosure. source: where its content lies; one document may go with many letters.
    found: how many pages it has, or why it cannot be bound.
    """

    enclosure_id: int
    source: Source
    size: int
    found: int | Flaw

    @property
    def pages(self) -> int:
        """0 where it is not bound."""
        return 0 if isinstance(self.found, Flaw) else self.found


def papers_of(message_ids: Collection[int]) -> dict[int, list[Paper]]:
    """What is enclosed with each message, in its order; looked through."""
    rows = (
        Enclosure.objects.filter(message__in=message_ids)
        .annotate(size=Coalesce(F("document__size"), Length("content")))
        .order_by("message", "pk")
        .values_list("message", "pk", "document", "size")
    )
    named = [
        (message_id, pk, ("document", document_id) if document_id else ("own", pk), size)
        for message_id, pk, document_id, size in rows
    ]
    found: dict[Source, int | Flaw] = {}
    for some in _by_size({source: size for _, _, source, size in named}):
        told = binding.looked_through([*_contents(some).values()])
        found |= dict(zip(some, told, strict=True))
    papers: dict[int, list[Paper]] = defaultdict(list)
    for message_id, pk, source, size in named:
        papers[message_id].append(Paper(pk, source, size, found[source]))
    return papers


def pages(letter: int, papers: Iterable[Paper]) -> int:
    """How many pages the letter has with what is bound in behind it."""
    behind = [one.pages for one in papers]
    return binding.thickness(letter, behind, both_sides=settings.LETTER_BOTH_SIDES)


def bind(
    bundle: Bundle, papers: Sequence[Sequence[Paper]]
) -> tuple[Bundle, dict[int, Apart]]:
    """The letters with their papers, and which enclosures are not among them. papers: of
    each letter, in the order of the letters.
    """
    every = [one for some in papers for one in some]
    apart = {
        one.enclosure_id: Apart(one.found.value)
        for one in every
        if isinstance(one.found, Flaw)
    }
    contents = _contents(dict.fromkeys(one.source for one in every if one.pages))
    place = {source: number for number, source in enumerate(contents)}
    enclosed = [[place[one.source] for one in some if one.pages] for some in papers]
    try:
        bound = _bound(bundle, [*contents.values()], enclosed)
    except NotBound:
        log.exception("papers_not_bound")
        bound = _bound(bundle, [], [[] for _ in papers])
        apart |= {one.enclosure_id: Apart.BROKEN for one in every if one.pages}
    return bound, apart


def _bound(
    bundle: Bundle, contents: Sequence[bytes], enclosed: Sequence[Sequence[int]]
) -> Bundle:
    both_sides = settings.LETTER_BOTH_SIDES
    return binding.bound(bundle, contents, enclosed, both_sides=both_sides)


def _by_size(sizes: Mapping[Source, int]) -> Iterator[list[Source]]:
    """In groups that can be read at once."""
    some: list[Source] = []
    together = 0
    for source, size in sizes.items():
        if some and together + size > AT_ONCE_BYTES:
            yield some
            some, together = [], 0
        some.append(source)
        together += size
    if some:
        yield some


def _contents(sources: Iterable[Source]) -> dict[Source, bytes]:
    """Of each of these, in their order."""
    asked = list(sources)
    documents = Document.objects.filter(pk__in=[pk for of, pk in asked if of == "document"])
    own = Enclosure.objects.filter(pk__in=[pk for of, pk in asked if of == "own"])
    found = {
        **{("document", pk): kept for pk, kept in documents.values_list("pk", "content")},
        **{("own", pk): kept or b"" for pk, kept in own.values_list("pk", "content")},
    }
    return {source: bytes(found[source]) for source in asked}
