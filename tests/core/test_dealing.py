"""Several payments are used one after the other, and nothing is lost between them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core.dealing import dealt

AMOUNTS = st.lists(st.integers(0, 500), max_size=6)


def test_the_first_is_used_up_before_the_second() -> None:
    assert dealt([100, 50, 30], [70, 60]) == [[(0, 70), (1, 30)], [(1, 30)], []]


def test_more_than_there_is_is_refused() -> None:
    with pytest.raises(ValueError, match="More is wanted"):
        dealt([100, 50], [151])


@given(AMOUNTS, AMOUNTS)
def test_what_is_wanted_is_given_whole_and_nobody_gives_more_than_they_have(
    available: list[int], wanted: list[int]
) -> None:
    if sum(wanted) > sum(available):
        return
    shares = dealt(available, wanted)
    given_to: Counter[int] = Counter()
    for one in shares:
        for place, part in one:
            assert part > 0
            given_to[place] += part
    assert [given_to[place] for place in range(len(wanted))] == wanted
    used = [sum(part for _, part in one) for one in shares]
    assert all(spent <= has for spent, has in zip(used, available, strict=True))
    in_use = [place for place, spent in enumerate(used) if spent]
    assert all(used[place] == available[place] for place in range(max(in_use, default=0)))
