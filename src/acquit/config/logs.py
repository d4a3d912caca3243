"""Log lines: what happened, then its ids, as in `statement_refused import_id=12`."""

from __future__ import annotations

import logging
from typing import Any

ORDINARY = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class EventFormatter(logging.Formatter):
    """Puts what was given as `extra` behind the event, in the order given."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """The line without the traceback, which logging adds below it."""
        given: dict[str, Any] = vars(record)
        ids = [
            f"{key}={value}"
            for key, value in given.items()
            if key not in ORDINARY and isinstance(value, int | str)
        ]
        return " ".join([super().formatMessage(record), *ids])
