"""What the commands about sources mean. Imported once the database is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

import acquit.intake.actions as intake
from acquit.cli import trade
from acquit.cli.trade import Unknown
from acquit.core.sentences import of_json
from acquit.cycle import actions, queries
from acquit.intake.models import Source, SourceKind
from acquit.intake.queries import newest_states
from acquit.intake.sources.kinds import connector
from acquit.intake.sources.light import light

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def add(
    name: str, kind: str, code: str, *, folder: str, partial: bool, quiet_days: int | None
) -> dict[str, Any]:
    """Open the source; with a token where one is needed."""
    kind = kind.upper()
    words = intake.SourceWords(
        name=name,
        kind=SourceKind(kind),
        folder=(folder or name) if kind == SourceKind.FOLDER else "",
        partial=partial,
        quiet_days=quiet_days,
    )
    source = intake.open_source(
        words, company=trade.company(code), actor=trade.actor(), at=timezone.now()
    )
    told: dict[str, Any] = {"source": name, "kind": kind.lower()}
    if source.kind == SourceKind.FOLDER:
        return told | {"folder": source.folder}
    return told | new_token(source)


def named(code: str, name: str) -> Source:
    """Raises Unknown, naming the sources that there are."""
    books = trade.company(code)
    rows = Source.objects.filter(company=books).select_related("company")
    found = rows.filter(name=name).first()
    if found is None:
        known = ", ".join(sorted(one.name for one in rows)) or "none yet"
        raise Unknown(f"{code} has no source {name}. Known: {known}.")
    return found


def listed(code: str | None) -> list[dict[str, Any]]:
    """Every source, by company and name."""
    rows = Source.objects.select_related("company").order_by("company__code", "name")
    if code is not None:
        rows = rows.filter(company=trade.company(code))
    found = list(rows)
    states = newest_states(found)
    at = timezone.now()
    return [
        {
            "company": one.company.code,
            "source": one.name,
            "kind": one.kind.lower(),
            "folder": one.folder or None,
            "light": light(one, states.get(one.pk, ""), at=at).lower(),
            "delivered_at": _instant(one.delivered_at),
            "tried_at": _instant(one.tried_at),
            "next_try_at": _instant(one.next_try_at),
            "trouble": str(of_json(one.trouble)) or None,
        }
        for one in found
    ]


def line(row: dict[str, Any]) -> str:
    """A source in a line, for people."""
    last = row["delivered_at"] or "never"
    told = f"{row['company']}  {row['source']} ({row['kind']}): {row['light']}, last {last}"
    return f"{told}\n  {row['trouble']}" if row["trouble"] else told


def run(source: Source) -> dict[str, Any]:
    """Look into it now."""
    today = trade.today(source.company)
    look = actions.look_into(
        source,
        connector(source, today=today),
        on=queries.business_day(today),
        clock=timezone.now,
    )
    return {
        "source": source.name,
        "files": [one.as_json() for one in look.files],
        "trouble": str(look.trouble) if look.trouble else None,
    }


def looked(look: dict[str, Any]) -> str:
    """What a look came to, for people."""
    lines = [f"{one['file']}: {one['state']}" for one in look["files"]]
    lines += [look["trouble"]] if look["trouble"] else []
    return "\n".join(lines) or "Nothing has arrived."


def new_token(source: Source) -> dict[str, Any]:
    """One more token."""
    made, secret = intake.make_token(source, actor=trade.actor(), at=timezone.now())
    return {"token": secret, "hint": made.hint}


def revoke(source: Source, hint: str) -> dict[str, Any]:
    """End every token that begins so; raises Unknown when none does."""
    found = list(source.tokens.filter(revoked_at=None, hint__startswith=hint))
    if not found:
        raise Unknown(f"{source.name} has no token that begins with {hint}.")
    for token in found:
        intake.revoke_token(token, actor=trade.actor(), at=timezone.now())
    return {"source": source.name, "revoked": [token.hint for token in found]}


def switch(source: Source, verb: str) -> dict[str, Any]:
    """Pause or resume it."""
    act = intake.pause_source if verb == "pause" else intake.resume_source
    act(source, actor=trade.actor(), at=timezone.now())
    return {"source": source.name, "paused": source.paused_at is not None}


def _instant(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
