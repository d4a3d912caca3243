"""Many rows at once, past the object-relational mapper: for a whole range of customers."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connection
from psycopg import Cursor


class Range(NamedTuple):
    """Customers by id, both ends included."""

    first: int
    last: int


def binary_cursor() -> Cursor[Any]:
    """A cursor that binds on the server and reads binary; Django's own does neither."""
    connection.ensure_connection()
    return Cursor(connection.connection)


def ask(cursor: Cursor[Any], question: str, *parameters: object) -> list[tuple[Any, ...]]:
    """All rows of the answer, in binary; a question asked often is prepared by itself."""
    return cursor.execute(question, parameters, binary=True).fetchall()
