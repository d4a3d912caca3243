"""What a change would touch, before it is made: nothing is written here."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from acquit.core import dunning
from acquit.core.dunning.assigning import assign
from acquit.dunning.models import AssignmentRule
from acquit.dunning.queries import assigned, files, policies
from acquit.ledger.rows import Range, ask, binary_cursor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from acquit.core.dunning import Decision, Scenario
    from acquit.core.dunning.assigning import Rule, Traits

# So many customers are decided for before a page is shown: a second or two. Of more, as
# many are looked at, spread over all.
MOST = 2_000
AT_ONCE = 250
NAMED = 10

FOLLOWERS = """
    SELECT f.customer_id, count(r.id)::int
      FROM dunning_following f
      JOIN dunning_version v ON v.id = f.version_id AND v.scenario_id = %s
      LEFT JOIN ledger_receivable r ON r.customer_id = f.customer_id AND r.open_minor > 0
     GROUP BY f.customer_id ORDER BY f.customer_id
"""
CALLED = """
    SELECT r.id, i.number, c.name FROM ledger_receivable r
      JOIN ledger_invoice i ON i.id = r.invoice_id
      JOIN ledger_customer c ON c.id = r.customer_id
     WHERE r.id = ANY(%s)
"""
NAMES = "SELECT id, name FROM ledger_customer WHERE id = ANY(%s)"


class Next(NamedTuple):
    """What comes next: a step with its day and means, or the reason for none; codes."""

    step: str
    on: date | None
    channel: str
    reason: str


class Changed(NamedTuple):
    """One receivable that would get another next step. stays: its customer is under way,
    and keeps its version unless everybody moves.
    """

    customer_id: int
    customer: str
    invoice: str
    before: Next
    after: Next
    stays: bool


class Touched(NamedTuple):
    """customers: that follow the scenario; owing: those of them that owe something, with so
    many receivables; under_way: that were asked to pay something still open. looked_at: the
    owing customers that were decided for; all of them unless there are too many. changes,
    stay: their receivables that would get another next step, and those of them under way.
    first: the first of these, named.
    """

    customers: int
    owing: int
    receivables: int
    under_way: int
    looked_at: int
    changes: int
    stay: int
    first: tuple[Changed, ...]


def touched(scenario_id: int, drawn: Scenario, *, as_of: date) -> Touched:
    """Whom it would touch if the scenario did this."""
    with binary_cursor() as cursor:
        followers = ask(cursor, FOLLOWERS, scenario_id)
    owing = [customer_id for customer_id, count in followers if count]
    under_way = assigned.under_way(owing)
    chosen = _spread(owing)
    found = [
        one
        for some in chosen
        for one in _changes(some, drawn, under_way=under_way, as_of=as_of)
    ]
    return Touched(
        customers=len(followers),
        owing=len(owing),
        receivables=sum(count for _, count in followers),
        under_way=len(under_way),
        looked_at=sum(len(some) for some in chosen),
        changes=len(found),
        stay=sum(one.stays for one in found),
        first=_named(found[:NAMED]),
    )


def _spread(customer_ids: Sequence[int]) -> list[Sequence[int]]:
    """All of them in parts; of too many, every so manieth part."""
    parts = [
        customer_ids[start : start + AT_ONCE]
        for start in range(0, len(customer_ids), AT_ONCE)
    ]
    every = -(-len(customer_ids) // MOST) or 1
    return parts[::every]


def _changes(
    customer_ids: Sequence[int], drawn: Scenario, *, under_way: set[int], as_of: date
) -> Iterator[Changed]:
    wanted = set(customer_ids)
    loaded = [
        one
        for one in files.load(Range(customer_ids[0], customer_ids[-1]), as_of=as_of)
        if one.file.customer_id in wanted
    ]
    ruled = policies.rules({one.file.company_id for one in loaded}, as_of=as_of)
    for one in loaded:
        rules = ruled[one.file.company_id]
        both = [
            dunning.decide(one.file, each, rules.policy, rules.guard, as_of=as_of)
            for each in (one.scenario, drawn)
        ]
        for before, after in zip(*both, strict=True):
            was, will = _next(before), _next(after)
            if was != will:
                key = one.file.customer_id
                receivable = str(before.item.receivable_id)
                yield Changed(key, "", receivable, was, will, key in under_way)


def _next(decision: Decision) -> Next:
    if decision.step is None:
        return Next("", None, "", decision.reason.value if decision.reason else "")
    channel = decision.channel.value if decision.channel else ""
    return Next(decision.step.value, decision.on, channel, "")


def _named(found: Sequence[Changed]) -> tuple[Changed, ...]:
    keys = [int(one.invoice) for one in found]
    with binary_cursor() as cursor:
        called = {row[0]: row[1:] for row in ask(cursor, CALLED, keys)}
    return tuple(
        one._replace(invoice=called[key][0], customer=called[key][1])
        for key, one in zip(keys, found, strict=True)
    )


class Regrouped(NamedTuple):
    """takes: customers by the rule that would take them (None = no rule); moves: those that
    would come to another scenario; first: the ids and names of the first of them.
    """

    customers: int
    takes: Mapping[int | None, int]
    moves: int
    first: tuple[tuple[int, str], ...]


def regrouped(company_id: int, rules: Sequence[Rule], customers: Range) -> Regrouped:
    """Whom each rule would take of the company's customers in the range, if these were the
    rules.
    """
    book = assigned.books()[company_id]
    takes: Counter[int | None] = Counter()
    moving: list[int] = []
    seen = assigned.followed(customers, [company_id])
    for one in seen:
        found = assign(one.traits, rules, book.default_id)
        takes[found.rule_id] += 1
        now = book.scenario_of.get(one.version_id) if one.version_id else None
        if one.pinned_id is None and now != found.scenario_id:
            moving.append(one.customer_id)
    with binary_cursor() as cursor:
        first = ask(cursor, NAMES, moving[:NAMED])
    return Regrouped(len(seen), takes, len(moving), tuple(first))


class Looked(NamedTuple):
    """A rule as it was looked at for one customer."""

    rule: Rule
    holds: bool


class Explained(NamedTuple):
    """What a customer would get and why: its traits, each rule in order, and the first that
    holds (None = none does, it gets the usual). pinned: the scenario a person chose.
    """

    traits: Traits
    rules: tuple[Looked, ...]
    scenario_id: int
    rule_id: int | None
    pinned_id: int | None


def explained(customer_id: int, company_id: int) -> Explained | None:
    """None where the company has no scenarios yet."""
    book = assigned.books().get(company_id)
    if book is None:
        return None
    (one,) = assigned.followed(Range(customer_id, customer_id), [company_id])
    found = assign(one.traits, book.rules, book.default_id)
    return Explained(
        one.traits,
        tuple(Looked(rule, rule.holds(one.traits)) for rule in book.rules),
        one.pinned_id or found.scenario_id,
        None if one.pinned_id else found.rule_id,
        one.pinned_id,
    )


def rules_of(company_id: int) -> list[AssignmentRule]:
    """The rules of a company in their order."""
    rows = AssignmentRule.objects.filter(company=company_id).order_by("place")
    return list(rows.select_related("scenario"))
