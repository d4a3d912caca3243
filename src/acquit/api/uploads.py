"""What a request brings: the files of a form, or its body as one file."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from acquit.formats.source import Source as File
from acquit.intake.actions.imports import LARGEST_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

# What is larger is for a watched folder, or for the command on the server.
LARGEST = LARGEST_KEPT
MOST_FILES = 50
LONGEST_NAME = 200
_IN_MEMORY = 1024 * 1024
_CHUNK = 256 * 1024


class TooLarge(Exception):
    """More than LARGEST bytes, or more than MOST_FILES files."""


@contextmanager
def files_of(request: HttpRequest, name: str) -> Iterator[list[File]]:
    """The files that were sent, readable until the end of the `with`; none is no error.

    name: of a body that is the file itself. Raises TooLarge.
    """
    if request.content_type == "multipart/form-data":
        yield _of_form(request)
        return
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as kept:
        size = 0
        while chunk := request.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST:
                raise TooLarge
            kept.write(chunk)
        yield [File.of_stream(cast("BinaryIO", kept), name=named(name))] if size else []


def _of_form(request: HttpRequest) -> list[File]:
    sent = [file for name in request.FILES for file in request.FILES.getlist(name)]
    if len(sent) > MOST_FILES or sum(file.size or 0 for file in sent) > LARGEST:
        raise TooLarge
    return [
        File.of_stream(cast("BinaryIO", file.file), name=named(file.name or ""))
        for file in sent
    ]


def named(name: str) -> str:
    """The last part of what the sender calls it, fit to be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[:LONGEST_NAME].strip() or "upload"
