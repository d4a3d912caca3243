"""Prints a tray in a process of its own, which ends at one of its statements.

The tests run this file as a program: the key of the run, the day, and the statement behind
which it is killed, counted from 1 (0 = none). It prints its statements, as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import date
from typing import Any

import django


def main(run_id: int, day: date, at: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from acquit.channels.letter import setting
    from acquit.channels.models import PrintRun
    from acquit.cycle.actions.printing import run_print

    # A bundle for each letter, so that there is something between two.
    setting.BUNDLE_LETTERS = 1
    passed: list[str] = []

    def counted(execute: Any, sql: str, params: Any, *more: Any) -> Any:
        result = execute(sql, params, *more)
        passed.append(" ".join(sql.split())[:60])
        if len(passed) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    with connection.execute_wrapper(counted):
        run_print(PrintRun.objects.get(pk=run_id), on=day, clock=timezone.now)
    sys.stdout.write(json.dumps(passed))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "acquit.config.settings"
    django.setup()
    main(int(sys.argv[1]), date.fromisoformat(sys.argv[2]), int(sys.argv[3]))
