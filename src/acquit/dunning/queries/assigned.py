"""What the rules look at, and what customers are followed up by now."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.core.dunning.assigning import Rule, Traits, conditions_of_data
from acquit.core.party import Party, SellsTo, effective_party
from acquit.dunning.library import STANDARD_CODE
from acquit.ledger.rows import ask, binary_cursor

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from acquit.ledger.rows import Range


class Newest(NamedTuple):
    """The version of a scenario that is in force."""

    id: int
    moves: bool


class Book(NamedTuple):
    """A company's scenarios by id, its rules in order, and the scenario of the others."""

    newest: dict[int, Newest]
    scenario_of: dict[int, int]
    rules: list[Rule]
    default_id: int


class Followed(NamedTuple):
    """A customer with what the rules look at, and what it is followed up by now."""

    customer_id: int
    company_id: int
    traits: Traits
    version_id: int | None
    rule_id: int | None
    why: Any
    since_on: date | None
    pinned_id: int | None
    pinned_reason: str
    proposed_id: int | None
    proposed_why: Any


VERSIONS = """
    SELECT s.company_id, s.id, s.code, v.id, v.moves, y.scenario_id
      FROM dunning_scenario s
      JOIN dunning_version v ON v.scenario_id = s.id
      LEFT JOIN dunning_policy y ON y.company_id = s.company_id
     ORDER BY s.company_id, s.id, v.number
"""
RULES = """
    SELECT company_id, id, name, conditions, scenario_id FROM dunning_assignmentrule
     ORDER BY company_id, place
"""
FOLLOWED = """
    SELECT c.id, c.company_id, c.segment, coalesce(a.profile, ''), a.score::int,
           coalesce(f.share, 0)::float8, c.country, coalesce(u.code, ''),
           c.payment_method, c.language, c.party_type,
           c.vat <> '' OR c.registration <> '', p.sells_to,
           EXISTS (SELECT 1 FROM scoring_objection o
                    WHERE o.customer_id = c.id AND o.ended_on IS NULL),
           f.version_id, f.rule_id, f.why, f.since_on, n.scenario_id,
           coalesce(n.reason, ''), f.proposed_id, f.proposed_why
      FROM ledger_customer c
      JOIN organisation_company p ON p.id = c.company_id
      LEFT JOIN organisation_unit u ON u.id = c.unit_id
      LEFT JOIN scoring_assessment a ON a.customer_id = c.id
            AND a.customer_id BETWEEN %s AND %s
      LEFT JOIN dunning_following f ON f.customer_id = c.id
            AND f.customer_id BETWEEN %s AND %s
      LEFT JOIN dunning_pin n ON n.customer_id = c.id
     WHERE c.id BETWEEN %s AND %s AND c.company_id = ANY(%s)
     ORDER BY c.id
"""
UNDER_WAY = """
    SELECT DISTINCT r.customer_id FROM ledger_receivable r
      JOIN dunning_actionitem i ON i.receivable_id = r.id
     WHERE r.open_minor > 0 AND i.counts AND i.rank >= 100 AND r.customer_id = ANY(%s)
"""
# One debtor under several numbers: a business number that several carry, and parents.
SAME = """
    SELECT id, 'V' || upper(regexp_replace(vat, '[^0-9A-Za-z]', '', 'g'))
      FROM ledger_customer WHERE vat <> ''
    UNION ALL
    SELECT id, 'R' || country
               || upper(regexp_replace(registration, '[^0-9A-Za-z]', '', 'g'))
      FROM ledger_customer WHERE registration <> ''
    UNION ALL
    SELECT id, 'P' || parent_id FROM ledger_customer WHERE parent_id IS NOT NULL
    UNION ALL
    SELECT DISTINCT parent_id, 'P' || parent_id FROM ledger_customer
     WHERE parent_id IS NOT NULL
"""


def books() -> dict[int, Book]:
    """What each company that has scenarios decides by."""
    newest: dict[int, dict[int, Newest]] = defaultdict(dict)
    scenario_of: dict[int, dict[int, int]] = defaultdict(dict)
    default: dict[int, int] = {}
    rules: dict[int, list[Rule]] = defaultdict(list)
    with binary_cursor() as cursor:
        for company_id, scenario_id, code, version_id, moves, own in ask(cursor, VERSIONS):
            newest[company_id][scenario_id] = Newest(version_id, moves)
            scenario_of[company_id][version_id] = scenario_id
            if own == scenario_id or (own is None and code == STANDARD_CODE):
                default[company_id] = scenario_id
        for company_id, rule_id, name, conditions, scenario_id in ask(cursor, RULES):
            rules[company_id].append(
                Rule(
                    id=rule_id,
                    name=name,
                    conditions=conditions_of_data(conditions),
                    scenario_id=scenario_id,
                )
            )
    return {
        company_id: Book(
            found, scenario_of[company_id], rules[company_id], default[company_id]
        )
        for company_id, found in newest.items()
        if company_id in default
    }


def followed(customers: Range, companies: Collection[int]) -> list[Followed]:
    """The customers of these companies in the range, by id."""
    with binary_cursor() as cursor:
        rows = ask(cursor, FOLLOWED, *customers, *customers, *customers, list(companies))
    return [_followed(row) for row in rows]


def _followed(row: tuple[Any, ...]) -> Followed:
    customer_id, company_id, *seen, party, has_number, sells_to, objected = row[:14]
    known = effective_party(
        Party(party),
        vat="known" if has_number else "",
        registration="",
        sells_to=SellsTo(sells_to),
    )
    by_person = objected or known is Party.CONSUMER
    traits = Traits._make([*seen, known.value, by_person])
    return Followed(customer_id, company_id, traits, *row[14:])


def under_way(customer_ids: Collection[int]) -> set[int]:
    """Those of them that were asked to pay something that is still open."""
    if not customer_ids:
        return set()
    with binary_cursor() as cursor:
        return {row[0] for row in ask(cursor, UNDER_WAY, list(customer_ids))}


TOGETHER = """
    SELECT own.customer_id, f.customer_id
      FROM dunning_following own
      JOIN dunning_following f ON f.group_id = own.group_id
       AND f.customer_id <> own.customer_id
     WHERE own.customer_id = ANY(%s)
"""


def same_debtors(customer_ids: Collection[int]) -> dict[int, set[int]]:
    """For each of them that is not alone: the others that are the same debtor."""
    found: dict[int, set[int]] = defaultdict(set)
    with binary_cursor() as cursor:
        for customer_id, other in ask(cursor, TOGETHER, list(customer_ids)):
            found[customer_id].add(other)
    return found


def groups() -> dict[int, int]:
    """For each customer that is the same debtor as another: the smallest id among them.

    Whoever is alone is not among them.
    """
    root: dict[int, int] = {}
    first: dict[str, int] = {}

    def find(customer_id: int) -> int:
        while (above := root.setdefault(customer_id, customer_id)) != customer_id:
            root[customer_id] = root.setdefault(above, above)
            customer_id = root[customer_id]
        return customer_id

    with binary_cursor() as cursor:
        for customer_id, mark in ask(cursor, SAME):
            one, other = find(customer_id), find(first.setdefault(mark, customer_id))
            root[max(one, other)] = min(one, other)
    members: dict[int, list[int]] = defaultdict(list)
    for customer_id in root:
        members[find(customer_id)].append(customer_id)
    return {
        customer_id: least
        for least, some in members.items()
        if len(some) > 1
        for customer_id in some
    }
