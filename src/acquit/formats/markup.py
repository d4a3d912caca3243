"""XML from strangers, read in one pass with bounded memory.

No DOCTYPE, hence no entity of any kind; nothing is fetched. libxml2's own size limits are
lifted only after the head has shown that no DOCTYPE can follow (it may only stand before
the root), and our own meter takes their place.
"""

from __future__ import annotations

import codecs
from contextlib import closing, suppress
from typing import TYPE_CHECKING, BinaryIO, cast

from lxml import etree

from acquit.core.sentences import say
from acquit.formats.places import THE_BEGINNING, line, line_within
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from acquit.core.sentences import Said
    from acquit.formats.records import Refused
    from acquit.formats.source import Source

MOST_BYTES_BETWEEN = 8 * 1024 * 1024
MOST_NODES_BETWEEN = 500_000
MOST_REASON = 200  # characters of what the parser says; in English, as libxml2 speaks it
_MOST_LINE = 65_534  # libxml2 counts no further: the line would be wrong, so it is left out
_STARTS = (b"<", codecs.BOM_UTF8 + b"<", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _Metered:
    """A stream that refuses to feed a parser that has long given nothing back.

    Elements and attributes are counted too: four bytes become a node of a hundred.
    """

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self.rewind_meter()

    def rewind_meter(self) -> None:
        self._bytes_left, self._nodes_left = self._limit, MOST_NODES_BETWEEN

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self._bytes_left -= len(chunk)
        self._nodes_left -= chunk.count(b"<") + chunk.count(b"=")
        if self._bytes_left < 0 or self._nodes_left < 0:
            raise refused(
                where=say("the XML"),
                saw=say(
                    "more than %(size)s MB or %(count)s elements that are nothing we know",
                    size=self._limit // 1024 // 1024,
                    count=MOST_NODES_BETWEEN,
                ),
                wanted=say("a file that keeps to its format"),
            )
        return chunk


def looks_like_xml(head: bytes) -> bool:
    """Whether the first bytes can be those of an XML document."""
    return head.lstrip().startswith(_STARTS)


def first_tags(source: Source, count: int = 3) -> list[str]:
    """The first tags in the head, as lxml writes them; fewer, or none, when it is not XML.

    Raises Refused when a DOCTYPE comes first: entities are how XML attacks its reader.
    """
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True)
    tags: list[str] = []
    # What was understood before a mistake may be enough to recognise the file.
    with suppress(etree.XMLSyntaxError):
        parser.feed(source.head)
    with suppress(etree.XMLSyntaxError):
        for _, node in _started(parser):
            if not tags and node.getroottree().docinfo.internalDTD is not None:
                raise _doctype_refused()
            tags.append(str(node.tag))
            if len(tags) == count:
                break
    if not tags and b"<!DOCTYPE" in source.head.replace(b"\0", b""):
        raise _doctype_refused()
    return tags


def _started(parser: etree.XMLPullParser) -> Iterator[tuple[str, _Element]]:
    """The stubs cannot know that this parser was asked for elements only."""
    yield from cast("Iterator[tuple[str, _Element]]", parser.read_events())


def events(
    source: Source, tags: Sequence[str], *, limit: int = MOST_BYTES_BETWEEN
) -> Iterator[tuple[str, _Element]]:
    """Start and end of each element with one of these local names; raises Refused.

    limit: how many bytes may pass without any of them.
    """
    if not first_tags(source, 1):
        raise refused(
            where=THE_BEGINNING,
            saw=shown(source.head[:40].decode("ascii", "replace")),
            wanted=say("an XML document whose first element stands in its first 64 KB"),
        )
    with closing(source.open()) as stream:
        metered = _Metered(stream, limit)
        context = etree.iterparse(
            metered,
            events=("start", "end"),
            tag=["{*}" + tag for tag in tags],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
            huge_tree=True,
        )
        try:
            for event, node in context:
                metered.rewind_meter()
                yield event, node
        except etree.XMLSyntaxError as error:
            raise _broken(error) from error


def forget(node: _Element) -> None:
    """Free what has been read: the element's content and every sibling before it."""
    node.clear()
    parent = node.getparent()
    if parent is not None:
        while node.getprevious() is not None:
            del parent[0]


def local(node: _Element) -> str:
    """The element's name without its namespace."""
    return str(node.tag).rpartition("}")[2]


def at_line(where: Said, node: _Element) -> Said:
    """The place with the element's line, as far as the parser counts lines."""
    number = cast("int | None", node.sourceline)
    return line_within(where, number) if number and number <= _MOST_LINE else where


Path = tuple[str, ...]
Leaves = dict[str, list[str]]

_LOCAL_NAMES: dict[str, str] = {}
_MOST_NAMES = 2000


def paths(*plain: str) -> tuple[Path, ...]:
    """Paths such as "Acct/Id/IBAN", in any namespace: prefixes differ by bank."""
    return tuple(tuple("{*}" + step for step in path.split("/")) for path in plain)


def nodes(node: _Element, path: Path) -> Iterator[_Element]:
    """Every element at the path, in order.

    Child by child, because lxml's own find() takes three times as long for short paths.
    """
    step, rest = path[0], path[1:]
    for child in node.iterchildren(step):
        if rest:
            yield from nodes(child, rest)
        else:
            yield child


def first(node: _Element, path: Path) -> _Element | None:
    """The first element at the path."""
    return next(nodes(node, path), None)


def stripped(node: _Element | None) -> str:
    """The element's text on one line; "" for none."""
    return " ".join((node.text or "").split()) if node is not None else ""


def text(node: _Element, places: tuple[Path, ...]) -> str:
    """The first text that is not empty at one of the places, on one line, else ""."""
    for path in places:
        for found in nodes(node, path):
            if words := stripped(found):
                return words
    return ""


def texts(node: _Element, places: tuple[Path, ...]) -> list[str]:
    """Every text that is not empty at the places, in order."""
    return [
        words
        for path in places
        for found in nodes(node, path)
        if (words := stripped(found))
    ]


def leaves(node: _Element, *, without: str = "") -> Leaves:
    """Every text below the element by its path, such as "Dbtr/Nm", without one child.

    The currency of an amount stands at its path and "@Ccy". One walk over an entry takes
    less time than looking each path up.
    """
    found: Leaves = {}
    _collect(node, "", found, without)
    return found


def _collect(node: _Element, prefix: str, found: Leaves, without: str = "") -> None:
    for child in node:
        name = _LOCAL_NAMES.get(child.tag) or _local_name(child.tag)
        if name == without:
            continue
        path = prefix + name
        if len(child):
            _collect(child, path + "/", found)
        elif words := (child.text or "").strip():
            found.setdefault(path, []).append(" ".join(words.split()))
        if name == "Amt":
            found.setdefault(path + "@Ccy", []).append(child.get("Ccy", "").strip())


def _local_name(tag: str) -> str:
    """Remember the names of the formats; a file that invents names is not remembered."""
    name = tag.rpartition("}")[2]
    if len(_LOCAL_NAMES) < _MOST_NAMES:
        _LOCAL_NAMES[tag] = name
    return name


def leaf(found: Leaves, *places: str) -> str:
    """The first text at one of the paths, else ""."""
    for path in places:
        if texts_there := found.get(path):
            return texts_there[0]
    return ""


def _doctype_refused() -> Refused:
    return refused(
        where=THE_BEGINNING,
        saw=say("a DOCTYPE, which can declare entities"),
        wanted=say("an XML document without one; no bank and no e-invoice needs it"),
        remedy=say("Ask the sender for a plain file, and where this one came from."),
    )


def _broken(error: etree.XMLSyntaxError) -> Refused:
    return refused(
        where=line(error.lineno or 1),
        saw=say(
            "XML that cannot be read: “%(reason)s”", reason=(error.msg or "")[:MOST_REASON]
        ),
        wanted=say("a whole and well-formed XML document in the encoding it declares"),
        remedy=say("Download the file again; do not open and save it in an editor."),
    )
