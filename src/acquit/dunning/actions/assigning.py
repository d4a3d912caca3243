"""Which scenario each customer is followed up by: the rules, applied and written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from acquit.core.dunning.assigning import assign as by_rules
from acquit.core.dunning.assigning import conditions_as_data
from acquit.core.dunning.scenario import STANDARD_POLICY
from acquit.core.dunning.written import as_data
from acquit.core.sentences import as_json, say
from acquit.dunning.library import READY, RULES
from acquit.dunning.models import AssignmentRule, Scenario, Version
from acquit.dunning.queries import assigned
from acquit.ledger.rows import binary_cursor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from acquit.core.dunning.assigning import Traits
    from acquit.dunning.queries.assigned import Book, Followed
    from acquit.ledger.rows import Range
    from acquit.organisation.models import Company


@transaction.atomic
def found_scenarios(company: Company, *, at: datetime) -> None:
    """Give a company the scenarios and rules that everybody begins with; one that has some
    keeps them as they are.
    """
    if Scenario.objects.filter(company=company).exists():
        return
    made = {
        one.code: Scenario.objects.create(
            company=company,
            code=one.code,
            name=one.name,
            about=one.about,
            recorded_at=at,
        )
        for one in READY
    }
    Version.objects.bulk_create(
        Version(
            scenario=made[one.code],
            number=1,
            content=as_data(one.scenario),
            published_at=at,
        )
        for one in READY
    )
    AssignmentRule.objects.bulk_create(
        AssignmentRule(
            company=company,
            place=place,
            name=rule.name,
            conditions=conditions_as_data(rule.conditions),
            scenario=made[rule.code],
        )
        for place, rule in enumerate(RULES, start=1)
    )


class _Row(NamedTuple):
    """A following to be written."""

    customer_id: int
    company_id: int
    version_id: int
    chosen: _Chosen
    since_on: date
    before_id: int | None

    @property
    def moves(self) -> bool:
        """Whether it comes to another version."""
        return self.before_id != self.version_id

    def written(self, number: int) -> tuple[Any, ...]:
        """As the columns of WRITE; number: of what was chosen."""
        whose = self.customer_id, self.company_id
        return *whose, number, self.since_on, self.before_id, self.moves


@transaction.atomic
def assign(customers: Range, *, as_of: date, at: datetime) -> int:
    """Look at the rules again for the customers of the range; gives how many came to
    another version.

    A pin wins over the rules. Who is under way in an older version of its scenario stays
    there, when the newer one was published so. Companies without scenarios are left to the
    standard.
    """
    books = assigned.books()
    if not books:
        return 0
    followed = assigned.followed(customers, books.keys())
    staying = {one.customer_id for one in followed if _may_stay(one, books[one.company_id])}
    under_way = assigned.under_way(staying)
    chosen = _chosen_once(books)
    rows = [
        row
        for one in followed
        if (row := _row(one, chosen(one), books[one.company_id], under_way, as_of))
    ]
    if rows:
        _write(rows, as_of, at)
    return sum(row.moves for row in rows)


def _may_stay(one: Followed, book: Book) -> bool:
    """True when it follows an older version, and the newest let people stay there."""
    if one.version_id is None:
        return False
    scenario_id = book.scenario_of.get(one.version_id)
    newest = book.newest.get(scenario_id) if scenario_id is not None else None
    return newest is not None and newest.id != one.version_id and not newest.moves


class _Chosen(NamedTuple):
    """What the rules, or a person, chose; sentences as they are kept."""

    scenario_id: int
    rule_id: int | None
    why: Any
    proposed_id: int | None = None
    proposed_why: Any = None


def _chosen_once(books: Mapping[int, Book]) -> Callable[[Followed], _Chosen]:
    """The rules are asked once for all customers of a company who are alike."""
    known: dict[tuple[int, Traits], _Chosen] = {}

    def chosen(one: Followed) -> _Chosen:
        if one.pinned_id is not None:
            said = say("Chosen by a person: %(reason)s", reason=one.pinned_reason)
            return _Chosen(one.pinned_id, None, as_json(said))
        alike = one.company_id, one.traits
        found = known.get(alike)
        if found is None:
            found = known[alike] = _by_rules(one.traits, books[one.company_id])
        return found

    return chosen


def _by_rules(traits: Traits, book: Book) -> _Chosen:
    found = by_rules(traits, book.rules, book.default_id)
    chosen = _Chosen(found.scenario_id, found.rule_id, as_json(found.why))
    if found.proposed is None:
        return chosen
    return chosen._replace(
        proposed_id=found.proposed.scenario_id, proposed_why=as_json(found.proposed.why)
    )


def _row(
    one: Followed, found: _Chosen, book: Book, under_way: set[int], as_of: date
) -> _Row | None:
    version_id = _version(one, found, book, under_way)
    _, rule_id, why, proposed_id, proposed_why = found
    known = (one.version_id, one.rule_id, one.why, one.proposed_id, one.proposed_why)
    if known == (version_id, rule_id, why, proposed_id, proposed_why):
        return None
    moves = one.version_id != version_id
    since_on = as_of if moves or one.since_on is None else one.since_on
    return _Row(
        one.customer_id, one.company_id, version_id, found, since_on, one.version_id
    )


def _version(one: Followed, found: _Chosen, book: Book, under_way: set[int]) -> int:
    """The newest, but for who is under way in an older one and may stay there."""
    newest = book.newest[found.scenario_id]
    stays = (
        one.version_id is not None
        and one.version_id != newest.id
        and book.scenario_of.get(one.version_id) == found.scenario_id
        and not newest.moves
        and one.customer_id in under_way
    )
    return one.version_id if stays and one.version_id is not None else newest.id


# One statement: what was read of the rows once is written twice. What was chosen is said
# once for all who are alike.
WRITE = """
    WITH c AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(%s) AS c (number int, version_id bigint,
               rule_id bigint, why jsonb, proposed_id bigint, proposed_why jsonb)),
    n AS MATERIALIZED (
        SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::date[],
                             %s::bigint[], %s::bool[])
                   AS n (customer_id, company_id, number, since_on, before_id, moves)
                 JOIN c USING (number)),
    moved AS (
        INSERT INTO dunning_move
               (customer_id, version_id, before_id, why, "on", recorded_at)
        SELECT customer_id, version_id, before_id, why, %s, %s FROM n WHERE moves)
    INSERT INTO dunning_following
           (customer_id, company_id, version_id, rule_id, why, since_on, group_id, share,
            strategic, proposed_id, proposed_why)
    SELECT n.customer_id, n.company_id, n.version_id, n.rule_id, n.why, n.since_on,
           n.customer_id, 0, false, n.proposed_id, n.proposed_why
      FROM n
    ON CONFLICT (customer_id) DO UPDATE
       SET version_id = excluded.version_id, rule_id = excluded.rule_id,
           why = excluded.why, since_on = excluded.since_on,
           proposed_id = excluded.proposed_id, proposed_why = excluded.proposed_why
"""


def _write(rows: list[_Row], as_of: date, at: datetime) -> None:
    numbers: dict[tuple[int, int], int] = {}
    said: list[dict[str, Any]] = []
    columns: list[tuple[Any, ...]] = []
    for row in rows:
        # What the rules chose for customers who are alike is one and the same object.
        key = id(row.chosen), row.version_id
        number = numbers.setdefault(key, len(said))
        if number == len(said):
            told = row.chosen._asdict() | {"version_id": row.version_id}
            said.append(told | {"number": number})
        columns.append(row.written(number))
    with binary_cursor() as cursor:
        lists = [list(column) for column in zip(*columns, strict=True)]
        cursor.execute(WRITE, [Jsonb(said), *lists, as_of, at])


SHARES = """
    WITH owed AS (
        SELECT r.company_id, r.customer_id, sum(r.open_minor) AS minor
          FROM ledger_receivable r JOIN organisation_company p ON p.id = r.company_id
         WHERE r.open_minor > 0 AND r.currency = p.currency
         GROUP BY r.company_id, r.customer_id),
    placed AS (
        SELECT o.*, sum(minor) OVER company AS whole, count(*) OVER company AS debtors,
               row_number() OVER (PARTITION BY company_id
                                  ORDER BY minor DESC, customer_id) AS place
          FROM owed o WINDOW company AS (PARTITION BY company_id)),
    known AS (
        SELECT f.customer_id,
               coalesce(round(100.0 * p.minor / p.whole, 1), 0)::float AS share,
               coalesce(p.place <= least(coalesce(y.strategic, %s), p.debtors / 20), false)
                   AS strategic
          FROM dunning_following f
          LEFT JOIN placed p ON p.customer_id = f.customer_id
          LEFT JOIN dunning_policy y ON y.company_id = f.company_id)
    UPDATE dunning_following f SET share = k.share, strategic = k.strategic
      FROM known k
     WHERE k.customer_id = f.customer_id
       AND (f.share, f.strategic) IS DISTINCT FROM (k.share, k.strategic)
"""
GROUPS = """
    UPDATE dunning_following f SET group_id = n.group_id
      FROM unnest(%s::bigint[], %s::bigint[]) AS n (customer_id, group_id)
     WHERE f.customer_id = n.customer_id AND f.group_id <> n.group_id
"""
ALONE = """
    UPDATE dunning_following SET group_id = customer_id
     WHERE group_id <> customer_id AND NOT customer_id = ANY(%s)
"""


@transaction.atomic
def survey() -> None:
    """Look at all debtors together: who is the same as whom, and who the largest are.

    Strategic are the largest by what they owe, as many as the policy says but never more
    than a twentieth of those who owe anything.
    """
    groups = assigned.groups()
    with connection.cursor() as cursor:
        cursor.execute(SHARES, [STANDARD_POLICY.strategic])
        cursor.execute(ALONE, [list(groups)])
        if groups:
            cursor.execute(GROUPS, [list(groups), list(groups.values())])
