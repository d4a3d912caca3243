"""`acquit cycle`: walk one business day, and really send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.option(
    "--as-of",
    "as_of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The business day; by default today.",
)
@click.option("--processes", default=2, show_default=True, help="Decide side by side.")
@running.as_json
def cycle(*, as_of: datetime | None, processes: int, as_json: bool) -> None:
    """Settle, assess, decide, dispatch, thank and predict, for every company, as at 10:00
    of that day.
    """
    with running.with_database():
        from django.utils import timezone  # noqa: PLC0415 - see running.setup

        from acquit.channels.registry import switchboard  # noqa: PLC0415
        from acquit.cycle import actions, predicting  # noqa: PLC0415

        day = as_of.date() if as_of else timezone.localdate()
        result = actions.walk(
            day,
            carrier=switchboard(),
            clock=timezone.now,
            processes=processes,
            progress=running.say,
        )
        predicted = predicting.predict_all(day, clock=timezone.now, progress=running.say)
        running.emit(result | {"predicted": predicted}, as_json=as_json)
