"""Read a foreign table under its layout: the same records as from any other format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.sentences import listed, say
from acquit.formats.layouts import bank, items, people
from acquit.formats.layouts.layout import Kind
from acquit.formats.layouts.table import Table
from acquit.formats.values import refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.formats.layouts.layout import Layout
    from acquit.formats.records import Problem, Record
    from acquit.formats.source import Source

_READERS = {
    Kind.BANK: bank.read,
    Kind.ITEMS: items.read,
    Kind.CUSTOMERS: people.customers,
    Kind.CONTACTS: people.contacts,
    Kind.RECEIPTS: items.receipts,
}


def read(
    source: Source, layout: Layout, *, most: int | None = None
) -> Iterator[Record | Problem]:
    """Yield what the rows come to, or what is wrong with them; raises Refused.

    most: read no further than so many rows, for a preview.
    """
    if missing := layout.missing():
        raise refused(
            where=say("the layout"),
            saw=say(
                "a table without %(fields)s", fields=listed(" / ".join(g) for g in missing)
            ),
            wanted=say("a column for each"),
            remedy=say("Choose the columns on the mapping page."),
        )
    yield from _READERS[layout.kind](Table.of(source, layout, most=most))
