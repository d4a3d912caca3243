"""What became of profile and score, and what a person said instead."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from acquit.desk.customers.head import told as sentences_told
from acquit.desk.customers.payer import MARKS, profile_name
from acquit.desk.customers.timeline.told import Event, Told, told
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.ledger.models import Customer


def assessed(customer: Customer) -> Iterable[QuerySet[Any]]:
    """In the columns of all facts: `minor` is the score, `number` the one before, `more`
    the profile before; `text` says why, changes as sentences that are kept as data.
    """
    yield told(
        "assessment",
        customer.score_changes.all(),
        on=F("on"),
        code=F("profile"),
        more=F("profile_before"),
        minor=F("score"),
        number=Coalesce(Cast(F("score_before"), TextField()), Value("")),
        text=F("evidence"),
    )
    overrides = customer.score_overrides.all()
    who = Coalesce(F("actor__name"), Value(""))
    yield told(
        "override",
        overrides,
        on=F("made_on"),
        at=F("recorded_at"),
        code=F("profile"),
        minor=F("score"),
        text=F("reason"),
        until=F("until_on"),
        who=who,
    )
    yield told("override_end", overrides.exclude(ended_on=None), on=F("ended_on"))


def _assessment(row: Told) -> Event:
    """Another profile, or the same with another score."""
    named = profile_name(row.code)
    moved = row.more != row.code
    if not row.more:
        title = _("Assessed: %(profile)s, score %(score)s")
    elif moved:
        title = _("Profile: %(profile)s, before %(before)s; score %(score)s")
    else:
        title = _("Score %(score)s, before %(was)s")
    words = {"profile": named, "before": profile_name(row.more)}
    worse = bool(row.number) and (row.minor or 0) < int(row.number)
    icon, tone = MARKS.get(row.code, ("user-search", "neutral"))
    return Event(
        day=row.on,
        title=title % (words | {"score": row.minor, "was": row.number}),
        icon=icon if moved else "trending-down" if worse else "trending-up",
        tone=tone if moved else "warn" if worse else "good",
        words=" ".join(sentences_told(json.loads(row.text or "[]"))),
    )


def _override(row: Told) -> Event:
    said = [profile_name(row.code)] if row.code else []
    if row.minor is not None:
        said.append(_("score %(score)d") % {"score": row.minor})
    until = reading.short_day(row.until) if row.until else ""
    return Event(
        day=row.on,
        title=_("Said by a person until %(day)s: %(what)s")
        % {"day": until, "what": ", ".join(said)},
        icon="user-edit",
        tone="warn",
        who=row.who,
        at=row.at,
        words=row.text,
    )


def _override_end(row: Told) -> Event:
    return Event(day=row.on, title=_("Assessed as computed again"), icon="arrow-back-up")


DRAWN: dict[str, Callable[[Told], Event]] = {
    "assessment": _assessment,
    "override": _override,
    "override_end": _override_end,
}
