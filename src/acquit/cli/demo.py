"""`acquit demo`: a company to look at, made by the real importers and the real cycle."""

from __future__ import annotations

import json
import os
import secrets
from typing import Any

import click

from acquit.cli import running

KEPT = "demo.json"
MOST_PROCESSES = 4


@click.command()
@click.option("--customers", default=600, show_default=True)
@click.option("--invoices", default=20_000, show_default=True)
@click.option(
    "--processes",
    type=int,
    default=lambda: min(MOST_PROCESSES, os.cpu_count() or 1),
    show_default="one for each processor, at most 4",
    help="Send side by side.",
)
@click.option("--again", is_flag=True, help="Make it anew, as of today.")
@click.option("--serve", "serving", is_flag=True, help="Answer the pages afterwards.")
@running.as_json
def demo(
    *,
    customers: int,
    invoices: int,
    processes: int,
    again: bool,
    serving: bool,
    as_json: bool,
) -> None:
    """Make the demo company, unless it is there, and print one sign-in per role."""
    with running.with_database():
        told = _made(customers, invoices, processes, again=again)
        running.emit(told, as_json=as_json, text=_text(told))
    if serving:
        from acquit.cli.serve import hand_over  # noqa: PLC0415 - only when asked for

        hand_over()


def _made(customers: int, invoices: int, processes: int, *, again: bool) -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415 - see running.setup

    from acquit.config import home  # noqa: PLC0415
    from acquit.demo import replay  # noqa: PLC0415

    kept = home.folder() / KEPT
    if replay.present():
        if kept.exists() and not again:
            return dict(json.loads(kept.read_text(encoding="utf-8")))
        running.say("Making the demo anew.")
        replay.forget()
    elif not replay.alone():
        raise NotEmpty
    password = secrets.token_urlsafe(9)
    today = timezone.localdate()
    people = replay.run(
        today=today,
        password=password,
        customers=customers,
        invoices=invoices,
        processes=processes,
        progress=running.say,
    )
    told = {
        "day": today.isoformat(),
        "password": password,
        "sign_ins": [
            {"role": one.role.value, "name": one.name, "email": one.email} for one in people
        ],
    }
    home.folder().mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(told), encoding="utf-8")
    return told


class NotEmpty(Exception):
    """The demo shares its workspace with nobody."""

    def __init__(self) -> None:
        super().__init__(
            "This workspace holds a company already, and the demo wants one of its own. "
            "Give it another folder by ACQUIT_HOME."
        )


def _text(told: dict[str, Any]) -> str:
    width = max(len(one["email"]) for one in told["sign_ins"])
    lines = [f"The demo company stands on {told['day']}. Sign in with one of:"]
    lines += [
        f"  {one['email']:<{width}}  {one['role'].lower()}" for one in told["sign_ins"]
    ]
    lines.append(f"  password for each: {told['password']}")
    return "\n".join(lines)
