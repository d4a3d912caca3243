"""The conditions of each procedure: met, not met, or for a person to see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core.money import Money
from acquit.core.party import Party
from acquit.core.procedures import (
    CaseFacts,
    Claimed,
    Identity,
    Need,
    Procedure,
    State,
    by_country,
    check,
)

TODAY = date(2026, 11, 23)
# Invented: the check digits hold.
OURS = Identity(country="BE", vat="BE0999999130")
THEIRS = Identity(country="BE", registration="0999.999.229")
LATE = Claimed(
    number="2026-0041",
    owed=Money(1_000_00, "EUR"),
    due_on=date(2026, 6, 30),
    extras_minor=100_00,
    documented=True,
    lapses_on=date(2036, 6, 30),
)
FILE = CaseFacts(
    creditor=OURS,
    debtor=THEIRS,
    party=Party.BUSINESS,
    claims=[LATE],
    on=TODAY,
    demanded_on=date(2026, 10, 1),
)


def found(procedure: Procedure, facts: CaseFacts) -> dict[Need, State]:
    return {one.need: one.state for one in check(procedure, facts)}


def seen(procedure: Procedure, facts: CaseFacts, need: Need) -> str:
    return next(str(one.seen) for one in check(procedure, facts) if one.need is need)


def test_a_plain_belgian_debt_leaves_one_thing_to_judge() -> None:
    states = found(Procedure.BE_IOS, FILE)
    assert states.pop(Need.BY_ACTIVITY) is State.TO_SEE
    assert set(states.values()) == {State.MET}


def test_both_parties_need_an_enterprise_number_whose_digits_hold() -> None:
    wrong = replace(FILE, debtor=Identity(country="BE", registration="0999.999.230"))
    assert found(Procedure.BE_IOS, wrong)[Need.DEBTOR_REGISTERED] is State.NOT_MET
    unknown = replace(FILE, creditor=Identity(country="BE"))
    assert found(Procedure.BE_IOS, unknown)[Need.CREDITOR_REGISTERED] is State.TO_SEE
    told = seen(Procedure.BE_IOS, FILE, Need.CREDITOR_REGISTERED)
    assert told == "Enterprise number 0999.999.130; its check digits hold."


@pytest.mark.parametrize("party", [Party.CONSUMER, Party.PUBLIC])
def test_the_belgian_procedure_is_between_enterprises(party) -> None:
    facts = replace(FILE, party=party)
    assert found(Procedure.BE_IOS, facts)[Need.DEBTOR_BUSINESS] is State.NOT_MET


def test_extras_of_a_tenth_are_within_and_one_cent_more_is_not() -> None:
    assert found(Procedure.BE_IOS, FILE)[Need.EXTRAS_BOUNDED] is State.MET
    more = replace(FILE, claims=[replace(LATE, extras_minor=100_01)])
    assert found(Procedure.BE_IOS, more)[Need.EXTRAS_BOUNDED] is State.NOT_MET
    told = seen(Procedure.BE_IOS, more, Need.EXTRAS_BOUNDED)
    assert told == "Extras: 100.01 EUR on 1000.00 EUR."


def test_extras_that_nobody_counted_are_for_a_person_to_see() -> None:
    facts = replace(FILE, claims=[replace(LATE, extras_minor=None)])
    assert found(Procedure.BE_IOS, facts)[Need.EXTRAS_BOUNDED] is State.TO_SEE
    assert found(Procedure.FR_INJONCTION, facts)[Need.BROKEN_DOWN] is State.TO_SEE


def test_a_dispute_bars_the_belgian_procedure_and_warns_of_the_french_one() -> None:
    facts = replace(FILE, claims=[LATE, replace(LATE, number="A-9", contested_minor=1)])
    assert found(Procedure.BE_IOS, facts)[Need.UNDISPUTED] is State.NOT_MET
    assert found(Procedure.FR_INJONCTION, facts)[Need.SENSIBLY_UNDISPUTED] is State.TO_SEE
    assert seen(Procedure.BE_IOS, facts, Need.UNDISPUTED) == "Disputed: A-9."


def test_what_is_due_today_is_not_past_due() -> None:
    facts = replace(FILE, claims=[replace(LATE, due_on=TODAY)])
    assert found(Procedure.GENERIC, facts)[Need.DUE] is State.NOT_MET


def test_the_french_procedure_is_for_debtors_in_france() -> None:
    assert found(Procedure.FR_INJONCTION, FILE)[Need.DEBTOR_HERE] is State.NOT_MET
    facts = replace(FILE, debtor=Identity(country="FR"))
    states = found(Procedure.FR_INJONCTION, facts)
    assert states[Need.DEBTOR_HERE] is State.MET
    assert states[Need.CONTRACTUAL] is State.TO_SEE


@pytest.mark.parametrize("procedure", Procedure)
def test_open_insolvency_bars_every_procedure(procedure) -> None:
    facts = replace(FILE, insolvent=True)
    assert found(procedure, facts)[Need.SOLVENT] is State.NOT_MET


@pytest.mark.parametrize("procedure", Procedure)
def test_a_lapsed_debt_is_named(procedure) -> None:
    facts = replace(FILE, claims=[replace(LATE, lapses_on=date(2026, 11, 22))])
    assert found(procedure, facts)[Need.NOT_LAPSED] is State.NOT_MET
    assert seen(procedure, facts, Need.NOT_LAPSED) == "Lapsed: 2026-0041."
    unknown = replace(FILE, claims=[replace(LATE, lapses_on=None)])
    assert found(procedure, unknown)[Need.NOT_LAPSED] is State.TO_SEE


@pytest.mark.parametrize("procedure", Procedure)
def test_a_case_of_nothing_meets_nothing_that_asks_for_a_debt(procedure) -> None:
    states = found(procedure, replace(FILE, claims=[]))
    assert states[Need.DUE] is State.NOT_MET
    assert states[Need.CERTAIN] is State.NOT_MET


@given(
    st.sampled_from(Procedure),
    st.lists(st.integers(1, 10_000_00), min_size=1, max_size=4),
    st.integers(0, 2_000_00),
)
def test_every_condition_says_what_was_seen_and_where_it_stands(
    procedure, owed, extras
) -> None:
    claims = [replace(LATE, owed=Money(one, "EUR"), extras_minor=extras) for one in owed]
    for one in check(procedure, replace(FILE, claims=claims)):
        assert str(one.said).endswith(".")
        assert str(one.seen).endswith(".")
        assert one.basis.source
        if one.need is Need.EXTRAS_BOUNDED:
            within = extras * len(owed) * 10 <= sum(owed)
            assert (one.state is State.MET) is within


def test_the_usual_procedure_follows_both_countries() -> None:
    assert by_country("BE", "BE") is Procedure.BE_IOS
    assert by_country("BE", "FR") is Procedure.FR_INJONCTION
    assert by_country("FR", "BE") is Procedure.GENERIC
    assert by_country("BE", "NL") is Procedure.GENERIC
