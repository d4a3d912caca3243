"""Where the bytes come from: a name, a size, the first bytes, and a way to open them again.

Readers open a source as often as they need (a first pass for the sums, a second for the
lines) and never load it whole. The name is shown to people; it never decides a format.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. head: its first bytes, enough to recognise it; size: in bytes."""

    name: str
    size: int
    head: bytes
    _open: Callable[[], BinaryIO]

    @classmethod
    def of_bytes(cls, content: bytes, *, name: str = "") -> Source:
        """Wrap bytes that are already in memory, such as a small upload."""
        return cls(name, len(content), content[:HEAD_BYTES], lambda: io.BytesIO(content))

    @classmethod
    def of_path(cls, path: Path | str, *, name: str = "") -> Source:
        """Wrap a file on disk; it is opened anew for each reading. name: by default the
        file's own.
        """
        path = Path(path)
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        return cls(name or path.name, path.stat().st_size, head, lambda: path.open("rb"))

    @classmethod
    def of_stream(cls, stream: BinaryIO, *, name: str = "") -> Source:
        """Wrap a seekable stream that the caller closes, such as an upload on disk.

        It is rewound at each opening, so one reading must end before the next begins.
        """
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        return cls(
            name, size, stream.read(HEAD_BYTES), lambda: cast("BinaryIO", _Rewound(stream))
        )

    def open(self) -> BinaryIO:
        """A fresh binary stream at its first byte, to be closed by the caller."""
        return self._open()


class _Rewound(io.BufferedIOBase):
    """The stream of somebody else from its start; closing it leaves theirs open."""

    def __init__(self, stream: BinaryIO) -> None:
        stream.seek(0)
        self._stream = stream

    def read(self, size: int | None = -1) -> bytes:
        return self._stream.read(-1 if size is None else size)

    def read1(self, size: int = -1) -> bytes:
        return self._stream.read(size)

    def readline(self, size: int | None = -1) -> bytes:
        return self._stream.readline(-1 if size is None else size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True
