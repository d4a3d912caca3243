"""PDFs as small as they may be, with files in them."""

from __future__ import annotations

import zlib
from itertools import accumulate

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def pdf(
    *files: tuple[str, bytes],
    stored: bool = False,
    more: bytes = b"",
    trailer: bytes = b"",
) -> bytes:
    """Every object in the open. stored: the files are not packed; more: further objects."""
    specifications, objects = [], []
    for index, (name, content) in enumerate(files):
        number = 10 + 2 * index
        specifications.append(b"(%s) %d 0 R " % (name.encode(), number))
        objects += [
            b"%d 0 obj\n%s\nendobj\n" % (number, _specification(name, number + 1)),
            stream(number + 1, content, b"/Type /EmbeddedFile", stored=stored),
        ]
    return (
        HEAD
        + b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 3 0 R >> >>\n"
        + b"endobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        + b"3 0 obj\n<< /Names [ %s] >>\nendobj\n" % b"".join(specifications)
        + b"".join(objects)
        + more
        + b"trailer\n<< /Size 4 /Root 1 0 R %s >>\nstartxref\n0\n%%%%EOF\n" % trailer
    )


def packed_pdf(name: str, content: bytes) -> bytes:
    """The objects in a stream of objects, the name in UTF-16, the length apart."""
    bodies = [
        b"<< /Type /Catalog /AF [4 0 R] >>",
        b"<< /Type /Filespec /UF <%s> /EF << /F 5 0 R >> >>"
        % ("\ufeff" + name).encode("utf-16-be").hex().encode(),
    ]
    offsets = accumulate((len(body) + 1 for body in bodies), initial=0)
    index = b" ".join(b"%d %d" % pair for pair in zip((1, 4), offsets, strict=False)) + b" "
    told = b"/Type /ObjStm /N 2 /First %d" % len(index)
    data = zlib.compress(content)
    return (
        HEAD
        + stream(7, index + b" ".join(bodies), told)
        + b"5 0 obj\n<< /Type /EmbeddedFile /Filter [/FlateDecode] /Length 6 0 R >>\n"
        + b"stream\r\n%s\r\nendstream\nendobj\n6 0 obj\n%d\nendobj\n" % (data, len(data))
        + stream(8, b"\0" * 20, b"/Type /XRef /W [1 2 1] /Size 9 /Root 1 0 R")
        + b"startxref\n0\n%%EOF\n"
    )


def stream(
    number: int, content: bytes, told: bytes = b"", *, stored: bool = False
) -> bytes:
    """An object with a stream."""
    data = content if stored else zlib.compress(content, 9)
    packing = b"" if stored else b"/Filter /FlateDecode "
    head = b"%d 0 obj\n<< %s %s/Length %d >>\n" % (number, told, packing, len(data))
    return head + b"stream\n" + data + b"\nendstream\nendobj\n"


def _specification(name: str, number: int) -> bytes:
    return b"<< /Type /Filespec /F (%s) /EF << /F %d 0 R >> >>" % (name.encode(), number)
