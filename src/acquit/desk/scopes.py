"""The scope switch: what one may see, narrowed to a company, a unit, or one's customers.

The choice is written `company:3`, `unit:7` or `mine`; it stands in the address (`?scope=`)
and is remembered for the session. A choice that is not within reach means no choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from acquit.organisation.models import Company, Unit
from acquit.organisation.rights import Reach, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Places:
    """The companies and units that somebody can reach, by name."""

    companies: Sequence[Company]
    units: Sequence[Unit]

    def units_of(self, company_id: int) -> list[Unit]:
        return [unit for unit in self.units if unit.company_id == company_id]

    def below(self, unit_id: int) -> frozenset[int]:
        """The unit with all units below it."""
        found = {unit_id}
        while more := {u.pk for u in self.units if u.parent_id in found} - found:
            found |= more
        return frozenset(found)


def places(scope: Scope) -> Places:
    """What the switch offers."""
    companies = Company.objects.order_by("name")
    units = Unit.objects.order_by("name")
    ids = {reach.company_id for reach in scope.reaches if reach.company_id is not None}
    if all(reach.company_id is not None for reach in scope.reaches):
        companies = companies.filter(pk__in=ids)
        units = units.filter(company__in=ids)
    if all(reach.unit_ids is not None for reach in scope.reaches):
        reached = frozenset[int]().union(*(r.unit_ids or () for r in scope.reaches))
        units = units.filter(pk__in=reached)
    return Places(list(companies), list(units))


def chosen(word: str, known: Places, *, person_id: int) -> Scope | None:
    """The choice as a scope; None when the word means no choice."""
    kind, _, number = word.partition(":")
    key = int(number) if number.isdecimal() and len(number) < 18 else 0
    if kind == "mine":
        return Scope((Reach(None, None, person_id),))
    if kind == "company" and any(one.pk == key for one in known.companies):
        return Scope((Reach(key, None, None),))
    for unit in known.units:
        if kind == "unit" and unit.pk == key:
            return Scope((Reach(unit.company_id, known.below(key), None),))
    return None


def companies(scope: Scope, path: str) -> Q:
    """The scope as a condition on companies, for acts that concern a whole company.

    path: to the company's key. No grant of such an act is narrower than a company; only the
    switch may be, and then the company of that unit is shown.
    """
    if any(reach.company_id is None for reach in scope.reaches):
        return ~Q(pk__in=[])
    return Q(**{f"{path}__in": {reach.company_id for reach in scope.reaches}})


def meet(left: Scope, right: Scope) -> Scope:
    """What lies within both."""
    return Scope(tuple(_common(left.reaches, right.reaches)))


def _common(left: Iterable[Reach], right: Sequence[Reach]) -> Iterable[Reach]:
    for one in left:
        for other in right:
            if both := _both(one, other):
                yield both


def _both(one: Reach, other: Reach) -> Reach | None:
    if (
        None not in {one.company_id, other.company_id}
        and one.company_id != other.company_id
    ):
        return None
    if None not in {one.own_of, other.own_of} and one.own_of != other.own_of:
        return None
    unit_ids = one.unit_ids if other.unit_ids is None else other.unit_ids
    if one.unit_ids is not None and other.unit_ids is not None:
        unit_ids = one.unit_ids & other.unit_ids
    if unit_ids == frozenset():
        return None
    return Reach(one.company_id or other.company_id, unit_ids, one.own_of or other.own_of)
