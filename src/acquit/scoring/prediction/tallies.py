"""How often each value was seen before a day: by payer, or by company and terms.

A tally answers for many (group, day) at once, and never counts what happened on or after
the day that is asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from acquit.scoring.prediction.arrays import Floats, Ints

_FAR = 1 << 21  # more than any day has


def keys(group: Ints, day: Ints | int) -> Ints:
    """One number that sorts by group, then by day."""
    return group.astype(np.int64) * _FAR + day


class Seen:
    """Days on which something happened to a group, to be counted as of any day."""

    def __init__(self, group: Ints, day: Ints) -> None:
        self._keys = np.sort(keys(group, day))

    def count(self, group: Ints, before: Ints) -> Ints:
        """How often until the day before."""
        start = np.searchsorted(self._keys, keys(group, 0))
        return np.searchsorted(self._keys, keys(group, before)) - start


class Tally:
    """Values 0 to `width` - 1 that groups showed on days; asked with groups in order."""

    def __init__(self, group: Ints, day: Ints, value: Ints, width: int) -> None:
        unsorted = keys(group, day)
        order = np.argsort(unsorted, kind="stable")
        self._keys, self._values, self._width = unsorted[order], value[order], width

    def counts(self, group: Ints, before: Ints, since: Ints | int = 0) -> Floats:
        """One row of `width` counts for each question: from `since` to before `before`."""
        low = np.searchsorted(self._keys, keys(group, since))
        high = np.maximum(np.searchsorted(self._keys, keys(group, before)), low)
        if not len(group):
            return np.zeros((0, self._width), np.float32)
        # Counted between one end and the next, then summed up: what lies between two
        # groups is counted on both sides of the difference.
        ends = np.unique(np.concatenate([low, high]))
        between = np.repeat(np.arange(1, len(ends)), np.diff(ends))
        values = self._values[ends[0] : ends[-1]]
        size = len(ends) * self._width
        running = np.bincount(between * self._width + values, minlength=size)
        running = running.reshape(len(ends), self._width).cumsum(axis=0)
        to, since_ = np.searchsorted(ends, high), np.searchsorted(ends, low)
        counted: Floats = (running[to] - running[since_]).astype(np.float32)
        return counted


class Broad:
    """The same for a few large groups, such as terms: kept by day, not by event."""

    def __init__(self, group: Ints, day: Ints, value: Ints, *, groups: int, width: int):
        self._days = np.unique(day)
        at = np.searchsorted(self._days, day)
        running = np.zeros((len(self._days) + 1, groups, width), np.float32)
        np.add.at(running, (at + 1, group, value), 1)
        self._running = running.cumsum(axis=0, dtype=np.float32)

    def counts(self, group: Ints, before: Ints) -> Floats:
        """One row of counts for each question, of what happened before the day."""
        counted: Floats = self._running[np.searchsorted(self._days, before), group]
        return counted


class Still:
    """The same, counted for one day already."""

    def __init__(self, counts: Floats) -> None:
        """counts: a row for each group."""
        self._counts = counts

    def counts(self, group: Ints, before: Ints) -> Floats:
        """One row of counts for each question; `before` is that day."""
        del before
        return self._counts[group]
