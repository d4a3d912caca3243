"""A dossier, from the books to files: the bound PDF, the parcel, the table of claims."""

from __future__ import annotations

import json
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from acquit.channels.letter import press
from acquit.channels.letter.binding import Flaw, NotBound
from acquit.core.procedures import Procedure
from acquit.handover.dossier import binding, contents, parcel, tables
from acquit.handover.dossier.exhibits import Numbered, safe
from acquit.handover.dossier.reading import read
from acquit.handover.dossier.tables import Indexed
from acquit.handover.dossier.telling import plain
from acquit.handover.dossier.telling.blocks import Teller
from acquit.handover.dossier.telling.page import Bound, has_sheet, page, stamps
from acquit.handover.dossier.words import LANGUAGES, words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from acquit.handover.dossier.contents import Kept
    from acquit.handover.dossier.file import File
    from acquit.ledger.models import Customer

log = logging.getLogger(__name__)

TEMPLATE = str(Path(__file__).with_name("dossier.typ"))
STAMPS = str(Path(__file__).with_name("stamps.typ"))
# More than this is no document that anybody opens: the rest is in the parcel alone.
MOST_BOUND_BYTES = 200_000_000
MOST_BOUND_PAGES = 6_000
# So many e-invoices are told element by element; each takes a page or two.
MOST_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was written. pages: of the PDF. not_bound: files that are in the parcel alone.

    open_conditions: of the procedure, those that are not met or that a person has to judge.
    """

    pdf: Path
    parcel: Path
    claims: Path
    language: str
    pages: int
    exhibits: int
    claim_count: int
    not_bound: tuple[str, ...]


class Set(NamedTuple):
    """The PDF, its pages, and where each exhibit stands in it."""

    pages: int
    places: Mapping[int, int]
    bound: Mapping[int, Bound]


def make(  # noqa: PLR0913  # what a dossier is asked to be
    customer: Customer,
    *,
    as_of: date,
    out: Path,
    procedure: Procedure = Procedure.GENERIC,
    language: str = "",
    receivables: Collection[int] | None = None,
    notes: bool = False,
) -> Made:
    """Read the case and write its dossier to the folder `out`; whole, or not at all.

    language: "" = that of the creditor. receivables, notes: as `reading.read` has them.
    Raises NothingDue, NotOfCustomer, `press.NotSet`, OSError.
    """
    file = read(customer, as_of=as_of, receivables=receivables, notes=notes)
    return write(file, out=out, procedure=procedure, language=language)


def write(
    file: File, *, out: Path, procedure: Procedure = Procedure.GENERIC, language: str = ""
) -> Made:
    """The same of a case that was read."""
    code = language or file.creditor.language
    code = code if code in LANGUAGES else "en"
    teller = Teller(file, words(code), code)
    exhibits = Numbered(file, teller.words, teller.short)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".dossier-") as name:
        folder = Path(name)
        kept = contents.kept(
            exhibits.all, folder, customer_id=file.customer_id, as_of=file.as_of
        )
        done = _set(teller, procedure, exhibits, kept, folder)
        (folder / "claims.csv").write_bytes(tables.claims(file, exhibits))
        entries = _entries(teller, exhibits, kept, _indexed(exhibits, kept, done))
        entries[f"{_stem(file)}.pdf"] = parcel.Entry(folder / "dossier.pdf")
        entries["claims.csv"] = parcel.Entry(folder / "claims.csv")
        parcel.packed(entries, folder / "dossier.zip", on=file.as_of)
        placed = _placed(folder, out, _stem(file))
    return Made(
        pdf=placed["dossier.pdf"],
        parcel=placed["dossier.zip"],
        claims=placed["claims.csv"],
        language=code,
        pages=done.pages,
        exhibits=len(exhibits.all),
        claim_count=len(file.claims),
        not_bound=tuple(
            one.file
            for one in exhibits.all
            if one.number in done.bound and done.bound[one.number].why
        ),
    )


def _indexed(exhibits: Numbered, kept: Mapping[int, Kept], done: Set) -> dict[int, Indexed]:
    return {
        one.number: Indexed(
            done.places.get(one.number, 0),
            done.bound.get(one.number, Bound()),
            kept[one.number].sha256 if one.number in kept else "",
        )
        for one in exhibits.all
    }


def _stem(file: File) -> str:
    names = (file.creditor.code, file.debtor.identity.code)
    parts = [safe(name) for name in names]
    return "-".join(["dossier", *filter(None, parts), file.as_of.isoformat()])


def _placed(folder: Path, out: Path, stem: str) -> dict[str, Path]:
    """Give the finished files their names, one after the other."""
    names = {
        "dossier.pdf": f"{stem}.pdf",
        "dossier.zip": f"{stem}.zip",
        "claims.csv": f"{stem}-claims.csv",
    }
    return {own: (folder / own).replace(out / name) for own, name in names.items()}


def _entries(
    teller: Teller,
    exhibits: Numbered,
    kept: Mapping[int, Kept],
    indexed: Mapping[int, Indexed],
) -> dict[str, parcel.Entry]:
    entries = {
        "index.csv": parcel.Entry(tables.index(exhibits, indexed)),
        "interest.csv": parcel.Entry(tables.interest(teller.file)),
        "payments.csv": parcel.Entry(tables.payments(teller.file)),
    }
    for one in exhibits.all:
        if one.number in kept:
            entries[one.file] = parcel.Entry(kept[one.number].path)
            if inner := kept[one.number].inner:
                entries[f"{one.file}.pdf"] = parcel.Entry(inner)
        if one.text:
            told = plain.told(teller, one, exhibits)
            entries[one.text] = parcel.Entry(told.encode())
    return entries


def _set(
    teller: Teller,
    procedure: Procedure,
    exhibits: Numbered,
    kept: Mapping[int, Kept],
    folder: Path,
) -> Set:
    """Set and bind; where binding fails, without any paper."""
    bound = _bound(exhibits, kept)
    try:
        return _set_with(teller, procedure, exhibits, bound, kept, folder)
    except NotBound:
        log.exception("dossier_not_bound")
        alone = {number: Bound(why=Flaw.BROKEN.value) for number in kept}
        return _set_with(teller, procedure, exhibits, alone, kept, folder)


def _bound(exhibits: Numbered, kept: Mapping[int, Kept]) -> dict[int, Bound]:
    """What is bound in, in the order of the exhibits, as long as it stays a document."""
    found: dict[int, Bound] = {}
    size = pages = listed = 0
    for one in exhibits.all:
        if one.paper is None:
            continue
        here = kept.get(one.number)
        if here is not None and here.lines and listed < MOST_LISTED:
            found[one.number] = Bound(lines=here.lines)
            listed += 1
        elif here is None:
            found[one.number] = Bound(why=Flaw.BROKEN.value)
        elif isinstance(here.found, Flaw):
            found[one.number] = Bound(why=here.found.value)
        elif size + here.size > MOST_BOUND_BYTES or pages + here.found > MOST_BOUND_PAGES:
            found[one.number] = Bound(why="TOO_LARGE")
        else:
            found[one.number] = Bound(pages=here.found)
            size, pages = size + here.size, pages + here.found
    return found


def _set_with(
    teller: Teller,
    procedure: Procedure,
    exhibits: Numbered,
    bound: Mapping[int, Bound],
    kept: Mapping[int, Kept],
    folder: Path,
) -> Set:
    told = page(teller, procedure, exhibits, bound)
    order = press.Order(
        template=TEMPLATE,
        inputs={"dossier": json.dumps(told)},
        dated=teller.file.as_of.isoformat(),
        # Readers aloud lose their way where papers are bound between the pages.
        tags=not told["bound"],
    )
    ended, pdf = press.bundle(order)
    (folder / "set.pdf").write_bytes(pdf)
    (folder / "stamps.pdf").write_bytes(_stamped(teller, exhibits, bound, ended))
    pieces, places = _pieces(exhibits, bound, kept, ended)
    binding.bind(
        binding.Order(
            set_pages=str(folder / "set.pdf"),
            pieces=tuple(pieces),
            stamps=str(folder / "stamps.pdf") if told["bound"] else "",
            outline=tuple(_outline(exhibits, places)),
            title=told["cover"]["running"],
            out=str(folder / "dossier.pdf"),
        )
    )
    return Set(ended[-1] + told["bound"], places, bound)


def _stamped(
    teller: Teller,
    exhibits: Numbered,
    bound: Mapping[int, Bound],
    ended: list[int],
) -> bytes:
    """What is laid over the papers; b"" without any."""
    told = stamps(teller, exhibits, bound, ended)
    if not told["all"]:
        return b""
    order = press.Order(
        template=STAMPS,
        inputs={"stamps": json.dumps(told)},
        dated=teller.file.as_of.isoformat(),
        tags=False,
    )
    return press.bundle(order)[1]


def _pieces(
    exhibits: Numbered,
    bound: Mapping[int, Bound],
    kept: Mapping[int, Kept],
    ended: list[int],
) -> tuple[list[binding.Piece], dict[int, int]]:
    """What was set, cut where papers come in between; and the page of each exhibit."""
    ends = iter(ended)
    first, last, shift = 0, next(ends), 0
    papers: list[str] = []
    pieces, places = [], {}
    for one in exhibits.all:
        if has_sheet(one, bound):
            pieces.append(binding.Piece(first, last, tuple(papers)))
            places[one.number] = last + shift + 1
            first, last, papers = last, next(ends), []
        pages = bound[one.number].pages if one.number in bound else 0
        if pages:
            papers.append(str(kept[one.number].bound))
            places.setdefault(one.number, last + shift + 1)
            shift += pages
    pieces.append(binding.Piece(first, last, tuple(papers)))
    return pieces, places


def _outline(exhibits: Numbered, places: Mapping[int, int]) -> list[tuple[str, int]]:
    return [
        (f"{one.number}. {one.title}", places[one.number] - 1)
        for one in exhibits.all
        if one.number in places
    ]
