"""The bytes of exhibits, written to a folder once: from there they are bound and packed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from acquit.channels.letter import binding
from acquit.channels.letter.binding import Flaw
from acquit.channels.models import Enclosure, IncomingFile, Message
from acquit.handover.dossier import einvoice
from acquit.ledger.models import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from acquit.handover.dossier.exhibits import Exhibit
    from acquit.handover.dossier.file import Paper, Source

# So much is read at once.
AT_ONCE_BYTES = 40_000_000
TABLES = {"document": Document, "enclosure": Enclosure, "received": IncomingFile}


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the folder. found: how many pages it has, or why it cannot be bound.

    inner: the PDF that an e-invoice carries, which is bound in its place; lines: what an
    e-invoice says that carries none.
    """

    path: Path
    sha256: str
    size: int
    found: int | Flaw
    inner: Path | None = None
    lines: tuple[str, ...] = ()

    @property
    def bound(self) -> Path:
        """What is bound in."""
        return self.inner or self.path


def kept(
    exhibits: Sequence[Exhibit], folder: Path, *, customer_id: int, as_of: date
) -> dict[int, Kept]:
    """Every file among the exhibits, by the number of its exhibit; a letter that cannot be
    set any more is left out.
    """
    found: dict[int, Kept] = {}
    for some in _by_size([one for one in exhibits if one.paper is not None]):
        contents = _contents([one.paper.source for one in some if one.paper])
        made = _made(some, customer_id, as_of)
        here = [
            (one, content)
            for one in some
            if one.paper
            and (content := contents.get(one.paper.source) or made.get(one.number))
        ]
        pages = binding.looked_through([content for _, content in here])
        for (one, content), how in zip(here, pages, strict=True):
            found[one.number] = _keep(folder, one, content, how)
    return found


def _keep(folder: Path, one: Exhibit, content: bytes, how: int | Flaw) -> Kept:
    path = folder / f"{one.number:05d}"
    path.write_bytes(content)
    found = Kept(path, hashlib.sha256(content).hexdigest(), len(content), how)
    return _readable(found, content) if how is Flaw.NO_PDF else found


def _readable(found: Kept, content: bytes) -> Kept:
    """An e-invoice by the copy for people that it carries, else by what it says."""
    told = einvoice.shown(content)
    if told is None:
        return found
    if told.pdf:
        (pages,) = binding.looked_through([told.pdf])
        if not isinstance(pages, Flaw):
            inner = found.path.with_suffix(".pdf")
            inner.write_bytes(told.pdf)
            return replace(found, found=pages, inner=inner)
    return replace(found, lines=told.lines)


def _by_size(some: Sequence[Exhibit]) -> Iterator[list[Exhibit]]:
    """In groups that can be read at once."""
    together: list[Exhibit] = []
    size = 0
    for one in some:
        more = one.paper.size if one.paper else 0
        if together and size + more > AT_ONCE_BYTES:
            yield together
            together, size = [], 0
        together.append(one)
        size += more
    if together:
        yield together


def _contents(sources: Sequence[Source]) -> dict[Source, bytes]:
    """What lies in a table, with a question for each table."""
    found: dict[Source, bytes] = {}
    for name, table in TABLES.items():
        keys = {one.key: one for one in sources if one.table == name}
        if keys:
            rows = table._default_manager.filter(pk__in=keys)  # noqa: SLF001  # Django's own
            for pk, content in rows.values_list("pk", "content"):
                found[keys[pk]] = bytes(content or b"")
    return found


def _made(some: Sequence[Exhibit], customer_id: int, as_of: date) -> dict[int, bytes]:
    """What is set now: letters from their pages, and the statement."""
    found = {}
    letters = {
        one.paper.source.key: one for one in some if one.paper and _is(one.paper, "letter")
    }
    for pk, page in Message.objects.filter(pk__in=letters).values_list("pk", "page"):
        if page is not None and (content := _letter(page)):
            found[letters[pk].number] = content
    for one in some:
        if one.paper and _is(one.paper, "statement"):
            found[one.number] = _statement(customer_id, as_of)
    return found


def _is(paper: Paper, table: str) -> bool:
    return paper.source.table == table


def _letter(page: dict[str, object]) -> bytes | None:
    # Here and not above: typst is large, and many a dossier has no letter.
    from acquit.channels.letter.layout import Unsettable  # noqa: PLC0415
    from acquit.channels.letter.press import NotSet  # noqa: PLC0415
    from acquit.channels.letter.setting import set_letter  # noqa: PLC0415

    try:
        return set_letter(page)
    except (Unsettable, NotSet):
        return None


def _statement(customer_id: int, as_of: date) -> bytes:
    from acquit.dunning import statement  # noqa: PLC0415  # see above

    return statement.pdf(customer_id, as_of, apart=True)
