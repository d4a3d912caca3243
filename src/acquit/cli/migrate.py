"""`acquit migrate`: bring the tables of the database up to this version."""

from __future__ import annotations

import click

from acquit.cli import running


@click.command()
@running.as_json
def migrate(*, as_json: bool) -> None:
    """Bring the database up to this version. Other commands do so by themselves."""
    with running.with_database(migrated=False):
        count = running.migrate()
        done = f"{count} steps applied." if count else "The database is up to date."
        running.emit({"applied": count}, as_json=as_json, text=done)
