"""The ZIP beside the dossier: each file by itself, with an index and the hash of each.

The same files give the same bytes: names are sorted, and each carries the day of the
dossier, none of the machine.
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

MANIFEST = "SHA256SUMS"
BLOCK_BYTES = 1 << 20
# Readable by everybody, and no more: as Unix has it, in the upper half.
RIGHTS = 0o644 << 16
UNIX = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file holds: bytes, or a file on the disk."""

    content: bytes | Path


def packed(entries: Mapping[str, Entry], out: Path, *, on: date) -> None:
    """Write the parcel, with the manifest as `sha256sum --check` reads it."""
    sums: list[str] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name in sorted(entries):
            digest = _add(parcel, name, entries[name], on)
            sums.append(f"{digest}  {name}\n")
        _add(parcel, MANIFEST, Entry("".join(sums).encode()), on)


def _add(parcel: zipfile.ZipFile, name: str, entry: Entry, on: date) -> str:
    """Write one file; its hash."""
    told = zipfile.ZipInfo(name, date_time=(on.year, on.month, on.day, 0, 0, 0))
    told.compress_type = zipfile.ZIP_DEFLATED
    told.external_attr = RIGHTS
    told.create_system = UNIX
    digest = hashlib.sha256()
    with parcel.open(told, "w") as into:
        if isinstance(entry.content, bytes):
            digest.update(entry.content)
            into.write(entry.content)
        else:
            with entry.content.open("rb") as stream:
                while block := stream.read(BLOCK_BYTES):
                    digest.update(block)
                    into.write(block)
    return digest.hexdigest()
