"""Who is followed up by which scenario, who is the same debtor as whom, who is strategic:
the judge's own account of it, from the events alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulation.events import Pinned, Policed, Published, Ruled, Unruled
from simulation.plans import REMINDED, STANDARD, Plan, plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulation.books import Books
    from simulation.events import ClaimKey, Customer, CustomerKey, Event

POLICY = {
    "minimum_minor": 10_00,
    "freshness_days": 3,
    "thanks_days": 10,
    "per_day": 1,
    "per_week": 3,
    "from_hour": 8,
    "until_hour": 19,
    "debit_days": 10,
    "strategic": 10,
    "approval_minor": 0,
}
USUAL = "standard"
HOME = "EUR"  # the currency of both companies


@dataclass(slots=True)
class _Company:
    """versions: by scenario, the oldest first; with whether it moved those under way."""

    versions: dict[str, list[tuple[Plan, bool]]] = field(default_factory=dict)
    rules: list[Ruled] = field(default_factory=list)
    policy: dict[str, int] = field(default_factory=lambda: dict(POLICY))


class Following:
    """What is known after all events so far; shares and groups as of the last `survey`."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.companies: dict[str, _Company] = defaultdict(_Company)
        self.pins: dict[CustomerKey, str] = {}
        self.strategic: set[CustomerKey] = set()
        self._now: dict[CustomerKey, tuple[str, int]] = {}
        self._shares: dict[CustomerKey, float] = {}
        self._groups: dict[CustomerKey, frozenset[CustomerKey]] = {}

    def hear(self, event: Event) -> None:
        match event:
            case Published(company, code, form, moves):
                versions = self.companies[company].versions
                versions.setdefault(code, []).append((plan(form), moves))
            case Ruled(company):
                self.companies[company].rules.append(event)
            case Unruled(company, name):
                known = self.companies[company]
                known.rules = [one for one in known.rules if one.name != name]
            case Pinned(customer, ""):
                self.pins.pop(customer, None)
            case Pinned(customer, code):
                self.pins[customer] = code
            case Policed(company, numbers):
                self.companies[company].policy |= numbers

    def policy(self, customer: CustomerKey) -> dict[str, int]:
        return self.companies[customer[0]].policy

    def plan(self, customer: CustomerKey) -> Plan:
        """The scenario that it is followed up by, in its version."""
        if customer not in self._now:
            return STANDARD
        code, number = self._now[customer]
        return self.companies[customer[0]].versions[code][number][0]

    def named(self, customer: CustomerKey) -> str:
        """The same for people."""
        code, number = self._now.get(customer, (USUAL, 0))
        return f"{code} {number + 1}"

    def same(self, customer: CustomerKey) -> frozenset[CustomerKey]:
        """The customer and whoever is the same debtor."""
        return self._groups.get(customer) or frozenset({customer})

    def assign(self, highest: Callable[[ClaimKey], int]) -> None:
        """Let the rules choose for everybody. highest: the rank of the last step of a claim
        that left, -1 = none.
        """
        for key, customer in self.books.customers.items():
            known = self.companies[key[0]]
            if USUAL not in known.versions:
                continue
            code = self.pins.get(key) or self._by_rule(customer, known.rules)
            newest = len(known.versions[code]) - 1
            was = self._now.get(key)
            stays = (
                was is not None
                and was[0] == code
                and was[1] != newest
                and not known.versions[code][newest][1]
                and self._under_way(key, highest)
            )
            if not stays:
                self._now[key] = code, newest

    def _under_way(self, key: CustomerKey, highest: Callable[[ClaimKey], int]) -> bool:
        """It owes something that it was asked to pay."""
        return any(highest(one.key) >= REMINDED for one in self.books.claims_of(key))

    def _by_rule(self, customer: Customer, rules: list[Ruled]) -> str:
        for rule in rules:
            if all(self._holds(customer, one) for one in rule.conditions):
                return rule.code
        return USUAL

    def _holds(self, customer: Customer, condition: dict[str, Any]) -> bool:
        trait = condition["trait"]
        if trait == "SHARE":
            share = self._shares.get(customer.key, 0.0)
            least, most = condition.get("at_least", 0), condition.get("at_most", 100)
            return bool(least <= share <= most)
        known = {
            "COUNTRY": customer.country,
            "LANGUAGE": customer.language,
            "SEGMENT": customer.segment,
            "PAYMENT_METHOD": "DIRECT_DEBIT" if customer.debit else "TRANSFER",
            "PARTY": party(customer),
        }[trait]
        return known.lower() in {one.lower() for one in condition["values"]}

    def survey(self) -> None:
        """Look at all debtors together, as each walk begins: what each owes of all that is
        owed, who the largest are, and who is the same as whom.
        """
        self.strategic = set()
        self._shares = {}
        for company, known in self.companies.items():
            if USUAL not in known.versions:
                continue
            owed: dict[CustomerKey, int] = defaultdict(int)
            for key, minor in self.books.open.items():
                claim = self.books.claims[key]
                if minor and (claim.company, claim.currency) == (company, HOME):
                    owed[claim.debtor] += minor
            whole = sum(owed.values())
            self._shares |= {
                key: round(100 * minor / whole, 1) for key, minor in owed.items()
            }
            most = min(known.policy["strategic"], len(owed) // 20)
            largest = sorted(owed, key=lambda key: -owed[key])
            self.strategic |= set(largest[:most])
        by_number: dict[str, set[CustomerKey]] = defaultdict(set)
        for key, customer in self.books.customers.items():
            if customer.vat and USUAL in self.companies[key[0]].versions:
                number = re.sub("[^0-9A-Z]", "", customer.vat.upper())
                by_number[number].add(key)
        self._groups = {key: frozenset(some) for some in by_number.values() for key in some}


def party(customer: Customer) -> str:
    """Whom the words are chosen for: when nobody knows, a private person, until a business
    number is known.
    """
    return customer.party or ("business" if customer.vat else "consumer")
