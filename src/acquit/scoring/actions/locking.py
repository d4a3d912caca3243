"""Who writes what is predicted of a company writes alone."""

from __future__ import annotations

from django.db import connection


def lock(company_id: int, what: str) -> None:
    """Wait until nobody else holds this of the company; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s), %s)",
            [f"scoring {what}", company_id],
        )
