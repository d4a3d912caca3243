"""Where there is ink on a set page, measured on its picture; a page read as text."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
from pypdf import PdfReader

from acquit.channels.letter import setting
from acquit.channels.letter.windows import Box

# Half a millimetre to a point of the picture.
PPI = 50.8
POINT_MM = 0.5
PAPER, WHITE = 200, 250
POINTS_PER_MM = 72 / 25.4
SHEET_HEIGHT_MM = 297.0


def ink(page: dict[str, Any], sheet: int = 0, *, darker_than: int = PAPER) -> Any:
    """True where there is ink, a row for each half millimetre."""
    return _grey(setting.picture(page, ppi=PPI)[sheet]) < darker_than


def within(inked: Any, box: Box) -> Any:
    """What lies in the box."""
    left, top, right, bottom = (round(edge / POINT_MM) for edge in box)
    return inked[top:bottom, left:right]


def outline(inked: Any) -> Box:
    """The smallest box around all ink."""
    rows, columns = np.nonzero(inked)
    return Box(
        columns.min() * POINT_MM,
        rows.min() * POINT_MM,
        (columns.max() + 1) * POINT_MM,
        (rows.max() + 1) * POINT_MM,
    )


def texts(pdf: bytes, sheet: int = 0) -> list[tuple[str, float, float]]:
    """Each run of text with the start of its base line, in mm from the top left."""
    found: list[tuple[str, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + cm[4]
            y = tm[5] * cm[3] + cm[5]
            place = (x / POINTS_PER_MM, SHEET_HEIGHT_MM - y / POINTS_PER_MM)
            found.append((text.strip(), *place))

    PdfReader(io.BytesIO(pdf)).pages[sheet].extract_text(visitor_text=visit)
    return found


def words_of(pdf: bytes, sheet: int = 0) -> str:
    return PdfReader(io.BytesIO(pdf)).pages[sheet].extract_text()


def sheets(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def _grey(png: bytes) -> Any:
    """The darkest of the colours of each point (PNG, 8 bits, RGBA; ISO/IEC 15948)."""
    at, packed, width, height = 8, b"", 0, 0
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        content = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colours = struct.unpack(">IIBB", content[:10])
            assert (depth, colours) == (8, 6)
        if kind == b"IDAT":
            packed += content
        at += length + 12
    raw = np.frombuffer(zlib.decompress(packed), dtype=np.uint8)
    rows = raw.reshape(height, 1 + 4 * width)
    before = np.zeros(4 * width, dtype=np.uint8)
    points = []
    for row in rows:
        before = _unfiltered(int(row[0]), row[1:], before)
        points.append(before.reshape(width, 4)[:, :3].min(axis=1))
    return np.array(points)


def _unfiltered(kind: int, row: Any, before: Any) -> Any:
    if kind == 0:
        return row
    if kind == 1:
        return row.reshape(-1, 4).cumsum(axis=0, dtype=np.uint8).reshape(-1)
    if kind == 2:
        return row + before
    line, above = row.tolist(), before.tolist()
    for i in range(len(line)):
        left = line[i - 4] if i > 3 else 0
        corner = above[i - 4] if i > 3 else 0
        guess = (left + above[i]) // 2 if kind == 3 else _paeth(left, above[i], corner)
        line[i] = (line[i] + guess) & 255
    return np.array(line, dtype=np.uint8)


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda one: abs(guess - one))
