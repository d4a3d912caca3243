"""Why nothing is left to claim: the one reason that is told."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from acquit.core.claim import Beside, Claim, beside
from acquit.core.interest import Asked
from acquit.core.law import Rates
from acquit.core.money import Money
from acquit.core.party import Party
from acquit.core.to_claim import LeftOut, told, why_nothing

NOTHING = Asked.nothing_yet(Money(0, "EUR"))
ON = date(2026, 7, 31)


def come_to(party: Party = Party.BUSINESS, country: str = "BE") -> Beside:
    claim = Claim(
        country=country,
        party=party,
        principal=Money(120_000, "EUR"),
        due_on=date(2026, 5, 31),
    )
    found = beside(claim, as_of=ON, rates=Rates.published())
    assert found is not None
    return found


def test_what_was_asked_for_is_done():
    asked = NOTHING.nothing_yet(Money(2106, "EUR")).claim(Money(2106, "EUR"))
    assert why_nothing(come_to().interest, asked, NOTHING) == LeftOut.DONE


def test_what_was_waived_is_done():
    waived = NOTHING.nothing_yet(Money(2106, "EUR")).waive_all()
    assert why_nothing(come_to().interest, waived, NOTHING) == LeftOut.DONE


def test_a_consumer_before_the_letter_owes_nothing_by_law():
    found = come_to(Party.CONSUMER)
    assert why_nothing(found.interest, NOTHING, NOTHING) == LeftOut.LAW


def test_where_no_rule_is_written_down_it_is_not_known():
    found = come_to(country="US")
    assert why_nothing(found.interest, NOTHING, NOTHING) == LeftOut.UNKNOWN


def test_less_than_half_a_cent_is_too_little():
    assert why_nothing(come_to().interest, NOTHING, NOTHING) == LeftOut.SMALL


def test_who_was_never_late_has_no_reason():
    assert told([]) is None


@given(st.lists(st.sampled_from(LeftOut), min_size=1))
def test_one_of_the_reasons_is_told_whatever_their_order(reasons: list[LeftOut]) -> None:
    chosen = told(reasons)
    assert chosen in reasons
    assert told(reversed(reasons)) == chosen
    assert chosen == LeftOut.DONE or set(reasons) != {LeftOut.DONE}
