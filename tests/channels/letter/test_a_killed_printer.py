"""The worker is killed while it prints: what is bundled is whole, the rest waits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import factories
import pytest
from django.db import connection
from django.utils import timezone

from acquit.channels.models import DeliveryEvent, Message, PrintBatch, PrintRun
from acquit.cycle.actions.printing import run_print
from acquit.organisation.models import Company
from channels.letter.test_the_print_tray import TODAY, letter

HERE = Path(__file__).parent
SOURCES = HERE.parents[2] / "src"
LETTERS = 2
# What writes: it matters whether the process ends behind it.
WRITING = ("INSERT INTO", "UPDATE")


def tray(of: Company) -> PrintRun:
    """A run that is to print LETTERS letters, in a bundle for each."""
    first = Message.objects.count()
    for number in range(first, first + LETTERS):
        letter(of, f"C{number}")
    return factories.print_run(of, letters=LETTERS)


def print_elsewhere(run: PrintRun, at: int = 0) -> subprocess.CompletedProcess[str]:
    """In a process of its own, that dies behind this statement."""
    known = connection.settings_dict
    secret = f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else ""
    where = f"host={quote(known['HOST'], safe='')}&port={known['PORT']}"
    address = f"{quote(known['USER'])}{secret}@/{known['NAME']}?{where}"
    return subprocess.run(  # noqa: S603 - our own file
        [sys.executable, HERE / "printer.py", f"{run.pk}", TODAY.isoformat(), f"{at}"],
        env=os.environ
        | {"ACQUIT_DATABASE_URL": f"postgresql://{address}", "PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
def test_wherever_the_worker_is_killed_no_letter_is_lost_or_printed_twice() -> None:
    ours = factories.company()
    told = print_elsewhere(tray(ours))
    assert told.returncode == 0, told.stderr
    statements: list[str] = json.loads(told.stdout)
    writing = [at for at, sql in enumerate(statements, 1) if sql.startswith(WRITING)]
    assert len(writing) > 4 * LETTERS
    left = set()
    # Every third is enough to die before, in and behind each bundle.
    for at in [*writing[::3], writing[-1]]:
        run = tray(ours)
        assert print_elsewhere(run, at).returncode == -signal.SIGKILL
        nothing_is_half_printed()
        left.add(run.batches.count())
        # A worker takes the job up again.
        run_print(run, on=TODAY, clock=timezone.now)
        nothing_is_half_printed()
        run.refresh_from_db()
        assert run.state == "DONE"
        assert not Message.objects.in_tray().exists()
        assert sum(one.letters for one in run.batches.all()) == LETTERS
    # Killed before the first bundle was kept, before the second, and behind both.
    assert left == {0, 1, 2}


def nothing_is_half_printed() -> None:
    """A bundle has all of its letters, each reported as printed once; no other has been."""
    for batch in PrintBatch.objects.all():
        assert batch.messages.count() == batch.letters
        assert bytes(batch.pdf).startswith(b"%PDF")
    printed = DeliveryEvent.objects.filter(kind="PRINTED").values_list("message", flat=True)
    bundled = Message.objects.exclude(batch=None).values_list("pk", flat=True)
    assert sorted(printed) == sorted(bundled)
