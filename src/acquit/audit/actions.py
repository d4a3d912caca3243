"""Writing the trail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

from acquit.audit.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model


class Somebody(Protocol):
    """A person, whose room stands above this one."""

    name: str

    @property
    def pk(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person by their key, or Acquit itself (None) under the name of the door
    (`command line`, `daily cycle`).
    """

    person_id: int | None
    name: str

    @classmethod
    def of(cls, person: Somebody) -> Self:
        """The person who is signed in."""
        return cls(person.pk, person.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What an entry says, before it is written."""

    event: str
    subject: Model
    company_id: int | None = None
    customer_id: int | None = None
    reason: str = ""
    details: dict[str, Any] | None = None


def record(fact: Fact, *, actor: Actor, at: datetime) -> None:
    """Write one entry, in the caller's transaction."""
    record_all([fact], actor=actor, at=at)


def record_all(facts: Iterable[Fact], *, actor: Actor, at: datetime) -> None:
    """Write many entries at once, in the caller's transaction."""
    Entry.objects.bulk_create(
        [
            Entry(
                at=at,
                actor_id=actor.person_id,
                actor_name=actor.name,
                event=fact.event,
                company_id=fact.company_id,
                customer_id=fact.customer_id,
                subject_kind=type(fact.subject).__name__,
                subject_id=fact.subject.pk,
                reason=fact.reason,
                details=fact.details or {},
            )
            for fact in facts
        ],
        batch_size=5000,
    )
