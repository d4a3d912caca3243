"""Of most customers nothing but the named invoice is read: the answers are the same."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from acquit.core.matching import Candidate, Note, OpenItems, Payer, Payment, Who, match
from acquit.core.matching.needed import customers_concerned, customers_needed

NUMBERS = [f"F2600{n}" for n in range(1, 9)]
CUSTOMERS = (1, 2, 3)
AMOUNTS = st.sampled_from([1_000, 2_000, 3_000, 5_000])
GROUPS = {1: frozenset({2}), 2: frozenset({1}), 3: frozenset()}


def candidate(place: int, customer: int, minor: int) -> Candidate:
    return Candidate(
        place,
        customer,
        NUMBERS[place],
        "",
        "EUR",
        minor,
        date(2026, 2, 1),
        date(2026, 3, 1 + place),
        amount_minor=minor,
    )


def payment(minor: int, text: str, payer: int) -> Payment:
    payers = (Payer(payer, Who.IBAN, group=GROUPS[payer]),) if payer else ()
    return Payment(
        amount_minor=minor,
        currency="EUR",
        booked_on=date(2026, 3, 16),
        text=text,
        payers=payers,
    )


PAYMENTS = st.builds(
    payment,
    AMOUNTS,
    st.lists(st.sampled_from([*NUMBERS, "F2600", "-", "solde"]), max_size=3).map(" ".join),
    st.sampled_from((0, *CUSTOMERS)),
)


@given(
    st.lists(st.tuples(st.sampled_from(CUSTOMERS), AMOUNTS), max_size=8),
    st.lists(st.tuples(st.sampled_from(CUSTOMERS), AMOUNTS), max_size=2),
    st.lists(PAYMENTS, max_size=4),
)
def test_what_is_not_needed_changes_no_answer(owed, noted, payments):
    rows = [candidate(place, *one) for place, one in enumerate(owed)]
    notes = [
        Note(place, customer, f"CN{place}", "EUR", minor, date(2026, 2, 1))
        for place, (customer, minor) in enumerate(noted, 100)
    ]
    named = [one for one in rows if any(one.number_key in p.text for p in payments)]
    # Of payments that nobody is known for, whatever has the amount is read as well.
    amounts = {p.amount_minor for p in payments if not p.payers}
    equal = [one for one in rows if one.open_minor in amounts]

    def answers(customers: set[int]) -> list[object]:
        theirs = [one for one in rows if one.customer_id in customers]
        credit = [note for note in notes if note.customer_id in customers]
        items = OpenItems.of([*named, *theirs, *equal], credit)
        return [match(one, items) for one in payments]

    needed = customers_needed(payments, OpenItems.of(named))
    concerned = customers_concerned(payments, OpenItems.of(named))
    assert needed <= concerned
    assert answers(needed) == answers(concerned)


def test_of_a_customer_whose_invoice_is_named_nothing_else_is_read():
    rows = [candidate(0, 1, 1_000), candidate(1, 3, 2_000)]
    told = [payment(1_000, "F26001", 0), payment(2_000, "F26002", 3)]
    assert customers_needed(told, OpenItems.of(rows)) == set()
    assert customers_needed([told[0], payment(500, "", 1)], OpenItems.of(rows)) == {1, 2}
    assert customers_needed([payment(999, "F26001", 0)], OpenItems.of(rows)) == {1}
