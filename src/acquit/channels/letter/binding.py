"""Letters and what is enclosed with them, bound into one document, sheet by sheet.

Papers come from outside: they may be broken, locked, or made to take all memory. So they
are read in a process of its own that ends with them, each within a time of its own:
`python -m acquit.channels.letter.binding`, and on its standard input an order as JSON in
one line, then the documents. Looking through answers one JSON line for each paper, as far
as it came; binding answers where each letter begins, in one line, then the document.
"""

from __future__ import annotations

import json
import logging
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdf import PageObject, PdfReader, PdfWriter

log = logging.getLogger(__name__)

SECONDS_EACH, SECONDS_BINDING = 20, 600
MEMORY_BYTES = 1_500_000_000
MM = 72 / 25.4
A4_POINTS = (210 * MM, 297 * MM)
# Nobody sees on paper that a sheet is this much larger or smaller.
SAME_POINTS = 2 * MM
PDF = b"%PDF-"


class Flaw(Enum):
    """Why a paper cannot be bound."""

    NO_PDF = "NO_PDF"
    LOCKED = "LOCKED"
    BROKEN = "BROKEN"


class NotBound(Exception):
    """The binder stopped before it was done."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Letters in one document. first_pages: where each begins, from 0, in their order."""

    pdf: bytes
    pages: int
    first_pages: list[int]


def looked_through(papers: Sequence[bytes]) -> list[int | Flaw]:
    """How many pages each paper has, or why it cannot be bound."""
    found: list[int | Flaw] = []
    while len(found) < len(papers):
        rest = papers[len(found) :]
        order = {"do": "look", "seconds": SECONDS_EACH}
        told = _child(order, rest).stdout.splitlines()
        found += [
            Flaw(one) if isinstance(one, str) else one for one in map(json.loads, told)
        ]
        if len(told) < len(rest):
            # It ended at this one, which takes too long, or too much memory.
            found.append(Flaw.BROKEN)
    return found


def bound(
    letters: Bundle,
    papers: Sequence[bytes],
    enclosed: Sequence[Sequence[int]],
    *,
    both_sides: bool,
) -> Bundle:
    """Each letter with its papers behind it.

    enclosed: for each letter, which of the papers, in their order; all of them were looked
    through. both_sides: each letter and each paper begins on a new sheet, after a blank
    page where it has to be. Raises NotBound.
    """
    if not both_sides and not any(enclosed):
        return letters
    order = {
        "do": "bind",
        "first_pages": letters.first_pages,
        "enclosed": [list(one) for one in enclosed],
        "both_sides": both_sides,
    }
    done = _child(order, [letters.pdf, *papers])
    if done.returncode != 0:
        raise NotBound(done.stderr.decode(errors="replace")[-500:])
    head, _, pdf = done.stdout.partition(b"\n")
    *first_pages, pages = json.loads(head)
    return Bundle(pdf, pages, first_pages)


def behind(
    letter: bytes, papers: Sequence[bytes], *, both_sides: bool
) -> tuple[bytes, list[int | Flaw]]:
    """One letter with its papers behind it; how many pages each paper has, or why it is
    not among them.
    """
    found = looked_through(papers)
    pairs = zip(papers, found, strict=True)
    sound = [paper for paper, told in pairs if not isinstance(told, Flaw)]
    if not sound:
        return letter, found
    alone, every = Bundle(letter, 0, [0]), [list(range(len(sound)))]
    try:
        return bound(alone, sound, every, both_sides=both_sides).pdf, found
    except NotBound:
        log.exception("papers_not_bound")
        return letter, [one if isinstance(one, Flaw) else Flaw.BROKEN for one in found]


def thickness(letter: int, papers: Sequence[int], *, both_sides: bool) -> int:
    """How many pages a letter has with its papers, the blank ones counted."""
    return sum(pages + pages % 2 if both_sides else pages for pages in (letter, *papers))


def _child(
    order: dict[str, Any], documents: Sequence[bytes]
) -> subprocess.CompletedProcess[bytes]:
    told = json.dumps(order | {"sizes": [len(one) for one in documents]}).encode()
    return subprocess.run(  # noqa: S603  # our own interpreter and module
        [sys.executable, "-m", __spec__.name],
        input=b"\n".join([told, b"".join(documents)]),
        capture_output=True,
        check=False,
    )


def _told(sizes: Sequence[int]) -> Iterator[bytes]:
    for size in sizes:
        yield sys.stdin.buffer.read(size)


def _look(papers: Sequence[bytes], seconds: float) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, most))
    for paper in papers:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        told = _looked(paper)
        signal.setitimer(signal.ITIMER_REAL, 0)
        said = told.value if isinstance(told, Flaw) else told
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


def _looked(paper: bytes) -> int | Flaw:
    """Read and written once: what can be, can be bound."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415  # only the child needs it

    # The standard lets the head stand anywhere in the first kilobyte.
    if PDF not in paper[:1024]:
        return Flaw.NO_PDF
    try:
        reader = PdfReader(BytesIO(paper))
        if reader.is_encrypted:
            return Flaw.LOCKED
        alone = PdfWriter()
        append(alone, reader)
        alone.write(BytesIO())
    except Exception:  # noqa: BLE001  # whatever it is, it comes from this paper
        return Flaw.BROKEN
    return len(alone.pages) or Flaw.BROKEN


def _bind(documents: Sequence[bytes], order: dict[str, Any]) -> None:
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415  # see above

    signal.alarm(SECONDS_BINDING)
    letters, *papers = (PdfReader(BytesIO(one)) for one in documents)
    whole = PdfWriter()
    first_pages = []
    edges = [*order["first_pages"], len(letters.pages)]
    for place, enclosed in enumerate(order["enclosed"]):
        first_pages.append(len(whole.pages))
        whole.append(letters, pages=(edges[place], edges[place + 1]), import_outline=False)
        _fill(whole, both_sides=order["both_sides"])
        for paper in enclosed:
            append(whole, papers[paper])
            _fill(whole, both_sides=order["both_sides"])
    head = json.dumps([*first_pages, len(whole.pages)])
    out = BytesIO()
    whole.write(out)
    sys.stdout.buffer.write(head.encode() + b"\n" + out.getvalue())


def _fill(whole: PdfWriter, *, both_sides: bool) -> None:
    """What comes next begins on a new sheet."""
    if both_sides and len(whole.pages) % 2:
        whole.add_blank_page(*A4_POINTS)


def append(whole: PdfWriter, paper: PdfReader) -> None:
    """All its pages, each on a sheet of A4."""
    before = len(whole.pages)
    whole.append(paper, import_outline=False)
    for page in whole.pages[before:]:
        _lay_on_sheet(page)


def _lay_on_sheet(page: PageObject) -> None:
    """In the middle of a sheet of A4, made smaller where it has to be: a printer
    that is told not to fit to the page would cut it off, or ask for other paper.
    """
    from pypdf.generic import RectangleObject  # noqa: PLC0415  # see above

    wide, high = float(page.cropbox.width), float(page.cropbox.height)
    width, height = A4_POINTS if wide <= high else A4_POINTS[::-1]
    if abs(wide - width) <= SAME_POINTS and abs(high - height) <= SAME_POINTS:
        return
    factor = min(width / wide, height / high, 1)
    if factor < 1:
        page.scale_by(factor)
    box = page.cropbox
    left = float(box.left) - (width - wide * factor) / 2
    bottom = float(box.bottom) - (height - high * factor) / 2
    page.mediabox = page.cropbox = RectangleObject(
        (left, bottom, left + width, bottom + height)
    )


def main() -> None:
    """The child's whole life."""
    order = json.loads(sys.stdin.buffer.readline())
    documents = list(_told(order["sizes"]))
    if order["do"] == "look":
        _look(documents, order["seconds"])
    else:
        _bind(documents, order)


if __name__ == "__main__":
    main()
