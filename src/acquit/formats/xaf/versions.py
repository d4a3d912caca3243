"""Which auditfile it is. Namespaces alone do not tell: of XAF 4.0 two official documents
name two, some programs invent one, and others write none.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, BinaryIO, cast

from acquit.core.sentences import say
from acquit.formats import markup, places
from acquit.formats.source import Source
from acquit.formats.values import refused

if TYPE_CHECKING:
    from acquit.core.sentences import Sentence
    from acquit.formats.records import Refused

ADF, CLAIR, SAFT = "xaf.1", "xaf.2", "saf-t"
_TAGS = 200
_VERSION = re.compile(r"(?<![0-9])([34]\.[0-9])(?:\.[0-9]+)?/?$")
# Elements that only one version has.
_OF_FOUR = {"RGSVersion", "RGScode", "Commercenr", "settDate"}
_DECLARED = re.compile(rb"""<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9_.-]+)""")


def version(source: Source) -> str:
    """`xaf.3.2`, `xaf.4.0` and the like; ADF, CLAIR and SAFT for what is another standard;
    "" for no auditfile.
    """
    head = source.head.removeprefix(codecs.BOM_UTF8)
    if head.startswith(b"CLAIR1.00.00"):
        return ADF
    if not markup.looks_like_xml(head):
        return ""
    tags = markup.first_tags(mended(source), _TAGS)
    namespace, _, root = tags[0].rpartition("}") if tags else ("", "", "")
    if root == "AuditFile":
        return SAFT
    if root.lower() != "auditfile":
        return ""
    names = {tag.rpartition("}")[2] for tag in tags}
    if "auditfileVersion" in names:
        return CLAIR
    stated = _VERSION.search(namespace)
    if stated:
        return f"xaf.{stated[1]}"
    return "xaf.4.0" if names & _OF_FOUR else "xaf.3.2"


def another_standard(code: str) -> Refused:
    """The refusal of a file that is an auditfile, and none that can be read."""
    what, remedy = _OTHERS[code]
    return refused(
        where=places.THE_FILE,
        saw=what,
        wanted=say("an XML Auditfile Financieel 3.0 to 4.0"),
        remedy=remedy,
    )


_NEWER = say("Export the auditfile in version 3.2 or 4.0.")
_OTHERS: dict[str, tuple[Sentence, Sentence]] = {
    ADF: (say("an auditfile of 1999 (ADF), which is no XML"), _NEWER),
    CLAIR: (
        say("an auditfile of 2003 (CLAIR2), which knows no subledgers"),
        _NEWER,
    ),
    SAFT: (
        say("a SAF-T, the audit file of other countries"),
        say("Export open items as a table instead; they can be read under a layout."),
    ),
}


def mended(source: Source) -> Source:
    """The source with what is no UTF-8 read as cp1252, where it claims to be UTF-8: some
    programs say the one and write the other.
    """
    head = source.head
    declared = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    claims = declared[1].decode("ascii").lower() if declared else "utf-8"
    if claims not in {"utf-8", "utf8"} or head.startswith(
        (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        return source
    return Source(
        source.name,
        source.size,
        _Mended.whole(head),
        lambda: cast("BinaryIO", _Mended(source.open())),
    )


class _Mended:
    """A stream of UTF-8, whatever it was."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("acquit.cp1252")

    @staticmethod
    def whole(head: bytes) -> bytes:
        """The head of a file; a letter that its end cuts in two is left out."""
        decoder = codecs.getincrementaldecoder("utf-8")("acquit.cp1252")
        return decoder.decode(head).encode()

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        text = self._decoder.decode(chunk, final=not chunk)
        # An empty answer would be taken for the end.
        return text.encode() if text or not chunk else self.read(size)

    def close(self) -> None:
        self._stream.close()


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """One byte as cp1252 has it; the few that it leaves open are Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    raw = error.object[error.start : error.start + 1]
    try:
        return raw.decode("cp1252"), error.start + 1
    except UnicodeDecodeError:
        return raw.decode("latin-1"), error.start + 1


codecs.register_error("acquit.cp1252", _as_cp1252)
