"""Writing rows by the hundred thousand: by COPY, within the caller's transaction.

The object-relational mapper needs five times as long; it checks nothing that the database
does not check as well.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.utils import CursorWrapper

Row = TypeVar("Row", bound=models.Model)


def copy_in(rows: Sequence[Row]) -> list[Row]:
    """Create rows of one table; they get their ids, in order. Rows that they refer to are
    there.
    """
    if not rows:
        return []
    model = type(rows[0])
    fields = list(model._meta.concrete_fields)
    with connection.cursor() as cursor:
        ids = _new_ids(cursor, model, len(rows))
        for row, key in zip(rows, ids, strict=True):
            row.pk = key
            row._state.adding = False
        _copy(cursor, _question(model, [_column(field) for field in fields]), rows, fields)
    return list(rows)


def copy_over(rows: Sequence[Row], names: Sequence[str]) -> None:
    """Write these columns of rows that are there: copied into a table beside it first.

    names: as the row has them, `receipt_id` for a link.
    """
    if not rows:
        return
    model = type(rows[0])
    known = {field.attname: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in ("id", *names)]
    columns = [_column(field) for field in fields]
    words = {
        "table": sql.Identifier(model._meta.db_table),
        "beside": sql.Identifier(f"{model._meta.db_table}_told"),
        "columns": sql.SQL(", ").join(columns),
        "changes": sql.SQL(", ").join(
            sql.SQL("{0} = told.{0}").format(column) for column in columns[1:]
        ),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(_BESIDE).format(**words))
        question = sql.SQL("COPY {beside} FROM STDIN").format(**words)
        _copy(cursor, question, rows, fields)
        cursor.execute(sql.SQL(_OVER).format(**words))


_BESIDE = "CREATE TEMPORARY TABLE {beside} AS SELECT {columns} FROM {table} WITH NO DATA"
_OVER = """
    UPDATE {table} AS kept SET {changes} FROM {beside} AS told WHERE kept.id = told.id;
    DROP TABLE {beside}
"""


def _column(field: models.Field[Any, Any]) -> sql.Identifier:
    return sql.Identifier(str(field.column))


def _copy(
    cursor: CursorWrapper,
    question: sql.Composed,
    rows: Sequence[models.Model],
    fields: Sequence[models.Field[Any, Any]],
) -> None:
    names = [field.attname for field in fields]
    documents = [n for n, field in enumerate(fields) if isinstance(field, models.JSONField)]
    with cursor.copy(question) as copy:
        for row in rows:
            values = [getattr(row, name) for name in names]
            for index in documents:
                values[index] = Jsonb(values[index])
            copy.write_row(values)


def copy_values(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> list[int]:
    """Create rows of one table from the values of these columns; the others get what the
    model says where nothing is given. Gives their ids, in order.

    For hundreds of thousands: a model's instance takes longer to make than its row to
    write.
    """
    if not rows:
        return []
    fields = {field.attname: field for field in model._meta.concrete_fields}
    others = [name for name in fields if name not in {"id", *names}]
    rest = [_dumped(fields[name].get_default()) for name in others]
    columns = [sql.Identifier(str(fields[n].column)) for n in ("id", *names, *others)]
    with connection.cursor() as cursor:
        ids = _new_ids(cursor, model, len(rows))
        with cursor.copy(_question(model, columns)) as copy:
            for key, row in zip(ids, rows, strict=True):
                copy.write_row((key, *row, *rest))
    return ids


def _dumped(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value


def _new_ids(cursor: CursorWrapper, model: type[models.Model], count: int) -> list[int]:
    cursor.execute(
        # The sequence is looked up once, not for every id.
        "WITH ids AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS of)"
        " SELECT nextval(ids.of) FROM ids, generate_series(1, %s)",
        [model._meta.db_table, count],
    )
    return [key for (key,) in cursor.fetchall()]


def _question(model: type[models.Model], columns: Sequence[sql.Identifier]) -> sql.Composed:
    return sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(columns)
    )


def count_anew() -> None:
    """Let the database see how much there is now, after thousands of rows: it would look
    for a name by reading every customer until it does so by itself, some minutes later.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE ledger_customer, ledger_contact, ledger_customeriban, ledger_invoice,"
            " ledger_receivable"
        )
