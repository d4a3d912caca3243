"""How fast the follow-up is: deciding for all, writing e-mails, setting letters, sending.

Deciding is the daily walk's own stages on books that were imported, by the scenarios and
rules that a company begins with. E-mails and letters are those that were decided. They are
sent to a mail server on this machine that takes everything.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import time
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, connections
from django.utils import timezone

from acquit.bench.apart import apart
from acquit.bench.books import AT, DAY, WHO, bring_in, write
from acquit.bench.cycle import decided
from acquit.bench.sink import sink
from acquit.channels.carrying import Envelope, Sent
from acquit.channels.email.mime import as_bytes
from acquit.channels.email.smtp import Smtp
from acquit.channels.letter.setting import BUNDLE_LETTERS, set_letters
from acquit.dunning.actions import dispatch, found_scenarios, survey
from acquit.dunning.models import Action
from acquit.dunning.queries import wording
from acquit.dunning.wording.facts import Account

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

AT_ONCE = 500
ACCOUNTS = (Account("BE68539007547034", "Bench"),)


class Sizes(NamedTuple):
    """How much of each."""

    invoices: int
    customers: int
    emails: int
    letters: int
    dispatch: int
    processes: int


def run(
    folder: Path, sizes: Sizes, progress: Callable[[str], None]
) -> dict[str, float | int]:
    """What docs/reference/commands.md says of `acquit bench dunning`."""
    progress(f"Writing files of {sizes.customers} customers, {sizes.invoices} invoices …")
    files = write(folder, sizes.customers, sizes.invoices)
    apart(_found, files, progress)
    progress("Deciding …")
    told = apart(decided, sizes.processes)
    progress("Writing e-mails …")
    emails = apart(_emails, sizes.emails, sizes.processes)
    progress("Setting letters …")
    letters = apart(_letters, sizes.letters)
    progress("Sending …")
    with sink() as url:
        sent = _sent(url, sizes.dispatch, sizes.processes)
    return {
        "invoices": told["invoices"],
        "customers": sizes.customers,
        "actions": told["actions"],
        "processes": sizes.processes,
        "decide_seconds": told["seconds"],
        **{name: told[f"{name}_seconds"] for name in ("load", "decide", "write")},
        "peak_mb": told["peak_mb"],
        "emails_per_second": emails,
        "letters_per_second": letters,
        "dispatch_per_second": sent,
    }


def _found(files: Sequence[Path], progress: Callable[[str], None]) -> None:
    company = bring_in(files, progress)
    found_scenarios(company, at=AT)
    survey()
    with connection.cursor() as cursor:
        # As it stands on the next morning: the server does this by itself, in minutes.
        cursor.execute("VACUUM (ANALYZE)")


def _wanted(count: int, channel: str) -> list[wording.Wanted]:
    """Actions that were decided, as if all went by this channel."""
    rows = Action.objects.filter(state="READY").order_by("pk")[:count]
    return [
        wording.Wanted(
            action.pk,
            action.customer_id,
            action.step,
            [
                wording.WantedItem(
                    item.receivable_id, item.step, item.open_minor, item.contested_minor
                )
                for item in action.items.all()
            ],
            channel,
            action.tone,
        )
        for action in rows.prefetch_related("items")
        if not action.step.startswith(("CALL", "CHASE"))
    ]


def _emails(count: int, processes: int) -> float:
    """From what was decided to the bytes that a mail server is given, by workers side by
    side as they send; as if the company had an account, so that each mail says how to pay
    and shows the payment code.
    """
    wanted = _wanted(count, "EMAIL")
    return _side_by_side(_write_emails, wanted, processes)


def _write_emails(wanted: Sequence[wording.Wanted]) -> int:
    for start in range(0, len(wanted), AT_ONCE):
        for one in wording.prepare(wanted[start : start + AT_ONCE], on=DAY).values():
            paid = replace(one, case=replace(one.case, accounts=ACCOUNTS))
            written = paid.write()
            as_bytes(
                Envelope(
                    key=str(one.wanted.key),
                    kind=one.wanted.code.lower(),
                    sender="books@bench.example",
                    sender_name="Bench",
                    to=one.recipients.email or "nobody@bench.example",
                    subject=written.subject,
                    body=written.body,
                    language=written.language,
                    at=AT,
                    page=written.page,
                )
            )
    return len(wanted)


def _letters(count: int) -> float:
    """From what was decided to the PDF that is printed, in bundles."""
    wanted = _wanted(count, "LETTER")
    began = perf_counter()
    for start in range(0, len(wanted), BUNDLE_LETTERS):
        some = wording.prepare(wanted[start : start + BUNDLE_LETTERS], on=DAY)
        written = [one.write() for one in some.values()]
        set_letters([one.page for one in written if one.page is not None])
    return round(len(wanted) / (perf_counter() - began), 1)


def _sent(url: str, count: int, processes: int) -> float:
    """Checked, claimed, handed over and recorded, by workers side by side."""
    rows = Action.objects.filter(state="READY", channel="EMAIL").order_by("customer_id")
    keys = list(rows.values_list("pk", flat=True)[:count])
    return _side_by_side(partial(_send, url), keys, processes)


def _side_by_side(
    work: Callable[[Sequence[Any]], int], some: Sequence[Any], processes: int
) -> float:
    """How many a second so many processes get done together."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    share = -(-len(some) // processes)
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        began = perf_counter()
        parts = [some[start : start + share] for start in range(0, len(some), share)]
        done = sum(pool.map(work, parts))
        return round(done / (perf_counter() - began), 1)


def _send(url: str, keys: Sequence[int]) -> int:
    carrier = Smtp(url)
    done = dispatch(
        keys, as_of=DAY, carrier=carrier, clock=timezone.now, actor=WHO, plays=time(10)
    )
    carrier.close()
    return sum(isinstance(one.outcome, Sent) for one in done.done.values())
