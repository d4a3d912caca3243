"""Which rules hold: by country, kind of debtor and day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from acquit.core.law.errors import NoRule, UnknownCountry
from acquit.core.law.reading import Book, book
from acquit.core.law.shapes import (
    AllocationRule,
    Charge,
    ClauseRule,
    CostRule,
    FixedFeeRule,
    GuardRule,
    HoursRule,
    InterestRule,
    LetterRule,
    LimitationRule,
    NoInterest,
    ReminderRule,
    Rule,
)
from acquit.core.party import Party
from acquit.core.sentences import Sentence, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

# Spain and Italy: between businesses and of public bodies only.
COUNTRIES = ("BE", "DE", "ES", "FR", "GB", "IT", "LU", "NL")
ANYWHERE = "ANY"

R = TypeVar("R", bound=Rule)

PARTIES: Mapping[Party, Sentence] = {
    Party.BUSINESS: say("a business"),
    Party.PUBLIC: say("a public body"),
    Party.CONSUMER: say("a consumer"),
}
_NAMES: Mapping[type, Sentence] = {
    InterestRule: say("late-payment interest"),
    NoInterest: say("interest without a court"),
    FixedFeeRule: say("the flat sum for late payment"),
    CostRule: say("collection costs"),
    ReminderRule: say("the cost of reminders"),
    GuardRule: say("what must happen before anything is charged"),
    LetterRule: say("the letter that the law asks for"),
    ClauseRule: say("agreed rates"),
    AllocationRule: say("what a part payment goes to"),
    HoursRule: say("contact hours"),
    LimitationRule: say("limitation"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """All that holds for claims of one country towards one kind of debtor.

    party: never UNKNOWN. currency: of the fees. guards: one for each charge.
    """

    country: str
    party: Party
    currency: str
    interest: InterestRule | NoInterest
    fixed_fee: FixedFeeRule
    costs: CostRule
    clause: ClauseRule
    allocation: AllocationRule
    guards: Mapping[Charge, GuardRule]


def rules(country: str, party: Party, on: date) -> RuleSet:
    """The rules that hold; raises UnknownCountry, NoRule.

    on: the day of the contract, else the first day of interest. Whoever is UNKNOWN is
    treated as a consumer.
    """
    known = _book(country)
    return RuleSet(
        country=country,
        party=known_party(party),
        currency=known.currency,
        interest=interest_rule(country, party, on),
        fixed_fee=pick(FixedFeeRule, country, party, on),
        costs=pick(CostRule, country, party, on),
        clause=pick(ClauseRule, country, party, on),
        allocation=pick(AllocationRule, country, party, on),
        guards={charge: guard_rule(country, party, charge, on) for charge in Charge},
    )


def interest_rule(country: str, party: Party, on: date) -> InterestRule | NoInterest:
    """How the law makes the rate; raises UnknownCountry, NoRule."""
    without = found(NoInterest, country, party, on)
    return without[0] if without else pick(InterestRule, country, party, on)


def statutory_rule(country: str, party: Party, on: date) -> InterestRule:
    """The same where the law gives interest at all; else raises NoRule, too."""
    rule = interest_rule(country, party, on)
    if isinstance(rule, NoInterest):
        raise _no_rule(NoInterest, country, party, on)
    return rule


def guard_rule(country: str, party: Party, charge: Charge, on: date) -> GuardRule:
    """What must happen before this charge; raises UnknownCountry, NoRule."""
    for rule in found(GuardRule, country, party, on):
        if charge in rule.charges:
            return rule
    raise _no_rule(GuardRule, country, party, on)


def pick(kind: type[R], country: str, party: Party, on: date) -> R:
    """The one rule of this kind; raises UnknownCountry, NoRule."""
    some = found(kind, country, party, on)
    if not some:
        raise _no_rule(kind, country, party, on)
    return some[0]


def found(kind: type[R], country: str, party: Party, on: date) -> list[R]:
    """All rules of this kind that hold that day, as they stand; may be none."""
    meant = known_party(party)
    return [
        entry.rule
        for entry in _book(country).entries
        if isinstance(entry.rule, kind)
        and meant in entry.parties
        and entry.rule.basis.holds(on)
    ]


def currency_of(country: str) -> str:
    """The currency of its fees; raises UnknownCountry."""
    return _book(country).currency


def known_party(party: Party) -> Party:
    """The kind that the rules know: an unknown debtor is a consumer."""
    return Party.CONSUMER if party is Party.UNKNOWN else party


def _book(country: str) -> Book:
    if country not in (*COUNTRIES, ANYWHERE):
        raise UnknownCountry(country, COUNTRIES)
    return book(country)


def _no_rule(kind: type, country: str, party: Party, on: date) -> NoRule:
    return NoRule(country, PARTIES[known_party(party)], _NAMES[kind], on)
