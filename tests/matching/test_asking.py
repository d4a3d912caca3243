"""What the matching asks the database is answered by an index, however many there are."""

from __future__ import annotations

import pytest
from django.db import connection

from acquit.matching.queries.payers import CONTACTS, CUSTOMERS


@pytest.mark.parametrize(
    ("where", "index"),
    [(CUSTOMERS, "customer_words"), (CONTACTS, "contact_words")],
)
def test_names_are_looked_up_by_their_words(db, where, index):
    question = where.replace("a.words", "'peeters'")
    # Of an empty table every index is as good: without the company, this one is left.
    question = question.replace("c.company_id = %s", "true").replace(
        "company_id = %s", "true"
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {question}")
        assert index in "\n".join(line for (line,) in cursor.fetchall())
