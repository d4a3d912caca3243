"""Part payments, credit notes and costs: what is taken off first, and what goes on."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core.errors import Refusal
from acquit.core.interest import (
    Asked,
    Credit,
    Debt,
    Owed,
    Payment,
    Terms,
    WaivedTooMuch,
    owed,
)
from acquit.core.law import Certainty, Part
from acquit.core.money import Money
from acquit.core.party import Party

# Half-year 2026H1: BE 10.50, FR 12.15, NL 10.15, DE 10.27, GB 11.75.
DUE = date(2026, 1, 31)
UNTIL = date(2026, 6, 30)
THOUSAND = 100_000


def counted(country: str, **given) -> Owed:
    terms = Terms.of_law(country, Party.BUSINESS, began_on=DUE + timedelta(days=1))
    debt = Debt(**({"principal_minor": THOUSAND, "since": DUE} | given))
    return owed(debt, terms, until=UNTIL)


def carried(base: Fraction | int, percent: str, days: int) -> Fraction:
    return base * Fraction(percent) / 100 * Fraction(days, 365)


MARCH = date(2026, 3, 31)  # 59 days after the due day, 91 before the end


def test_belgium_a_payment_goes_to_interest_first() -> None:
    found = counted("BE", payments=(Payment(on=MARCH, minor=40_000),))
    first = carried(THOUSAND, "10.50", 59)
    left = THOUSAND - (40_000 - first)
    second = carried(left, "10.50", 91)
    assert [line.interest for line in found.lines] == [first, second]
    assert [line.base for line in found.lines] == [THOUSAND, left]
    assert (found.principal_left, found.interest_left) == (left, second)


def test_germany_a_payment_goes_to_costs_before_interest() -> None:
    found = counted("DE", payments=(Payment(on=MARCH, minor=40_000),), costs_minor=4_000)
    first = carried(THOUSAND, "10.27", 59)
    assert found.costs_left == 0
    assert found.lines[1].base == THOUSAND - (40_000 - 4_000 - first)


def test_belgium_costs_come_last() -> None:
    found = counted("BE", payments=(Payment(on=MARCH, minor=40_000),), costs_minor=4_000)
    assert found.costs_left == 4_000


def test_great_britain_a_payment_goes_to_the_principal() -> None:
    found = counted("GB", payments=(Payment(on=MARCH, minor=40_000),))
    assert found.lines[1].base == 60_000
    assert found.interest_left == found.interest


def test_what_the_debtor_named_goes_before_the_law() -> None:
    named = Payment(on=MARCH, minor=40_000, named=Part.PRINCIPAL)
    found = counted("DE", payments=(named,), costs_minor=4_000)
    assert (found.lines[1].base, found.costs_left) == (60_000, 4_000)


def test_the_order_of_a_payment_is_as_sure_as_the_law_that_gives_it() -> None:
    plain = Payment(on=MARCH, minor=40_000)
    named = Payment(on=MARCH, minor=40_000, named=Part.PRINCIPAL)
    assert counted("BE", payments=(plain,)).certainty is Certainty.MEMORY
    assert counted("BE", payments=(named,)).certainty is Certainty.SECONDARY


def test_the_day_of_payment_still_carries_interest_on_what_is_paid() -> None:
    found = counted("GB", payments=(Payment(on=MARCH, minor=THOUSAND),))
    (line,) = found.lines
    assert (line.last_on, line.days) == (MARCH, 59)
    assert found.principal_left == 0


def test_several_payments_of_one_day_are_one() -> None:
    twice = counted("BE", payments=(Payment(on=MARCH, minor=15_000),) * 2)
    once = counted("BE", payments=(Payment(on=MARCH, minor=30_000),))
    assert twice == once


def test_a_payment_before_the_due_day_lowers_the_principal_only() -> None:
    early = Payment(on=date(2026, 1, 15), minor=40_000)
    found = counted("DE", payments=(early,), costs_minor=4_000)
    assert {line.base for line in found.lines} == {60_000}
    assert found.costs_left == 4_000


def test_what_comes_after_the_day_that_is_asked_for_is_not_known_yet() -> None:
    later = Payment(on=UNTIL + timedelta(days=1), minor=40_000)
    credit = Credit(on=UNTIL + timedelta(days=1), minor=10_000)
    assert counted("BE", payments=(later,), credits=(credit,)) == counted("BE")


def test_a_credit_note_that_corrects_the_invoice_never_carried_interest() -> None:
    found = counted("BE", credits=(Credit(on=MARCH, minor=20_000),))
    (line,) = found.lines
    assert (line.base, line.days) == (80_000, 150)


def test_a_credit_note_for_what_was_owed_counts_from_its_day() -> None:
    found = counted("BE", credits=(Credit(on=MARCH, minor=20_000, never_owed=False),))
    assert [line.base for line in found.lines] == [THOUSAND, 80_000]
    assert found.interest_left == found.interest


def test_more_than_all_that_is_owed_is_told_apart() -> None:
    found = counted("GB", payments=(Payment(on=DUE, minor=THOUSAND + 500),))
    assert (found.excess_minor, found.left_minor, found.lines) == (500, 0, ())


def test_an_overpayment_goes_back_to_the_cent() -> None:
    # Interest comes to 16.97 and a bit: the bit is not lost.
    found = counted("BE", payments=(Payment(on=MARCH, minor=THOUSAND + 2_000),))
    assert found.interest_minor == 1_697
    assert (found.excess_minor, found.left_minor) == (303, 0)


def test_dutch_interest_that_was_paid_is_not_added_to_the_principal() -> None:
    # All interest of the first year is paid on its last day: nothing is added.
    due = date(2024, 1, 31)
    terms = Terms.of_law("NL", Party.BUSINESS, began_on=due + timedelta(days=1))
    paid = Payment(on=date(2025, 1, 31), minor=100_000)
    debt = Debt(principal_minor=500_000, since=due, payments=(paid,))
    found = owed(debt, terms, until=date(2025, 6, 30))
    year = sum(line.interest for line in found.lines[:3])
    assert found.lines[3].base == 500_000 - (100_000 - year)
    # A payment in the second year goes to the interest that was added, too.
    later = Payment(on=date(2025, 2, 28), minor=20_000)
    debt = Debt(principal_minor=500_000, since=due, payments=(later,))
    found = owed(debt, terms, until=date(2025, 6, 30))
    accrued = found.lines[3].interest
    assert found.lines[4].base == 500_000 + min(year, year + accrued - 20_000)


def test_to_the_cent_what_is_left_is_what_was_owed_less_what_was_paid() -> None:
    found = counted("FR", payments=(Payment(on=MARCH, minor=33_333),), costs_minor=4_000)
    owed_minor = THOUSAND + 4_000 + found.interest_minor
    assert found.left_minor == owed_minor - 33_333


def test_no_amount_is_below_zero() -> None:
    with pytest.raises(ValueError, match="below zero"):
        counted("BE", payments=(Payment(on=MARCH, minor=-1),))


def test_computed_claimed_and_waived_stand_apart() -> None:
    computed = Asked.nothing_yet(Money.of("18.37", "EUR"))
    assert computed.left == Money.of("18.37", "EUR")
    less = computed.waive(Money.of("8.37", "EUR"))
    assert (str(less.computed), str(less.left)) == ("18.37 EUR", "10.00 EUR")
    claimed = less.claim(Money.of(4, "EUR"))
    assert (str(claimed.claimed), str(claimed.left)) == ("4.00 EUR", "6.00 EUR")
    assert less.waive(Money.of(10, "EUR")) == computed.waive_all()
    assert not computed.waive_all().left


def test_what_was_claimed_and_then_corrected_was_claimed_without_ground() -> None:
    asked = Asked(Money(1_000, "EUR"), Money(1_200, "EUR"), Money(0, "EUR"))
    assert (asked.left.minor, asked.beyond.minor) == (0, 200)


@given(
    computed=st.integers(0, 10**6),
    steps=st.lists(st.tuples(st.booleans(), st.floats(0, 1)), max_size=8),
    later=st.integers(0, 10**6),
)
def test_computed_claimed_waived_and_left_always_agree(
    computed: int, steps: list[tuple[bool, float]], later: int
) -> None:
    asked = Asked.nothing_yet(Money(computed, "EUR"))
    for claims, share in steps:
        some = Money(int(asked.left.minor * share), "EUR")
        asked = asked.claim(some) if claims else asked.waive(some)
    assert asked.computed == asked.claimed + asked.waived + asked.left
    # What is computed may come out higher or lower on another day.
    other = Asked(Money(later, "EUR"), asked.claimed, asked.waived)
    assert other.computed + other.beyond == other.claimed + other.waived + other.left
    assert not (other.beyond and other.left)


@pytest.mark.parametrize("waived", [Money(1_838, "EUR"), Money(-1, "EUR"), Money(1, "USD")])
def test_nobody_waives_more_than_there_is(waived: Money) -> None:
    with pytest.raises(WaivedTooMuch) as refused:
        Asked.nothing_yet(Money(1_837, "EUR")).waive(waived)
    assert isinstance(refused.value, Refusal)
