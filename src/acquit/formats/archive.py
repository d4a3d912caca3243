"""A ZIP as the files in it, one level deep and within bounds.

Nothing is unpacked to disk. Before a file is handed out the whole archive has been read
once: its sizes are as stated, its check sums hold. A workbook is a ZIP too, and no archive.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from acquit.core.sentences import say
from acquit.formats.places import THE_FILE
from acquit.formats.records import Refused
from acquit.formats.source import HEAD_BYTES, Source
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.core.sentences import Said

MOST_FILES = 1000
MOST_UNPACKED = 512 * 1024 * 1024
MOST_RATIO = 200
# The list of contents, which has to be held in memory: some 200 bytes for each file.
MOST_CONTENTS = 1024 * 1024

THE_ARCHIVE = say("the archive")

_ZIP = b"PK\x03\x04"
_SMALL = 8 * 1024 * 1024  # below this the ratio proves nothing: a table of zeros packs well
_CHUNK = 256 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PROTECTED = 0x1
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError),
    *(NotImplementedError, RuntimeError, struct.error),
)
# What makes a ZIP a document of an office program or a program, and no parcel of files.
_DOCUMENTS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})
_WORKBOOK = "xl/workbook.xml"
# What computers add by themselves.
_LITTER = frozenset({"thumbs.db", "desktop.ini"})
# The record that ends a ZIP, and the one before it in a ZIP64 (APPNOTE.TXT, 4.3.15-16).
_END = struct.Struct("<4s4H2LH")
_END_MARK, _ZIP64_MARK, _ZIP64_BYTES = b"PK\x05\x06", b"PK\x06\x07", 20
_LONGEST_COMMENT = 65_535


def is_archive(source: Source) -> bool:
    """Whether the content is a ZIP of files; False for documents and for what is damaged
    so much that nobody can tell.
    """
    if not source.head.startswith(_ZIP):
        return False
    with closing(source.open()) as stream:
        try:
            if _contents_bytes(stream, source.size) > MOST_CONTENTS:
                return True
            with zipfile.ZipFile(stream) as archive:
                names = set(archive.namelist())
        except _DAMAGED:
            return False
    return _WORKBOOK not in names and not names & _DOCUMENTS


@contextmanager
def opened(source: Source) -> Iterator[list[Source]]:
    """The files in the archive, named by their path in it, readable until the end of the
    `with`; at least one. Raises Refused for an archive beyond the bounds, or damaged.
    """
    with closing(source.open()) as stream:
        try:
            if _contents_bytes(stream, source.size) > MOST_CONTENTS:
                raise _too_many()
            archive = zipfile.ZipFile(stream)
        except _DAMAGED as error:
            raise _damaged(error) from error
        with archive:
            yield _files(archive)


def is_litter(name: str) -> bool:
    """Whether a computer made the file or folder of this name by itself, or hides it."""
    return name.startswith((".", "__MACOSX")) or name.lower() in _LITTER


def refusal(source: Source) -> Refused:
    """Why this archive is not taken: what is wrong with it, else that it stands where only
    a file may stand.
    """
    try:
        with opened(source):
            pass
    except Refused as wrong:
        return wrong
    return refused(
        where=THE_FILE,
        saw=say("a ZIP archive where a file was expected"),
        wanted=say("files, or one ZIP of files"),
        remedy=say("Unpack it, and send the files in it."),
    )


def _files(archive: zipfile.ZipFile) -> list[Source]:
    wanted = [one for one in archive.infolist() if _is_wanted(one)]
    if not wanted:
        raise refused(
            where=THE_ARCHIVE,
            saw=say("no file in it"),
            wanted=say("a ZIP with files"),
            remedy=say("Pack the files again."),
        )
    if len(wanted) > MOST_FILES:
        raise _too_many()
    for one in wanted:
        _check(one)
    if sum(one.file_size for one in wanted) > MOST_UNPACKED:
        raise _too_large(THE_ARCHIVE)
    return [_source(archive, one) for one in wanted]


def _is_wanted(one: zipfile.ZipInfo) -> bool:
    parts = [part for part in one.filename.split("/") if part not in {"", ".", ".."}]
    return bool(parts) and not (one.is_dir() or any(map(is_litter, parts)))


def _check(one: zipfile.ZipInfo) -> None:
    """Raises Refused when the file cannot be unpacked, or states that it is a bomb."""
    where = shown(one.filename)
    if one.flag_bits & _PROTECTED:
        raise refused(
            where=where,
            saw=say("a file protected by a password"),
            wanted=say("a ZIP without a password"),
            remedy=say("Pack the files again, without a password."),
        )
    if one.compress_type not in _METHODS:
        raise refused(
            where=where,
            saw=say("an unusual compression"),
            wanted=say("a ZIP as every computer makes it (Deflate)"),
            remedy=say("Pack the files again, with the program of your computer."),
        )
    if one.file_size > max(_SMALL, MOST_RATIO * one.compress_size):
        raise _too_large(where)


def _source(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> Source:
    """The file in the archive, once all of it has been read and its check sum holds."""
    try:
        with archive.open(one) as stream:
            head = stream.read(HEAD_BYTES)
            size = len(head)
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
    except _DAMAGED as error:
        raise _damaged(error) from error
    return Source(_name(one), size, head, lambda: cast("BinaryIO", archive.open(one)))


def _name(one: zipfile.ZipInfo) -> str:
    """Its path without what would lead out of the archive; it is only ever shown."""
    parts = one.filename.replace("\\", "/").split("/")
    kept = [part for part in parts if part not in {"", ".", ".."}]
    return "".join(c if c.isprintable() else "�" for c in "/".join(kept))


def _contents_bytes(stream: BinaryIO, size: int) -> int:
    """The length of the list of contents as the end of the archive states it.

    Asked before the list is read, by the same steps as `zipfile` takes. Beyond every bound
    for ZIP64, which only archives need that are too large for us anyway.
    """
    if size < _END.size:
        raise zipfile.BadZipFile("too short")
    start = max(0, size - _LONGEST_COMMENT - _END.size - _ZIP64_BYTES)
    stream.seek(start)
    tail = stream.read(size - start)
    at = len(tail) - _END.size
    if not (tail[at:].startswith(_END_MARK) and tail.endswith(b"\0\0")):
        at = tail.rfind(_END_MARK)
    if at < 0 or at + _END.size > len(tail):
        raise zipfile.BadZipFile("no end")
    if tail[max(0, at - _ZIP64_BYTES) : at].startswith(_ZIP64_MARK):
        return MOST_CONTENTS + 1
    stated: int = _END.unpack_from(tail, at)[5]
    return stated


def _too_many() -> Refused:
    return refused(
        where=THE_ARCHIVE,
        saw=say("a ZIP of very many files"),
        wanted=say("at most %(most)s files", most=MOST_FILES),
        remedy=say("Send the files in several archives."),
    )


def _too_large(where: Said) -> Refused:
    return refused(
        where=where,
        saw=say("far more than its packed size lets expect"),
        wanted=say("at most %(most)s MB unpacked", most=MOST_UNPACKED // 1024 // 1024),
        remedy=say("Send the files in several archives, or as they are."),
    )


def _damaged(error: Exception) -> Refused:
    return refused(
        where=THE_ARCHIVE,
        saw=say("a damaged file (%(why)s)", why=shown(str(error))),
        wanted=say("a ZIP archive"),
        remedy=say("Pack the files again, and look whether they were sent to the end."),
    )
