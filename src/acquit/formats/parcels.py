"""Files that are sent together: archives taken apart, and what others need comes first.

An invoice names its customer, and a payment its invoice: so customers come before
contacts, these before invoices, and money comes last, whatever the files are called.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from acquit.formats import archive, registry
from acquit.formats.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.formats.layouts.layout import Layout
    from acquit.formats.source import Source

_CUSTOMERS, _CONTACTS, _INVOICES, _RECEIPTS, _STATEMENTS, _UNKNOWN = range(6)
_TABLES = {"customers": _CUSTOMERS, "contacts": _CONTACTS, "receipts": _RECEIPTS}


@contextmanager
def unpacked(source: Source, layouts: Sequence[Layout] = ()) -> Iterator[list[Source]]:
    """The files in an archive, in order; anything else, and an archive that is refused, as
    it is. They can be read until the end of the `with`.

    layouts: of foreign tables that somebody has described, to know what the files are.
    """
    with ExitStack() as stack:
        files = [source]
        if archive.is_archive(source):
            with suppress(Refused):  # it is refused where it is read
                files = stack.enter_context(archive.opened(source))
        if len(files) > 1:
            files.sort(key=lambda file: _rank(file, layouts))
        yield files


def order(sources: Sequence[Source], layouts: Sequence[Layout] = ()) -> list[int]:
    """The places of the sources in the order in which they are best taken: those first that
    others need, equals as given. An archive comes as early as the first file in it has to.
    """
    if len(sources) == 1:
        return [0]
    places = range(len(sources))
    return sorted(places, key=lambda place: _earliest(sources[place], layouts))


def _earliest(source: Source, layouts: Sequence[Layout]) -> int:
    with unpacked(source, layouts) as files:
        return _rank(files[0], layouts)


def _rank(source: Source, layouts: Sequence[Layout]) -> int:
    try:
        found = registry.recognise(source, layouts)
    except Refused:
        return _UNKNOWN
    if found.kind == "statement":
        return _STATEMENTS
    return _TABLES.get(found.code.rpartition(".")[2], _INVOICES)
