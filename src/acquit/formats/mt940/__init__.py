"""MT940 and MT942 of SWIFT, as Belgian, Dutch, German, French and Swiss banks write them.

Read here rather than with the library mt-940: that one loads the whole file, and gives it
up for one line; `docs/decisions` says more. Fields follow SWIFT's "Category 9".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import places
from acquit.formats.mt940 import fields
from acquit.formats.mt940.messages import Message
from acquit.formats.records import Problem
from acquit.formats.values import ASK_AGAIN, refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.core.sentences import Said
    from acquit.formats.mt940.fields import Field
    from acquit.formats.records import Record
    from acquit.formats.source import Source

LABEL = "MT940, MT942"
MOST_UNREADABLE = 1000
MOST_STATEMENTS = 100_000

_TAGS = re.compile(rb"^" + fields.TAG.pattern.encode(), re.MULTILINE)
_ENTRY = re.compile(rb":61:[0-9]{6}")
_HEADERS = 2000  # bytes that may stand before the first field
_OPENING = frozenset({b"60F", b"60M"})
_INTERIM = frozenset({b"34F", b"90C", b"90D"})
_OWN = _OPENING | _INTERIM | {b"62F", b"62M", b"61"}


def recognises(source: Source) -> str:
    """`mt940` or `mt942`, by the fields of the first message."""
    head = source.head.replace(b"\r", b"\n")
    found = list(_TAGS.finditer(head))
    if not found or found[0].start() > _HEADERS or head.lstrip().startswith(b"<"):
        return ""
    tags = [one[1] for one in found]
    if tags[0] not in {b"20", b"25"} and not tags[0].startswith(b"94"):
        return "mt940" if _ENTRY.match(head, found[0].start()) else ""
    if not _OWN.intersection(tags):
        return ""
    first = next(tag for tag in tags if tag in _OWN)
    return "mt942" if first in _INTERIM else "mt940"


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield each statement, its lines and its end; raises Refused.

    A field that cannot be read is a problem, and the next ones are read on.
    """
    unreadable = 0
    for record in _records(source):
        if isinstance(record, Problem):
            unreadable += 1
            if unreadable > MOST_UNREADABLE:
                raise refused(
                    where=record.where,
                    saw=say("over %(most)s unreadable fields", most=MOST_UNREADABLE),
                    wanted=say("the fields of an MT940 or MT942"),
                    remedy=ASK_AGAIN,
                )
        yield record


def _records(source: Source) -> Iterator[Record | Problem]:
    message: Message | None = None
    count = 0
    for part in fields.fields(source):
        if part.tag.startswith("94"):
            continue  # Rabobank writes the kind of message above the first
        if message is None or part.tag == "20" or _goes_on(part, message):
            count += 1
            following = Message(_place(count, part))
            if message is not None:
                yield from message.finish()
                following.before = message.end
            message = following
        yield from message.take(part)
    if message is not None:
        yield from message.finish()


def _goes_on(part: Field, message: Message) -> bool:
    """Whether the account of another message comes, without its own reference before."""
    return part.tag in {"25", "25P"} and message.end.balance is not None


def _place(count: int, part: Field) -> Said:
    if count > MOST_STATEMENTS:
        raise refused(
            where=places.line(part.number),
            saw=say("over %(most)s statements", most=MOST_STATEMENTS),
            wanted=say("a file of a reasonable size"),
        )
    return places.line_within(say("statement %(number)s", number=count), part.number)
