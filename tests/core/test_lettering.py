"""Who pays what within a group that the accounting has lettered."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from acquit.core.lettering import Pair, Part, pairs

amounts = st.lists(st.integers(0, 500), max_size=8)


def parts(minors: list[int], first: int) -> list[Part]:
    return [Part(first + place, minor) for place, minor in enumerate(minors)]


def test_a_payment_settles_its_invoice():
    assert pairs([Part(1, 100)], [Part(2, 100)]) == [Pair(2, 1, 100)]


def test_in_a_group_that_nets_to_zero_equal_amounts_find_each_other():
    debits, credits_ = [Part(1, 60), Part(2, 100)], [Part(3, 100), Part(4, 60)]
    assert pairs(debits, credits_) == [Pair(3, 2, 100), Pair(4, 1, 60)]


def test_what_a_group_leaves_stays_on_its_last_debit():
    debits = [Part(1, 100), Part(2, 50)]
    assert pairs(debits, [Part(3, 50), Part(4, 60)]) == [
        Pair(3, 1, 50),
        Pair(4, 1, 50),
        Pair(4, 2, 10),
    ]


def test_a_group_of_credits_alone_settles_nothing():
    assert pairs([], [Part(1, 100)]) == []


@given(amounts, amounts)
def test_a_group_is_used_up_as_far_as_both_sides_go(debits, credits_):
    found = pairs(parts(debits, 0), parts(credits_, 100))
    used = Counter[int]()
    for pair in found:
        assert pair.minor > 0
        used[pair.debit] += pair.minor
        used[pair.credit] += pair.minor
    assert sum(pair.minor for pair in found) == min(sum(debits), sum(credits_))
    for part in (*parts(debits, 0), *parts(credits_, 100)):
        assert used[part.key] <= part.minor


@given(amounts, st.integers(0, 4000))
def test_what_is_left_open_lies_at_the_end(debits, paid):
    used = Counter[int]()
    for pair in pairs(parts(debits, 0), [Part(100, paid)]):
        used[pair.debit] += pair.minor
    if sum(debits) == paid:
        return  # nothing is left
    opened = [place for place, minor in enumerate(debits) if used[place] < minor]
    assert all(used[place] == 0 for place in opened[1:])
    assert not opened or not any(used[place] for place in range(opened[0] + 1, len(debits)))
