"""`acquit replies`: look into the mailbox once."""

from __future__ import annotations

import click

from acquit.cli import running


@click.command()
@running.as_json
def replies(*, as_json: bool) -> None:
    """Take answers and returned mail from the mailbox of ACQUIT_IMAP_URL, once.

    A worker does the same every two minutes.
    """
    with running.with_database():
        from django.conf import settings  # noqa: PLC0415 - see running.setup
        from django.utils import timezone  # noqa: PLC0415

        from acquit.cycle import queries  # noqa: PLC0415
        from acquit.cycle.actions.mailbox import fetch_replies  # noqa: PLC0415

        on = queries.business_day(timezone.localdate())
        counts = fetch_replies(settings.IMAP_URL, on=on, clock=timezone.now)
        running.emit(counts, as_json=as_json)
