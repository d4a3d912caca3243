"""Papers bound in behind what was set, in a process of its own that ends with them.

Why apart: docs/decisions/0020. Here by paths, because a case may have thousands of papers:
`python binding.py`, on its standard input an order as JSON; it writes the file `out`.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from acquit.channels.letter.binding import NotBound, append

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf import PageObject, PdfReader, PdfWriter
    from pypdf.generic import IndirectObject, StreamObject

SECONDS = 1800


@dataclass(frozen=True, slots=True)
class Piece:
    """Some pages of what was set, from `first` to before `last`; then papers behind them.

    papers: paths.
    """

    first: int
    last: int
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """pieces: of the document `set_pages`, in their order. stamps: a document with a page
    for each page of a paper, "" where there is none. outline: what begins on which page,
    from 0.
    """

    set_pages: str
    pieces: tuple[Piece, ...]
    stamps: str
    outline: tuple[tuple[str, int], ...]
    title: str
    out: str


def bind(order: Order) -> None:
    """Write the bound dossier. Raises NotBound."""
    done = subprocess.run(  # noqa: S603  # our own interpreter and module
        # Without the folder of this file among the places of modules.
        [sys.executable, "-P", __file__],
        input=json.dumps(asdict(order)).encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        raise NotBound(done.stderr.decode(errors="replace")[-500:])


def _bind(order: Order) -> None:
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415  # only the child needs it

    signal.alarm(SECONDS)
    pages = PdfReader(order.set_pages)
    whole = PdfWriter()
    stamps = PdfReader(order.stamps) if order.stamps else None
    stamp = 0
    for piece in order.pieces:
        whole.append(pages, pages=(piece.first, piece.last), import_outline=False)
        for path in piece.papers:
            before = len(whole.pages)
            append(whole, PdfReader(BytesIO(Path(path).read_bytes())))
            if stamps is not None:
                stamp = _stamp(whole, before, stamps, stamp)
    for title, at in order.outline:
        whole.add_outline_item(title=title, page_number=at)
    whole.add_metadata({"/Title": order.title})
    whole.write(order.out)


def _stamp(whole: PdfWriter, before: int, stamps: PdfReader, stamp: int) -> int:
    """Lay a stamp over each page since `before`; which stamp is next."""
    for place in range(before, len(whole.pages)):
        page = whole.pages[place]
        if page.rotation:
            # A page that is turned would turn the stamp with it.
            page.transfer_rotation_to_content()
        _lay_over(whole, page, stamps.pages[stamp], f"/Stamp{stamp}")
        stamp += 1
    return stamp


def _lay_over(whole: PdfWriter, page: PageObject, worn: PageObject, name: str) -> None:
    """Draw it as a form of its own: what the page says is not read, and fonts are kept
    once for all. Lower right corners meet.
    """
    from pypdf.generic import (  # noqa: PLC0415  # see above
        ArrayObject,
        DictionaryObject,
        NameObject,
    )

    box, size = page.mediabox, worn.mediabox
    right = float(box.right) - float(size.width)
    resources = page.get(NameObject("/Resources"), DictionaryObject()).get_object()
    forms = resources.get(NameObject("/XObject"), DictionaryObject()).get_object()
    forms[NameObject(name)] = whole._add_object(_form(whole, worn))  # noqa: SLF001
    resources[NameObject("/XObject")] = forms
    page[NameObject("/Resources")] = resources
    drawn = f"Q q 1 0 0 1 {right:.3f} {float(box.bottom):.3f} cm {name} Do Q"
    said = page.get("/Contents")
    inner = said.get_object() if said is not None else ArrayObject()
    held = list(inner) if isinstance(inner, ArrayObject) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject(
        [_stream(whole, b"q"), *held, _stream(whole, f"\n{drawn}".encode())]
    )


def _form(whole: PdfWriter, worn: PageObject) -> StreamObject:
    from pypdf.generic import (  # noqa: PLC0415  # see above
        DecodedStreamObject,
        NameObject,
        RectangleObject,
    )

    form = DecodedStreamObject()
    content = worn.get_contents()
    form.set_data(b"" if content is None else content.get_data())
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = RectangleObject(worn.mediabox)
    form[NameObject("/Resources")] = worn["/Resources"].clone(whole)
    return form.flate_encode()


def _stream(whole: PdfWriter, content: bytes) -> IndirectObject:
    from pypdf.generic import DecodedStreamObject  # noqa: PLC0415  # see above

    stream = DecodedStreamObject()
    stream.set_data(content)
    return whole._add_object(stream)  # noqa: SLF001


def _read(told: dict[str, object]) -> Order:
    some: Sequence[dict[str, object]] = told.pop("pieces")  # type: ignore[assignment]
    pieces = tuple(Piece(**one) for one in some)  # type: ignore[arg-type]
    return Order(pieces=pieces, **told)  # type: ignore[arg-type]


if __name__ == "__main__":
    _bind(_read(json.load(sys.stdin)))
