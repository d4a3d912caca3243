"""The dossier of a case: asked for on its page, made by a worker.

A case may have thousands of invoices: no page waits for that. `acquit dossier` makes one at
once, for who sits at the command line.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from procrastinate.contrib.django import app

from acquit.channels.letter.binding import NotBound
from acquit.channels.letter.press import NotSet
from acquit.core.errors import Refusal
from acquit.core.procedures import Procedure
from acquit.core.sentences import say
from acquit.handover.actions import dossiers
from acquit.handover.queries.dossiers import LOST_AFTER, claimed_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from acquit.core.sentences import Said
    from acquit.handover.dossier.making import Made
    from acquit.handover.models import Case, CaseDossier

log = logging.getLogger(__name__)
# What the folders in which dossiers are made begin with.
FOLDER = "acquit-dossier-"


@transaction.atomic
def ask_for_dossier(case_id: int, *, by_id: int, at: datetime) -> CaseDossier:
    """Have a worker make the dossier of a case; the one that is under way, if there is one.

    Raises NothingLeft.
    """
    dossier, new = dossiers.ask_dossier(case_id, by_id=by_id, at=at)
    if new:
        waiting = app.configure_task("cycle.make_dossier", queue="cycle")
        waiting.defer(dossier_id=dossier.pk)
    return dossier


def run_dossier(dossier: CaseDossier, *, on: date, clock: Callable[[], datetime]) -> None:
    """Make what was asked for, as the case stands on that day, and keep it; or say why not.

    Raises again what is a fault and no refusal.
    """
    if not dossiers.begin_dossier(dossier, as_of=on, at=clock()):
        return
    try:
        _clear_up_after_the_killed(clock())
        with tempfile.TemporaryDirectory(prefix=FOLDER) as name:
            made = _make(dossier.case, Path(name), on=on)
            dossiers.keep_dossier(dossier, made, as_of=on, at=clock())
    except Refusal as refusal:
        dossiers.fail_dossier(dossier, refusal.said, at=clock())
    except Exception as fault:
        log.exception("Could not make a dossier", extra={"dossier_id": dossier.pk})
        dossiers.fail_dossier(dossier, _told(fault), at=clock())
        raise


def _clear_up_after_the_killed(at: datetime) -> None:
    """A worker that is killed leaves its folder, with all that is known of a debtor."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        with suppress(OSError):
            if at.timestamp() - folder.stat().st_mtime > LOST_AFTER.total_seconds():
                shutil.rmtree(folder)


def _make(case: Case, out: Path, *, on: date) -> Made:
    # Here and not above: who only asks for a dossier loads none of it.
    from acquit.handover.dossier import making  # noqa: PLC0415

    keys = list(claimed_in(case).values_list("receivable", flat=True))
    if not keys:
        raise dossiers.NothingLeft(str(case))
    return making.make(
        case.customer,
        as_of=on,
        out=out,
        procedure=Procedure(case.procedure),
        language=case.partner.language,
        receivables=keys,
    )


def _told(fault: Exception) -> Said:
    """What a person is told of a fault; the rest stands in the log."""
    match fault:
        case NotSet() | NotBound():
            return say(
                "Its pages could not be set or bound. Your administrator finds the fault "
                "in the log."
            )
        case OSError():
            return say(
                "The worker could not write its files: %(told)s. Your administrator makes "
                "room for them; then have it made again.",
                told=fault.strerror or str(fault),
            )
        case _:
            return say(
                "A fault in Acquit stopped it. Your administrator finds the fault in the "
                "log."
            )
