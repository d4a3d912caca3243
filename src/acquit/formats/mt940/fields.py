"""The fields of SWIFT messages: `:61:` and what follows, until the next field begins.

Around the messages stand blocks (`{1:…}`), banks' own headers and trailers (`-`, `-}`);
they say nothing of the account and are passed over. A line of text that only looks like a
field, because the bank broke a time such as 16:20:37 before its colon, stays text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.sentences import say
from acquit.formats import places, texts
from acquit.formats.values import refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.formats.source import Source

MOST_LINES = 500
MOST_STRAY = 1000

TAG = re.compile(
    r":(20|21|25P?|28C?|13D?|34F|60[FM]|61|62[FM]|6[45]|86|90[CD]|NS|94[0-9]):"
)
_END = re.compile(r"-(?:\}|XXX\s*$|\+@|\s*$)")
_TIME = re.compile(r":[0-5][0-9]:[0-5][0-9](?![0-9])")
_HOUR = re.compile(r"(?<![0-9])(?:[01][0-9]|2[0-3])$")
_CLOSING = frozenset({"62F", "62M", "64", "65", "90C", "90D"})


class Field(NamedTuple):
    """One field. lines: its text, the first without the tag, blanks at the end kept."""

    tag: str
    number: int
    lines: list[str]


def fields(source: Source) -> Iterator[Field]:
    """Each field with the number of its line; raises Refused."""
    field: Field | None = None
    closing = False
    stray = 0
    for number, line in texts.lines(source):
        found = TAG.match(line) if line[:1] == ":" else None
        if found is not None and not _is_time(line, field):
            if field is not None:
                yield _whole(field)
            field = Field(found[1], number, [line[found.end() :]])
            closing = field.tag in _CLOSING or (closing and field.tag == "86")
            stray = 0
        elif not line or line.isspace():
            continue
        elif field is not None and _ends(line, closing=closing):
            yield _whole(field)
            field = None
        elif field is not None:
            field.lines.append(line)
            _check(len(field.lines), MOST_LINES, number)
        else:
            stray += 1
            _check(stray, MOST_STRAY, number)
    if field is not None:
        yield _whole(field)


def _ends(line: str, *, closing: bool) -> bool:
    """Whether a message ends here; before its closing balance a dash alone may be text."""
    if line[0] == "-":
        found = _END.match(line)
        return found is not None and (closing or bool(found[0].strip("- ")))
    return line.startswith("{1:")


def _is_time(line: str, field: Field | None) -> bool:
    return (
        field is not None
        and field.tag == "86"
        and _TIME.match(line) is not None
        and _HOUR.search(field.lines[-1]) is not None
    )


def _whole(field: Field) -> Field:
    """Without the dash that ended its message after all."""
    if len(field.lines) > 1 and field.lines[-1].strip() == "-":
        field.lines.pop()
    return field


def _check(count: int, most: int, number: int) -> None:
    if count > most:
        raise refused(
            where=places.line(number),
            saw=say("%(most)s lines that begin no field", most=most),
            wanted=say("fields such as :61: and :86:"),
            remedy=say("Check that it is the right file."),
        )
