"""A file is read in a thread of its own, as if it were not."""

from __future__ import annotations

import threading
from contextlib import closing
from itertools import islice

import pytest

from acquit.intake.actions.ahead import BATCH, WAITING, ahead


@pytest.mark.parametrize("count", [0, 1, BATCH - 1, BATCH, BATCH + 1, 9 * BATCH + 7])
def test_all_come_in_their_order(count):
    assert list(ahead(range(count))) == list(range(count))


@pytest.mark.parametrize("count", [3, BATCH + 3, 4 * BATCH + 3])
def test_what_goes_wrong_comes_after_all_that_was_made_before(count):
    def broken():
        yield from range(count)
        raise LookupError("here the file ends")

    taken = []
    with pytest.raises(LookupError, match="here the file ends"):
        for one in ahead(broken()):
            taken.append(one)  # noqa: PERF402 - what was taken before it broke
    assert taken == list(range(count))


def test_whoever_stops_leaves_no_thread_and_no_open_file():
    closed = threading.Event()

    def endless():
        try:
            while True:
                yield 1
        finally:
            closed.set()

    before = threading.active_count()
    with closing(ahead(endless())) as things:
        assert len(list(islice(things, (WAITING + 3) * BATCH))) == (WAITING + 3) * BATCH
    assert threading.active_count() == before
    assert closed.wait(5)
