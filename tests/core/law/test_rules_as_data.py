"""The tables of the law hold together: every row says what it is, and none contradicts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations

import pytest

from acquit.core.law import COUNTRIES, Charge, NoRule, Part, rules
from acquit.core.law import reading as tables
from acquit.core.law.books import ANYWHERE
from acquit.core.law.shapes import (
    GuardRule,
    HoursRule,
    InterestRule,
    LimitationRule,
    NoInterest,
)
from acquit.core.party import Party

TODAY = date(2026, 11, 23)
BOOKS = [tables.book(country) for country in (*COUNTRIES, ANYWHERE)]
PARTIES = (Party.BUSINESS, Party.PUBLIC, Party.CONSUMER)
# Of Spain and Italy the law of consumers is not written down.
ONLY_BUSINESS = ("ES", "IT")


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.country)
def test_every_row_names_its_source(book) -> None:
    for entry in book.entries:
        assert len(entry.rule.basis.source) > 5
        assert entry.parties <= set(PARTIES)
        assert entry.parties


def kinds_of(rule) -> set[object]:
    """What a rule speaks of: two that share one may not hold on one day."""
    match rule:
        case GuardRule():
            return set(rule.charges)
        case HoursRule():
            return set(rule.means)
        case LimitationRule():
            return {rule.case}
        case InterestRule() | NoInterest():
            return {"interest"}
        case _:
            return {type(rule)}


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.country)
def test_no_two_rows_say_the_same_thing_of_one_day(book) -> None:
    for one, other in combinations(book.entries, 2):
        if one.parties & other.parties and kinds_of(one.rule) & kinds_of(other.rule):
            later = max(one.rule.basis.valid_from, other.rule.basis.valid_from)
            assert not (one.rule.basis.holds(later) and other.rule.basis.holds(later)), one


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("party", PARTIES)
def test_of_every_country_all_rules_are_known_today(country: str, party: Party) -> None:
    if party is Party.CONSUMER and country in ONLY_BUSINESS:
        with pytest.raises(NoRule):
            rules(country, party, TODAY)
        return
    known = rules(country, party, TODAY)
    assert set(known.guards) == set(Charge)
    assert Counter(known.allocation.order) == Counter(Part)
    assert known.currency == ("GBP" if country == "GB" else "EUR")


@pytest.mark.parametrize("country", [c for c in COUNTRIES if c not in ONLY_BUSINESS])
def test_who_is_not_known_has_the_rules_of_a_consumer(country: str) -> None:
    unknown = rules(country, Party.UNKNOWN, TODAY)
    assert unknown == rules(country, Party.CONSUMER, TODAY)
    assert unknown.party is Party.CONSUMER


def test_the_interest_rules_are_those_of_the_country_table() -> None:
    told = {
        country: rule
        for country in COUNTRIES
        if isinstance(rule := rules(country, Party.BUSINESS, TODAY).interest, InterestRule)
    }
    margins = {country: str(rule.margin) for country, rule in told.items()}
    assert margins == dict.fromkeys(COUNTRIES, "8") | {"FR": "10", "DE": "9"}
    assert [country for country, rule in told.items() if rule.fixed] == ["GB"]
    yearly = [c for c, rule in told.items() if rule.compounding == "YEARLY"]
    assert yearly == ["NL"]
    assert [c for c, rule in told.items() if rule.rounding != "NONE"] == ["BE"]
    assert {rule.day_count for rule in told.values()} == {"ACT_365"}


def test_in_germany_and_the_netherlands_costs_come_first() -> None:
    first = {c: rules(c, Party.BUSINESS, TODAY).allocation.order[0] for c in COUNTRIES}
    costs = dict.fromkeys(("DE", "NL"), Part.COSTS)
    assert first == dict.fromkeys(COUNTRIES, Part.INTEREST) | costs | {"GB": Part.PRINCIPAL}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"colour": "green"}, "nobody reads"),
        ({"source": None}, "missing"),
        ({"parties": ["dragon"]}, "DRAGON"),
    ],
)
def test_a_row_that_is_not_understood_stops_the_program(changed, fault) -> None:
    row = {
        "parties": ["business"],
        "valid_from": TODAY,
        "source": "a law",
        "certainty": "P",
        "order": ["INTEREST"],
    } | changed
    row = {key: value for key, value in row.items() if value is not None}
    with pytest.raises(tables.Misread, match=fault):
        tables._entry("allocation", row, "EUR")


def test_the_first_and_the_last_day_of_a_rule_belong_to_it() -> None:
    old = next(
        entry.rule.basis
        for entry in tables.book("DE").entries
        if isinstance(entry.rule, InterestRule) and entry.rule.basis.valid_to
    )
    assert old.holds(date(2002, 1, 1))
    assert old.holds(date(2014, 7, 28))
    assert not old.holds(date(2014, 7, 29))
