"""The picture that a banking app reads off a screen: the payment code of letters, as PNG.

A letter may take a millisecond longer; e-mails go out by the thousand. So the code is put
together here (ISO/IEC 18004), and what all codes of a size share is asked of segno once.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import segno
from segno import consts

from acquit.channels.letter.payment import MASK, payload

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# So many pixels is a module: sharp on a fine screen, too.
SCALE, QUIET = 4, 4
_BYTES_MODE, _MEDIUM = 0b0100, consts.ERROR_LEVEL_M
_ECC = cast("Mapping[int, Mapping[int, Any]]", consts.ECC)
_PATTERNS = {
    consts.TYPE_ALIGNMENT_PATTERN_DARK,
    consts.TYPE_ALIGNMENT_PATTERN_LIGHT,
    consts.TYPE_VERSION_DARK,
    consts.TYPE_VERSION_LIGHT,
}
# Up to this version the length is one byte; later ones have two.
_SHORT = 9
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Size(NamedTuple):
    """What all codes of a version share.

    side: in modules; blocks: the data bytes of each; checks: how many bytes check a block;
    room: the bytes of a message; arranged: from the bits, then `fixed`, to the modules in
    rows; mask: flips those of data.
    """

    side: int
    blocks: Sequence[int]
    checks: int
    room: int
    arranged: Callable[[str], tuple[str, ...]]
    fixed: str
    mask: int


def drawn(pay: Mapping[str, Any] | None) -> bytes:
    """The picture of the code for this payment, or b"" where there can be none."""
    text = payload(pay) if pay else ""
    return png(modules(text)) if text else b""


def modules(text: str) -> Sequence[str]:
    """The rows of the code: 1 is dark. Correction level M, as the standard asks for."""
    data = text.encode("utf-8")
    version = _version(len(data))
    size = _size(version)
    bits = _bits(data, version, size)
    rows = int("".join(size.arranged(bits + size.fixed)), 2) ^ size.mask
    flat = f"{rows:0{size.side**2}b}"
    return [flat[at : at + size.side] for at in range(0, len(flat), size.side)]


def png(rows: Sequence[str]) -> bytes:
    """The picture, one bit a pixel, on white."""
    side = (len(rows) + 2 * QUIET) * SCALE
    width = -(-side // 8)
    eighths = -(-(len(rows) + 2 * QUIET) // 8)
    shift = 8 * eighths - QUIET - len(rows)
    white = b"\x00" + b"\xff" * width
    # A row that is like the one above says so (filter 2), and is packed in no time.
    again = (b"\x02" + bytes(width)) * (SCALE - 1)
    lines = [white, (b"\x02" + bytes(width)) * (QUIET * SCALE - 1)]
    for row in rows:
        modules_of = (int(row, 2) << shift).to_bytes(eighths, "big")
        pixels = b"".join([_WIDE[eight] for eight in modules_of])
        lines += (b"\x00", pixels[:width], again)
    lines += (white, lines[1])
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packed = zlib.compress(b"".join(lines), 1)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks)


def _widened(eight: int) -> bytes:
    """Eight modules as pixels; a dark pixel is 0."""
    wide = "".join(bit * SCALE for bit in f"{eight ^ 0xFF:08b}")
    return int(wide, 2).to_bytes(SCALE, "big")


_WIDE = [_widened(eight) for eight in range(256)]


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


@lru_cache
def _version(count: int) -> int:
    """The smallest that holds so many bytes."""
    return next(v for v in range(1, 41) if _size(v).room >= count)


@lru_cache
def _size(version: int) -> Size:
    blocks: list[int] = []
    checks = 0
    for kind in _ECC[version][_MEDIUM]:
        blocks += [kind.num_data] * kind.num_blocks
        checks = kind.num_total - kind.num_data
    room = sum(blocks) - (2 if version <= _SHORT else 3)
    like = segno.make_qr("a", version=version, error="m", boost_error=False, mask=MASK)
    matrix = cast("Sequence[Sequence[int]]", like.matrix)
    dark = [one for row in matrix for one in row]
    kinds = [one for row in like.matrix_iter(border=0, verbose=True) for one in row]
    side = len(matrix)
    free = [at for at in _way(side) if not _fixed(at, side, kinds[at])]
    taken = set(free)
    others = [at for at in range(side * side) if at not in taken]
    fixed = "".join(str(dark[at]) for at in others)
    sources = sorted(range(side * side), key=[*free, *others].__getitem__)
    mask = sum(
        1 << (side * side - 1 - at) for at in free if (at // side + at % side) % 3 == 0
    )
    return Size(side, blocks, checks, room, itemgetter(*sources), fixed, mask)


def _fixed(at: int, side: int, kind: int) -> bool:
    """Whether this module is no data: corners and their formats, timing, or a pattern."""
    row, column = divmod(at, side)
    near, far = row <= 8, row >= side - 8
    corner = (column <= 8 and (near or far)) or (column >= side - 8 and near)
    return corner or 6 in {row, column} or kind in _PATTERNS


def _way(side: int) -> list[int]:
    """Through all modules, as data takes it: up and down in columns of two, from the right;
    the column of the timing pattern is passed over.
    """
    found = []
    upward = True
    for right in [*range(side - 1, 6, -2), *range(5, 0, -2)]:
        rows = range(side - 1, -1, -1) if upward else range(side)
        found += [row * side + column for row in rows for column in (right, right - 1)]
        upward = not upward
    return found


def _bits(data: bytes, version: int, size: Size) -> str:
    """The message with its checks, blocks interlaced; what is left over is light."""
    length = 8 if version <= _SHORT else 16
    room = sum(size.blocks)
    said = (_BYTES_MODE << length | len(data)) << len(data) * 8
    said |= int.from_bytes(data, "big")
    # The end is said by four zeros, and fills its byte.
    filled = (said << 4).to_bytes((4 + length) // 8 + len(data) + 1, "big")[:room]
    filled += (b"\xec\x11" * room)[: room - len(filled)]
    blocks, at = [], 0
    for count in size.blocks:
        blocks.append(filled[at : at + count])
        at += count
    checked = [_check(block, size.checks) for block in blocks]
    laid = [*_interlaced(blocks), *_interlaced(checked)]
    bits = f"{int.from_bytes(bytes(laid), 'big'):0{len(laid) * 8}b}"
    return bits.ljust(size.side**2 - len(size.fixed), "0")


def _interlaced(blocks: Sequence[bytes]) -> list[int]:
    longest = max(map(len, blocks))
    return [block[at] for at in range(longest) for block in blocks if at < len(block)]


def _check(block: bytes, count: int) -> bytes:
    """The rest of a division by the generator polynomial (Reed-Solomon)."""
    table, keep = _divisions(count), (1 << 8 * count) - 1
    top = 8 * (count - 1)
    rest = 0
    for byte in block:
        rest = ((rest << 8) & keep) ^ table[byte ^ (rest >> top)]
    return rest.to_bytes(count, "big")


@lru_cache
def _divisions(count: int) -> Sequence[int]:
    """For each leading byte what is taken off: its product with the generator."""
    powers, logs = _field()
    generator = [1]
    for degree in range(count):
        longer = [*generator, 0]
        for at, factor in enumerate(generator):
            longer[at + 1] ^= powers[logs[factor] + degree]
        generator = longer
    return [
        int.from_bytes(
            bytes(powers[logs[byte] + logs[factor]] for factor in generator[1:]), "big"
        )
        if byte
        else 0
        for byte in range(256)
    ]


@lru_cache
def _field() -> tuple[Sequence[int], Sequence[int]]:
    """Powers of two, and their logarithms, in the field of 256 by x^8+x^4+x^3+x^2+1."""
    powers, logs, value = [], [0] * 256, 1
    for exponent in range(255):
        powers.append(value)
        logs[value] = exponent
        value = value << 1 ^ (0x11D if value & 0x80 else 0)
    return powers * 3, logs
