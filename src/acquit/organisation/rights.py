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
from acquit.organisation.queries import with_units_below

if TYPE_CHECKING:
    from acquit.organisation.models import Grant

KEPT = "_kept_grants"


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
    APPROVE_OWN = "APPROVE_OWN"
    PRINT = "PRINT"
    ASSESS = "ASSESS"
    CHARGE = "CHARGE"
    SET_RULES = "SET_RULES"
    HAND_OVER = "HAND_OVER"
    SETTLE_MESSAGE = "SETTLE_MESSAGE"
    SEE_AUDIT = "SEE_AUDIT"
    EXPORT = "EXPORT"
    PERSONAL_DATA = "PERSONAL_DATA"
    ADMINISTER = "ADMINISTER"


_SALES = frozenset({Act.SEE, Act.NOTE, Act.PROMISE, Act.DISPUTE})
_COLLECTOR = _SALES | {
    Act.SEE_BANK,
    Act.HOLD,
    Act.UNDO,
    Act.IMPORT,
    Act.MATCH,
    Act.APPROVE_OWN,
    Act.PRINT,
    Act.EXPORT,
}
_DECIDER = frozenset(
    {
        Act.APPROVE,
        Act.ASSESS,
        Act.CHARGE,
        Act.HAND_OVER,
        Act.PERSONAL_DATA,
        Act.SET_RULES,
        Act.SETTLE_MESSAGE,
        Act.SEE_AUDIT,
    }
)
_MANAGER = _COLLECTOR | _DECIDER

RIGHTS: dict[str, frozenset[Act]] = {
    Role.ADMINISTRATOR: frozenset(Act),
    Role.CREDIT_MANAGER: _MANAGER,
    Role.COLLECTOR: _COLLECTOR,
    Role.REPRESENTATIVE: _SALES,
    Role.READ_ONLY: frozenset({Act.SEE, Act.EXPORT}),
}

# These concern a whole company, never one customer: a grant over a unit or over own
# customers alone does not carry them.
COMPANY_WIDE = frozenset(
    {
        Act.SEE_BANK,
        Act.IMPORT,
        Act.MATCH,
        Act.PRINT,
        Act.SET_RULES,
        Act.SEE_AUDIT,
        Act.PERSONAL_DATA,
        Act.ADMINISTER,
    }
)


@dataclass(frozen=True, slots=True)
class Reach:
    """One grant as a filter. company_id None = every company; unit_ids None = the whole
    company, else the unit of the grant and those below it.
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
    return Scope(
        tuple(reach for role, reach in _grants(person) if _carries(role, reach, act))
    )


def may(person: Person, act: Act) -> bool:
    """True when the person may do this somewhere."""
    return bool(scope(person, act).reaches)


def demand(person: Person, act: Act) -> Scope:
    """The scope; raises PermissionDenied when it is empty."""
    found = scope(person, act)
    if not found.reaches:
        raise PermissionDenied(f"{act} is not among your rights.")
    return found


def roles(person: Person, act: Act, company_id: int) -> frozenset[str]:
    """The roles by which this person may do this in the whole company."""
    if not person.is_active:
        return frozenset()
    return frozenset(
        role
        for role, reach in _grants(person)
        if _carries(role, reach, act) and Scope((reach,)).covers_company(company_id)
    )


def people(act: Act, company_id: int) -> list[Person]:
    """Who may do this in the whole company, by name."""
    active = Person.objects.filter(is_active=True).prefetch_related("grants")
    return [one for one in active.order_by("name", "pk") if roles(one, act, company_id)]


def _grants(person: Person) -> list[tuple[str, Reach]]:
    """Roles with their reach, asked for once per person object: a page asks often."""
    kept: list[tuple[str, Reach]] | None = getattr(person, KEPT, None)
    if kept is None:
        kept = [(grant.role, _reach(grant)) for grant in person.grants.all()]
        setattr(person, KEPT, kept)
    return kept


def _reach(grant: Grant) -> Reach:
    unit_ids = None
    if grant.company_id is not None and grant.unit_id is not None:
        unit_ids = with_units_below(grant.company_id, grant.unit_id)
    own_of = grant.person_id if grant.own_customers else None
    return Reach(company_id=grant.company_id, unit_ids=unit_ids, own_of=own_of)


def _carries(role: str, reach: Reach, act: Act) -> bool:
    partial = reach.unit_ids is not None or reach.own_of is not None
    return act in RIGHTS[role] and not (partial and act in COMPANY_WIDE)
