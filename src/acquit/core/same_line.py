"""A bank tells of one booking several times: which lines of two messages are the same one.

One message may tell a batch as one line, another its payments one by one.
docs/decisions/0006 says why it is decided so; `told_line` says what binds two lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.told_line import (
    LIKELY,
    SAME_WORDS,
    SURE,
    Binding,
    Sign,
    Told,
    bank_signs,
    distance,
    may_be_same,
    other_reference,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Bundle(NamedTuple):
    """A line that stands for several others: by key."""

    whole: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Met:
    """What fresh lines turned out to be; those that are not here are new.

    same: the known line by the fresh one. wholes: a fresh line for several known ones.
    parts: several fresh lines for a known one.
    """

    same: dict[int, int] = field(default_factory=dict)
    wholes: list[Bundle] = field(default_factory=list)
    parts: list[Bundle] = field(default_factory=list)


def meet(fresh: Iterable[Told], known: Iterable[Told], *, alike: Iterable[int] = ()) -> Met:
    """Which fresh lines tell of known ones; each known one is met once.

    What binds most is asked first: the bank's reference and the payer's, one by one and
    then for batches; then account, reference, words, and last the amount and the day alone.
    Where a message writes the bank's references as the fresh one does, which one pair
    shows, other references are other lines. alike: messages of which that is known.
    """
    meeting = _Meeting(
        {one.key: one for one in fresh}, {one.key: one for one in known}, set(alike)
    )
    for binding in SURE:
        meeting.pair(binding)
    meeting.bundle(_explained_surely, _referred)
    for binding in LIKELY:
        meeting.pair(binding)
    meeting.bundle(_explained, _all_of_a_day)
    return meeting.met


@dataclass(slots=True)
class _Meeting:
    """The lines that have met nothing yet, ours and theirs, and what has met."""

    ours: dict[int, Told]
    theirs: dict[int, Told]
    alike: set[int]
    met: Met = field(default_factory=Met)

    def pair(self, binding: Binding) -> None:
        """One by one."""
        for one, other in _pairs(
            self.ours.values(), self.theirs.values(), binding, self.alike
        ):
            self.met.same[one.key] = other.key
            del self.ours[one.key], self.theirs[other.key]

    def bundle(self, *looks: _Look) -> None:
        """One line for several, whichever side tells it as one."""
        for look in looks:
            for whole, parts in _bundles(self.ours, self.theirs, look):
                self.met.wholes.append(Bundle(whole, parts))
            for whole, parts in _bundles(self.theirs, self.ours, look):
                self.met.parts.append(Bundle(whole, parts))


def _pairs(
    fresh: Iterable[Told], known: Iterable[Told], binding: Binding, alike: set[int]
) -> list[tuple[Told, Told]]:
    """The nearest for each, none twice; `alike` learns from what is found."""
    index: dict[Sign, dict[int, Told]] = defaultdict(dict)
    for other in known:
        if binding.sure or not other.told_alike:
            for sign in binding.signs(other):
                index[sign][other.key] = other
    pairs: list[tuple[Told, Told]] = []
    for one in fresh if index else ():
        rivals = {
            key: other
            for sign in binding.signs(one)
            for key, other in index.get(sign, {}).items()
            if may_be_same(one, other, binding)
            and not (other.message in alike and other_reference(one, other))
        }
        if rivals:
            nearest = min(rivals.values(), key=lambda other: distance(one, other))
            pairs.append((one, nearest))
            for sign in binding.signs(nearest):
                del index[sign][nearest.key]
            if bank_signs(one) and bank_signs(one) == bank_signs(nearest):
                alike.add(nearest.message)
    return pairs


@dataclass(slots=True)
class _Loose:
    """Lines that may be parts of a whole, found by amount, by reference or by day.

    lines: those that have met nothing; what has is passed over.
    """

    lines: Mapping[int, Told]
    _index: dict[Sign, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for key, one in self.lines.items():
            for sign in (("amount", one.amount_minor), *_day_signs(one), *bank_signs(one)):
                self._index[sign].append(key)

    def like(self, signs: Iterable[Sign]) -> dict[int, Told]:
        """The lines with any of these signs, by key."""
        keys = (key for sign in signs for key in self._index.get(sign, ()))
        return {key: self.lines[key] for key in keys if key in self.lines}


_Look = Callable[[Told, _Loose], list[Told]]


def _day_signs(one: Told) -> list[Sign]:
    return [("day", one.currency, one.booked_on, one.amount_minor > 0)]


def _bundles(
    wholes: dict[int, Told], parts: dict[int, Told], look: _Look
) -> list[tuple[int, tuple[int, ...]]]:
    """What `look` finds; both are taken off their side."""
    found = []
    loose = _Loose(parts)
    for whole in list(wholes.values()) if parts else ():
        inside = look(whole, loose)
        if len(inside) > 1:
            found.append((whole.key, tuple(one.key for one in inside)))
            del wholes[whole.key]
            for one in inside:
                del parts[one.key]
    return found


def _explained_surely(whole: Told, loose: _Loose) -> list[Told]:
    """Each payment of the whole by a reference of its own."""
    return _each(whole, loose, SURE)


def _explained(whole: Told, loose: _Loose) -> list[Told]:
    """Each payment of the whole by whatever binds."""
    return _each(whole, loose, (*SURE, *LIKELY))


def _each(whole: Told, loose: _Loose, bindings: Iterable[Binding]) -> list[Told]:
    likely = loose.like(("amount", part.amount_minor) for part in whole.parts)
    wanted = {part.key: part for part in whole.parts}
    found = []
    for binding in bindings:
        for part, one in _pairs(wanted.values(), likely.values(), binding, set()):
            found.append(one)
            del wanted[part.key], likely[one.key]
    return [] if wanted else found


def _referred(whole: Told, loose: _Loose) -> list[Told]:
    """All that carries the whole's reference, when it makes its sum."""
    if whole.parts:
        return []
    alike = [
        one
        for one in loose.like(bank_signs(whole)).values()
        if one.currency == whole.currency
        and abs(one.booked_on - whole.booked_on) <= SAME_WORDS
        and (one.amount_minor > 0) == (whole.amount_minor > 0)
    ]
    return alike if _makes(alike, whole) else []


def _all_of_a_day(whole: Told, loose: _Loose) -> list[Told]:
    """For a batch: all that is left of what one message told of its day."""
    if whole.parts or not whole.batch:
        return []
    by_message: dict[int, list[Told]] = defaultdict(list)
    for one in loose.like(_day_signs(whole)).values():
        if not one.told_alike:
            by_message[one.message].append(one)
    return next((group for group in by_message.values() if _makes(group, whole)), [])


def _makes(parts: Sequence[Told], whole: Told) -> bool:
    return sum(one.amount_minor for one in parts) == whole.amount_minor
