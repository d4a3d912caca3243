"""Columns in which something is said of a person: counted, and emptied.

A room declares its own tables as *words*, so that what is shown beforehand and what is
done are one list. tests/house looks for columns that nobody declared. Whether something may
go is said elsewhere (`core.privacy`); nothing here asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, F, Func, JSONField, Model, Q, QuerySet, Value, When

from acquit.core.privacy import Group, Kind

if TYPE_CHECKING:
    from datetime import date

    from django.db.models.expressions import Combinable

# What stands where words stood: no language, and nobody's name.
GONE = "—"


class Root(StrEnum):
    """Where somebody is begun with: a customer, or of a contact person what was written to
    and by that address.
    """

    CUSTOMER = "CUSTOMER"
    CONTACT = "CONTACT"
    MESSAGE = "MESSAGE"
    ANSWER = "ANSWER"
    REQUEST = "REQUEST"


Keys = Mapping[Root, Collection[int]]
# From a row to what it belongs to: by names of fields, or by a question.
Way = str | Callable[[Collection[int]], QuerySet[Any, Any]]


class Said:
    """Where there are words, a dash takes their place; where there are none, none does."""

    def put(self, name: str) -> Combinable:
        return Case(When(**{name: ""}, then=Value("")), default=Value(GONE))

    def still(self, name: str) -> Q:
        return ~Q(**{f"{name}__in": ["", GONE]})


class OnlyKeys:
    """Of an object of JSON, codes and figures stay that others count on; the rest goes."""

    def __init__(self, *keys: str) -> None:
        self.keys = keys

    def put(self, name: str) -> Combinable:
        return Func(
            F(name),
            template=(
                "(SELECT coalesce(jsonb_object_agg(k, v), '{}'::jsonb)"
                " FROM jsonb_each(%(expressions)s) AS one(k, v)"
                " WHERE k = ANY(ARRAY[%(keys)s]))"
            ),
            keys=", ".join(f"'{key}'" for key in self.keys),
            output_field=JSONField(),
        )

    def still(self, name: str) -> Q:
        return ~Q(**{name: self.put(name)})


SAID = Said()


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptied:
    """Rows of one table that are emptied alike.

    put: what stands in a column afterwards; no column = the rows themselves go. also: what
    is set with it, and tells nothing by itself. only: of which rows alone.
    """

    model: type[Model]
    put: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, Any] = field(default_factory=dict)
    only: Q = field(default_factory=Q)

    def telling(self, found: Q) -> QuerySet[Any]:
        """Those of the rows that still say something."""
        return QuerySet(self.model).filter(found & self.only & self.still())

    def still(self) -> Q:
        """A column says something else than what is put in its place."""
        told = [_still(name, value) for name, value in self.put.items()]
        return reduce(or_, told) if told else Q()

    def empty(self, rows: QuerySet[Any]) -> int:
        """In the caller's transaction, in one go; gives how many."""
        if not self.put:
            return rows.delete()[0]
        values = {name: _put(name, value) for name, value in self.put.items()}
        return rows.update(**values, **self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Emptied):
    """Words that go when their group does. whose: the ways to whom they belong."""

    group: Group
    whose: Mapping[Root, tuple[Way, ...]]

    def rows(self, keys: Keys) -> QuerySet[Any]:
        """Those of somebody that still say something."""
        ways = [(way, keys[root]) for root in keys for way in self.whose.get(root, ())]
        parts = [self.telling(_by(way, ids)).values("pk") for way, ids in ways if ids]
        if not parts:
            return QuerySet(self.model).none()
        # Each way by its own index: joined by OR they would be read through as a whole.
        return QuerySet(self.model).filter(pk__in=_together(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged(Emptied):
    """Words that belong to nobody known, or to many at once: they go by their own age.

    company, on: the ways to whose books it is in, and to the day of it.
    """

    kind: Kind
    company: str
    on: str

    def rows(self, company_id: int | None, before: date) -> QuerySet[Any]:
        """Those older than that day that still say something. None: of no company."""
        found = self.telling(Q(**{self.company: company_id, f"{self.on}__lt": before}))
        return QuerySet(self.model).filter(pk__in=found.values("pk"))


def count(every: Iterable[Words], keys: Keys) -> Counter[Group]:
    """How many rows of each group still say something of somebody; one question for all."""
    parts, known = [], []
    for one in every:
        with suppress(EmptyResultSet):
            question, words = one.rows(keys).values("pk").query.sql_with_params()
            # Django's own words around the values, which stand apart.
            parts.append(f"SELECT %s, count(*) FROM ({question}) AS told")  # noqa: S608
            known += [one.group.value, *words]
    found: Counter[Group] = Counter()
    if not parts:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), known)
        for group, number in cursor.fetchall():
            found[Group(group)] += number
    return found


def of_customer(*ways: Way) -> dict[Root, tuple[Way, ...]]:
    """What belongs to a customer alone."""
    return {Root.CUSTOMER: ways}


def _by(way: Way, ids: Collection[int]) -> Q:
    return Q(pk__in=way(ids)) if callable(way) else Q(**{f"{way}__in": ids})


def _together(parts: list[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    return parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]


def _put(name: str, value: Any) -> Any:
    return value.put(name) if isinstance(value, Said | OnlyKeys) else value


def _still(name: str, value: Any) -> Q:
    if isinstance(value, Said | OnlyKeys):
        return value.still(name)
    return Q(**{f"{name}__isnull": False}) if value is None else ~Q(**{name: value})
