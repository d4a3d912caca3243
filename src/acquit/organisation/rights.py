"""Who may see and do what: the one place that answers, for every door.

`RIGHTS` is the table of roles and acts that docs/reference/rights.md prints. A grant also
limits *where*: one company, one unit, or the person's own customers (`Scope`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from acquit.organisation.models import Person, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.organisation.models import Grant


class Act(StrEnum):
    """What a person can do here. SEE is the reading of anything within the scope."""

    SEE = "SEE"
    SEE_BANK = "SEE_BANK"
    NOTE = "NOTE"
    PROMISE = "PROMISE"
    DISPUTE = "DISPUTE"
    HOLD = "HOLD"
    UNDO = "UNDO"
    IMPORT = "IMPORT"
    MATCH = "MATCH"
    APPROVE = "APPROVE"
    SETTLE_MESSAGE = "SETTLE_MESSAGE"
    EXPORT = "EXPORT"
    ADMINISTER = "ADMINISTER"


_SALES = frozenset({Act.SEE, Act.NOTE, Act.PROMISE, Act.DISPUTE})
_COLLECTOR = _SALES | {Act.SEE_BANK, Act.HOLD, Act.UNDO, Act.IMPORT, Act.MATCH, Act.EXPORT}
_MANAGER = _COLLECTOR | {Act.APPROVE, Act.SETTLE_MESSAGE}

RIGHTS: dict[str, frozenset[Act]] = {
    Role.ADMINISTRATOR: frozenset(Act),
    Role.CREDIT_MANAGER: _MANAGER,
    Role.COLLECTOR: _COLLECTOR,
    Role.REPRESENTATIVE: _SALES,
    Role.READ_ONLY: frozenset({Act.SEE, Act.EXPORT}),
}

# These concern a whole company, never one customer: a grant over a unit or over own
# customers alone does not carry them.
COMPANY_WIDE = frozenset({Act.SEE_BANK, Act.IMPORT, Act.MATCH, Act.ADMINISTER})


@dataclass(frozen=True, slots=True)
class Reach:
    """One grant as a filter. company_id None = every company; unit_ids None = the whole
    company.
    """

    company_id: int | None
    unit_ids: frozenset[int] | None
    own_of: int | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a person may do one act; no reaches = nowhere."""

    reaches: tuple[Reach, ...]

    @property
    def everywhere(self) -> bool:
        """True when no filter is needed at all."""
        return any(r == Reach(None, None, None) for r in self.reaches)

    def covers_company(self, company_id: int) -> bool:
        """True when the whole company is within reach, not only some of its customers."""
        return any(
            r.company_id in {None, company_id} and r.unit_ids is None and r.own_of is None
            for r in self.reaches
        )

    def covers(
        self,
        *,
        company_id: int,
        unit_id: int | None,
        collector_id: int | None,
        representative_id: int | None,
    ) -> bool:
        """True when a customer with these links is within reach."""
        return any(
            r.company_id in {None, company_id}
            and (r.unit_ids is None or unit_id in r.unit_ids)
            and (r.own_of is None or r.own_of in {collector_id, representative_id})
            for r in self.reaches
        )


EVERYWHERE = Scope((Reach(None, None, None),))


def scope(person: Person, act: Act) -> Scope:
    """Where this person may do this; an inactive person nowhere."""
    if not person.is_active:
        return Scope(())
    return _scope(person.pk, _grants(person), act)


def may(person: Person, act: Act) -> bool:
    """True when the person may do this somewhere."""
    return bool(scope(person, act).reaches)


def demand(person: Person, act: Act) -> Scope:
    """The scope; raises PermissionDenied when it is empty."""
    found = scope(person, act)
    if not found.reaches:
        raise PermissionDenied(
            f"{act.label if hasattr(act, 'label') else act} is not among your rights."
        )
    return found


def _grants(person: Person) -> list[Grant]:
    """The grants, asked for once per person object: a page asks many times."""
    kept: list[Grant] | None = getattr(person, "_kept_grants", None)
    if kept is None:
        kept = list(person.grants.select_related("unit"))
        person._kept_grants = kept  # type: ignore[attr-defined]  # a cache on the object, not a field
    return kept


def _scope(person_id: int, grants: Iterable[Grant], act: Act) -> Scope:
    reaches = []
    for grant in grants:
        partial = grant.unit_id is not None or grant.own_customers
        if act not in RIGHTS[grant.role] or (partial and act in COMPANY_WIDE):
            continue
        reaches.append(
            Reach(
                company_id=grant.company_id,
                unit_ids=None if grant.unit_id is None else frozenset({grant.unit_id}),
                own_of=person_id if grant.own_customers else None,
            )
        )
    return Scope(tuple(reaches))
