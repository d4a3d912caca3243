"""Answers of the database as arrays: rows of fixed width, by COPY in its binary form.

A million rows come in seconds and become no Python objects. The form is that of
https://www.postgresql.org/docs/current/sql-copy.html (Binary Format): a header, then for
each row a count of its fields, and each field behind its length; numbers are big-endian.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acquit.scoring.prediction.arrays import Ints

# Signature, flags, and the length of an extension that there is none of.
_HEADER = 11 + 4 + 4
_TRAILER = 2


class NotNumbers(Exception):
    """A column was NULL, or of another width than int4 or int8 said."""


def columns(
    question: str, params: Mapping[str, object], widths: Mapping[str, int]
) -> dict[str, Ints]:
    """The columns of a SELECT, by name. widths: the columns in their order, each 4 (int4)
    or 8 (int8) bytes wide and never NULL. Raises NotNumbers.
    """
    row = np.dtype(
        [
            ("fields", ">i2"),
            *(
                part
                for name, width in widths.items()
                for part in ((f"{name} length", ">i4"), (name, f">i{width}"))
            ),
        ]
    )
    with connection.cursor() as cursor:
        # Until the end of the transaction: sorting on disk takes twice as long.
        cursor.execute("SELECT set_config('work_mem', '256MB', true)")
        asked = f"COPY ({question}) TO STDOUT (FORMAT binary)"
        told = bytearray()
        with cursor.copy(asked, params) as copy:
            for part in copy:
                told += part
    length = len(told) - _HEADER - _TRAILER
    if length % row.itemsize:
        raise NotNumbers
    rows = np.frombuffer(told, row, length // row.itemsize, _HEADER)
    if any((rows[f"{name} length"] != width).any() for name, width in widths.items()):
        raise NotNumbers
    return {name: rows[name].astype(np.int64) for name in widths}
