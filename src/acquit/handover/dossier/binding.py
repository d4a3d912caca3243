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

    from pypdf import PdfReader, PdfWriter

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
    """pieces: in their order. stamps: where in `set_pages` the stamps begin, one for each
    page of a paper. outline: what begins on which page, from 0.
    """

    set_pages: str
    pieces: tuple[Piece, ...]
    stamps: int
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
    stamp = order.stamps
    for piece in order.pieces:
        whole.append(pages, pages=(piece.first, piece.last), import_outline=False)
        for path in piece.papers:
            before = len(whole.pages)
            append(whole, PdfReader(BytesIO(Path(path).read_bytes())))
            stamp = _stamp(whole, before, pages, stamp)
    for title, at in order.outline:
        whole.add_outline_item(title=title, page_number=at)
    whole.add_metadata({"/Title": order.title})
    whole.write(order.out)


def _stamp(whole: PdfWriter, before: int, pages: PdfReader, stamp: int) -> int:
    """Lay a stamp over each page since `before`; which stamp is next."""
    from pypdf import Transformation  # noqa: PLC0415  # see above

    for place in range(before, len(whole.pages)):
        page = whole.pages[place]
        # A page that is turned would turn the stamp with it.
        page.transfer_rotation_to_content()
        box = page.mediabox
        worn = pages.pages[stamp]
        right = float(box.right) - float(worn.mediabox.width)
        shift = Transformation().translate(right, float(box.bottom))
        page.merge_transformed_page(worn, shift, expand=False)
        stamp += 1
    return stamp


def _read(told: dict[str, object]) -> Order:
    some: Sequence[dict[str, object]] = told.pop("pieces")  # type: ignore[assignment]
    pieces = tuple(Piece(**one) for one in some)  # type: ignore[arg-type]
    return Order(pieces=pieces, **told)  # type: ignore[arg-type]


if __name__ == "__main__":
    _bind(_read(json.load(sys.stdin)))
