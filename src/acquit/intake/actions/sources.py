"""Sources: opening and pausing them, their tokens, and what each delivery came to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

import acquit.agenda.actions as agenda
from acquit.agenda.actions import Work
from acquit.agenda.models import TaskKind
from acquit.audit.actions import Fact, record
from acquit.core.errors import Refusal
from acquit.core.sentences import as_json, say
from acquit.intake.models import (
    Delivery,
    DeliveryState,
    Run,
    RunState,
    Source,
    SourceKind,
    SourceToken,
)
from acquit.intake.sources import folder, tokens
from acquit.intake.sources.connector import TOLD_AFTER, next_try, worst
from acquit.intake.sources.light import is_quiet, quiet_since

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from acquit.audit.actions import Actor
    from acquit.core.sentences import Sentence
    from acquit.intake.actions.imports import Imported
    from acquit.organisation.models import Company


LONGEST_UPLOAD = timedelta(hours=1)


class SourceExists(Refusal):
    """The company has a source of this name."""

    def __init__(self, name: str) -> None:
        super().__init__("There is a source “%(name)s” already.", name=name)


class FolderIsWatched(Refusal):
    """Another source looks into this folder."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "The folder “%(name)s” is watched already. Choose another one.", name=name
        )


class TakesNoUpload(Refusal):
    """A token is asked for a source into which nobody uploads."""

    def __init__(self, source: Source) -> None:
        super().__init__(
            "“%(name)s” is a watched folder: it needs no token.", name=source.name
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWords:
    """What is said of a source when it is opened; see the model."""

    name: str
    kind: SourceKind
    folder: str = ""
    partial: bool = False
    quiet_days: int | None = None


@transaction.atomic
def open_source(
    words: SourceWords, *, company: Company, actor: Actor, at: datetime
) -> Source:
    """Raises SourceExists, FolderIsWatched, NoSuchFolder."""
    watched = folder.checked(words.folder) if words.kind == SourceKind.FOLDER else ""
    if Source.objects.filter(company=company, name=words.name).exists():
        raise SourceExists(words.name)
    if watched and Source.objects.filter(folder=watched).exists():
        raise FolderIsWatched(watched)
    source = Source.objects.create(
        company=company,
        name=words.name,
        kind=words.kind,
        folder=watched,
        partial=words.partial,
        quiet_days=words.quiet_days,
        opened_at=at,
        next_try_at=at if watched else None,
    )
    _record("source_opened", source, actor, at, kind=source.kind, folder=watched)
    return source


@transaction.atomic
def pause_source(source: Source, *, actor: Actor, at: datetime) -> None:
    """Take nothing more from it, and ask nobody to mend it, until it is resumed."""
    if source.paused_at is None:
        source.paused_at, source.next_try_at = at, None
        source.save(update_fields=["paused_at", "next_try_at"])
        _finish(source, "FAILS", at)
        _finish(source, "QUIET", at)
        _record("source_paused", source, actor, at)


@transaction.atomic
def resume_source(source: Source, *, actor: Actor, at: datetime) -> None:
    """Go on at once; how it failed before, and how long it was quiet, counts no more."""
    if source.paused_at is not None:
        source.paused_at = source.failing_since = None
        source.failures, source.trouble, source.opened_at = 0, "", at
        source.next_try_at = at if source.kind == SourceKind.FOLDER else None
        source.save()
        _record("source_resumed", source, actor, at)


def ask_for_try(source: Source, *, at: datetime) -> None:
    """Let the next look be now, however long the pause after the last failure is."""
    Source.objects.filter(pk=source.pk, paused_at=None).exclude(folder="").update(
        next_try_at=at
    )


@transaction.atomic
def make_token(source: Source, *, actor: Actor, at: datetime) -> tuple[SourceToken, str]:
    """A new token, and the secret, which is kept nowhere. Raises TakesNoUpload."""
    if source.kind != SourceKind.UPLOAD:
        raise TakesNoUpload(source)
    secret = tokens.make()
    token = SourceToken.objects.create(
        source=source,
        digest=tokens.digest(secret),
        hint=secret[: tokens.HINT],
        actor_name=actor.name,
        made_at=at,
    )
    _record("token_made", source, actor, at, hint=token.hint)
    return token, secret


@transaction.atomic
def revoke_token(token: SourceToken, *, actor: Actor, at: datetime) -> None:
    """From now on nobody comes in by it; doing so twice changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        _record("token_revoked", token.source, actor, at, hint=token.hint)


def begin_delivery(
    source: Source, *, token: SourceToken | None = None, at: datetime
) -> Delivery:
    """Files have arrived; what was under way before was cut short when its program died.

    Only one program at a time looks into a folder; uploads may come side by side, but none
    for hours.
    """
    before = at if source.kind == SourceKind.FOLDER else at - LONGEST_UPLOAD
    Delivery.objects.filter(source=source, ended_at=None, started_at__lte=before).update(
        state=DeliveryState.CUT_SHORT, ended_at=at
    )
    if token is not None:
        SourceToken.objects.filter(pk=token.pk).update(used_at=at)
    return Delivery.objects.create(source=source, started_at=at)


@transaction.atomic
def file_taken(
    delivery: Delivery, name: str, done: Sequence[Imported], *, on: date, at: datetime
) -> None:
    """A file of the delivery has been dealt with: its runs belong to it now, and a refused
    one is given to people until a file of that name is taken.
    """
    Run.objects.filter(pk__in=[one.run.pk for one in done]).update(delivery=delivery)
    delivery.files += 1
    delivery.save(update_fields=["files"])
    about = f"FILE:{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    _finish(delivery.source, about, at)
    wrong = [one.run for one in done if one.run.state != RunState.TAKEN]
    if not wrong:
        return
    said = say("%(file)s could not be taken, or not all of it.", file=name)
    why = {"said": as_json(said), "run": wrong[0].pk}
    _ask(delivery.source, f"{about}:{wrong[0].pk}", why, on=on, at=at)


@transaction.atomic
def end_delivery(delivery: Delivery, states: Iterable[str], *, at: datetime) -> None:
    """All that came is dealt with, in these states; none = nothing could be."""
    found = [RunState(state) for state in states]
    delivery.state = worst(found) if found else DeliveryState.FAILED
    delivery.ended_at = at
    delivery.save()
    if delivery.state in {DeliveryState.TAKEN, DeliveryState.PARTLY}:
        Source.objects.filter(pk=delivery.source_id).update(delivered_at=at)
        _finish(delivery.source, "QUIET", at)


def note_success(source: Source, *, at: datetime) -> Source:
    """The source could be looked into, whether or not it brought anything."""
    with transaction.atomic():
        now = _locked(source)
        if now.failures:
            _finish(now, "FAILS", at)
        now.tried_at = now.succeeded_at = at
        now.failures, now.failing_since, now.trouble = 0, None, ""
        if now.kind == SourceKind.FOLDER and now.paused_at is None:
            now.next_try_at = at
        now.save()
    return now


def note_failure(source: Source, trouble: Sentence, *, on: date, at: datetime) -> Source:
    """The source could not be reached: it is tried again later and later, and from the
    third time on somebody is asked to mend it, once.
    """
    with transaction.atomic():
        now = _locked(source)
        now.failures += 1
        now.tried_at, now.trouble = at, as_json(trouble)
        now.failing_since = now.failing_since or at
        if now.kind == SourceKind.FOLDER and now.paused_at is None:
            now.next_try_at = next_try(now.failures, at=at)
        now.save()
        Delivery.objects.create(
            source=now,
            state=DeliveryState.FAILED,
            trouble=now.trouble,
            started_at=at,
            ended_at=at,
        )
        if now.failures >= TOLD_AFTER:
            why = {"said": now.trouble}
            _ask(now, f"FAILS:{now.failing_since:%Y%m%dT%H%M%S}", why, on=on, at=at)
    return now


def ask_about_quiet_sources(*, on: date, at: datetime) -> None:
    """Tell people, once for each silence, of sources that have brought nothing for longer
    than they may.
    """
    for source in Source.objects.filter(paused_at=None, quiet_days__isnull=False):
        if is_quiet(source, at=at):
            since = quiet_since(source)
            said = say(
                "Nothing has come for %(days)s days, and %(most)s were expected to be the "
                "most.",
                days=(at - since).days,
                most=source.quiet_days,
            )
            key = f"QUIET:{since:%Y%m%dT%H%M%S}"
            _ask(source, key, {"said": as_json(said)}, on=on, at=at)


def _locked(source: Source) -> Source:
    return Source.objects.select_for_update().get(pk=source.pk)


def _ask(
    source: Source, about: str, why: dict[str, Any], *, on: date, at: datetime
) -> None:
    kind = TaskKind.FILE_REFUSED if "run" in why else TaskKind.SOURCE_FAILS
    work = Work(
        company_id=source.company_id,
        customer_id=None,
        kind=kind,
        key=_key(source, about),
        due_on=on,
        why=why | {"source": source.pk, "name": source.name},
    )
    agenda.add_tasks([work], at=at)


def _finish(source: Source, about: str, at: datetime) -> None:
    agenda.finish_by_beginning(_key(source, f"{about}:"), at=at)


def _key(source: Source, about: str) -> str:
    return f"SOURCE:{source.pk}:{about}"


def _record(event: str, source: Source, actor: Actor, at: datetime, **details: str) -> None:
    fact = Fact(
        event=event,
        subject=source,
        company_id=source.company_id,
        details={"name": source.name, **details},
    )
    record(fact, actor=actor, at=at)
