"""`acquit demo`: a company to look at, made by the real importers and the real cycle."""

from __future__ import annotations

import json
import secrets
from typing import Any

import click

from acquit.cli import running

KEPT = "demo.json"


@click.command()
@click.option("--customers", default=600, show_default=True)
@click.option("--invoices", default=20_000, show_default=True)
@click.option("--serve", "serving", is_flag=True, help="Answer the pages afterwards.")
@click.option("--host", default=None, help="With --serve: the address to listen on.")
@click.option("--port", default=None, type=int, help="With --serve: the port.")
@running.as_json
def demo(
    *,
    customers: int,
    invoices: int,
    serving: bool,
    host: str | None,
    port: int | None,
    as_json: bool,
) -> None:
    """Make the demo company, unless it is there, and print one sign-in per role."""
    with running.with_database():
        told = _made(customers, invoices)
        running.emit(told, as_json=as_json, text=_text(told))
    if serving:
        from acquit.cli.serve import hand_over  # noqa: PLC0415 - only when asked for

        words = [
            *(("--host", host) if host else ()),
            *(("--port", str(port)) if port else ()),
        ]
        hand_over(*words)


def _made(customers: int, invoices: int) -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415 - see running.setup

    from acquit.config import home  # noqa: PLC0415
    from acquit.demo import replay  # noqa: PLC0415

    kept = home.folder() / KEPT
    if replay.present() is not None and kept.exists():
        return dict(json.loads(kept.read_text()))
    _check_empty()
    password = secrets.token_urlsafe(9)
    today = timezone.localdate()
    sign_ins = replay.run(
        today=today,
        password=password,
        customers=customers,
        invoices=invoices,
        progress=running.say,
    )
    told = {
        "day": today.isoformat(),
        "password": password,
        "sign_ins": [{"role": s.role, "name": s.name, "email": s.email} for s in sign_ins],
    }
    home.folder().mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(told))
    return told


def _check_empty() -> None:
    """The demo shares its workspace with nobody."""
    from acquit.core.errors import Refusal  # noqa: PLC0415
    from acquit.organisation.models import Company  # noqa: PLC0415

    found = ", ".join(Company.objects.values_list("code", flat=True))
    if found:
        raise Refusal(
            f"This workspace holds {found} already, and the demo wants one of its own. "
            "Give it another folder by ACQUIT_HOME, or remove the unfinished demo's folder."
        )


def _text(told: dict[str, Any]) -> str:
    width = max(len(one["email"]) for one in told["sign_ins"])
    lines = [f"The demo company stands on {told['day']}. Sign in with one of:"]
    lines += [
        f"  {one['email']:<{width}}  {one['role'].lower()}" for one in told["sign_ins"]
    ]
    lines.append(f"  password for each: {told['password']}")
    return "\n".join(lines)
