"""The whole dossier as one page for the press: cover, contents, sections, exhibits.

Where something stands is known when it is set; so each entry names a place (`anchor`) that
typst finds, and how many pages lie between it and the entry (`plus`), for papers that are
bound in afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from acquit.core.procedures import Procedure
from acquit.handover.dossier.conditions import checked
from acquit.handover.dossier.file import Received, Sent
from acquit.handover.dossier.telling import (
    blocks,
    claims,
    conditions,
    cover,
    interest,
    saying,
    writing,
)
from acquit.handover.dossier.telling.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from acquit.handover.dossier.exhibits import Exhibit, Numbered
    from acquit.handover.dossier.telling.blocks import Block, Teller


@dataclass(frozen=True, slots=True)
class Bound:
    """How a file stands in the dossier: on so many pages, told line by line on a sheet of
    its own, or not, with a code of why.
    """

    pages: int = 0
    why: str = ""
    lines: tuple[str, ...] = ()


def has_sheet(one: Exhibit, bound: Mapping[int, Bound]) -> bool:
    """Whether it is set, and not bound in only."""
    told = bound.get(one.number)
    return one.written is not None or bool(told and told.lines)


def page(
    teller: Teller,
    procedure: Procedure,
    exhibits: Numbered,
    bound: Mapping[int, Bound],
) -> dict[str, Any]:
    """What `dossier.typ` sets. bound: of each exhibit that is a file, by number."""
    words = teller.words
    sheeted = [one for one in exhibits.all if has_sheet(one, bound)]
    return {
        "language": teller.language,
        "cover": cover.cover(teller, procedure),
        "parcel": words.cover.parcel,
        "exhibits-title": words.exhibits.title,
        "sections": _told(teller, _sections(teller, procedure, exhibits, bound)),
        "exhibits": list(_entries(teller, exhibits, bound)),
        "sheets": [_sheet(teller, one, exhibits, bound) for one in sheeted],
        "end": f"last-{sheeted[-1].number if sheeted else 0}",
        "bound": sum(one.pages for one in bound.values()),
    }


def _told(
    teller: Teller, sections: Iterable[tuple[str, list[Block]]]
) -> list[dict[str, Any]]:
    words = teller.words
    # What is looked for most begins a page; the rest follows as it comes.
    fresh = {words.parties.title, words.claims.title}
    return [
        {
            "key": f"s{place}",
            "title": title,
            "fresh": place == 1 or title in fresh,
            "blocks": some,
        }
        for place, (title, some) in enumerate(
            ((title, some) for title, some in sections if some), start=1
        )
    ]


def _entries(
    teller: Teller, exhibits: Numbered, bound: Mapping[int, Bound]
) -> Iterator[dict[str, Any]]:
    """The lines of the contents. Behind which sheet a paper stands, and how many pages of
    papers stand before it, say where it is.
    """
    piece = shift = 0
    for one in exhibits.all:
        how, sheet = bound.get(one.number, Bound()), has_sheet(one, bound)
        piece = one.number if sheet else piece
        anchor = f"e{one.number}" if sheet else f"last-{piece}"
        yield {
            "said": str(one.number),
            "title": blocks.clean(one.title),
            "on": teller.short(one.on),
            "anchor": anchor if sheet or how.pages else "",
            "plus": shift + (0 if sheet else 1),
        }
        shift += how.pages


def _sheet(
    teller: Teller, one: Exhibit, exhibits: Numbered, bound: Mapping[int, Bound]
) -> dict[str, Any]:
    """shift: how many pages of papers stand before it."""
    before = (bound.get(number) for number in range(1, one.number))
    return {
        "number": one.number,
        "said": f"{teller.words.exhibits.word} {one.number}",
        "title": blocks.clean(one.title),
        "shift": sum(how.pages for how in before if how),
        "blocks": _blocks(teller, one, exhibits, bound.get(one.number, Bound())),
    }


def stamps(
    teller: Teller,
    exhibits: Numbered,
    bound: Mapping[int, Bound],
    ended: Sequence[int],
) -> dict[str, Any]:
    """What `stamps.typ` sets, a page for each page of a paper. ended: the last page of what
    was set before the first message, then of each.
    """
    words = teller.words
    last = ended[-1] + sum(one.pages for one in bound.values())
    ends = iter(ended)
    before = next(ends)
    found: list[dict[str, str]] = []
    for one in exhibits.all:
        if has_sheet(one, bound):
            before = next(ends)
        pages = bound[one.number].pages if one.number in bound else 0
        for number in range(1, pages + 1):
            place = before + len(found) + 1
            found.append(
                {
                    "said": f"{words.exhibits.word} {one.number} · {number}/{pages}",
                    "page": f"{words.cover.page} {place} / {last}",
                }
            )
    return {"language": teller.language, "all": found}


def _blocks(teller: Teller, one: Exhibit, exhibits: Numbered, how: Bound) -> list[Block]:
    """What stands on the sheet of an exhibit."""
    match one.written:
        case Sent():
            return list(writing.sheet_of_sent(teller, one.written, exhibits))
        case Received():
            return list(writing.sheet_of_received(teller, one.written, exhibits))
        case None:
            told = teller.words.exhibits.einvoice.format(file=one.file)
            return [blocks.small(told), blocks.raw("\n".join(how.lines))]


def _sections(
    teller: Teller,
    procedure: Procedure,
    exhibits: Numbered,
    bound: Mapping[int, Bound],
) -> Iterator[tuple[str, list[Block]]]:
    words, file, sources = teller.words, teller.file, Sources()
    found = checked(file, procedure)
    if found:
        generic = procedure is Procedure.GENERIC
        title = words.conditions.title_generic if generic else words.conditions.title
        yield title, list(conditions.told(teller, procedure, found, sources))
    yield words.parties.title, cover.parties(teller, file)
    yield words.claims.title, list(claims.claims(teller))
    yield words.lowering.title, list(claims.lowering(teller, exhibits))
    yield words.interest.title, list(interest.working(teller, sources))
    yield words.limits.title, list(claims.limits(teller, file, sources))
    yield words.sending.title, list(writing.sent(teller, exhibits))
    yield words.answers.title, list(writing.received(teller, exhibits))
    yield words.said.disputes, list(saying.disputes(teller))
    said = (words.said.promises, words.said.calls, words.said.holds)
    yield " · ".join(said), list(saying.told(teller))
    yield words.sources.title, sources.told(teller)
    yield words.exhibits.missing, list(_missing(teller, exhibits, bound))


def _missing(
    teller: Teller, exhibits: Numbered, bound: Mapping[int, Bound]
) -> Iterator[Block]:
    told = teller.words.exhibits
    without = [one.number for one in teller.file.billed if one.paper is None]
    if without:
        yield blocks.text(told.original.format(numbers=", ".join(without)))
    else:
        yield blocks.text(told.none_missing)
    apart = [
        [
            blocks.cell(str(one.number)),
            blocks.cell(one.title),
            blocks.cell(told.flaws[bound[one.number].why]),
            blocks.cell(one.file),
        ]
        for one in exhibits.all
        if one.number in bound and bound[one.number].why
    ]
    if apart:
        yield blocks.heading(told.apart)
        what = teller.words.lowering.what
        heads = (told.word, what, told.apart, teller.words.cover.parcel)
        yield blocks.table(heads, apart, wide=(1, 3))
    yield blocks.heading(told.add)
    yield blocks.points(told.to_add)
