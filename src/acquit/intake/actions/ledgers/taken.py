"""What became of each item of an accounting file: forty bytes of it."""

from __future__ import annotations

from array import array
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from acquit.formats.ledgers.records import ItemKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from acquit.formats.ledgers.records import LedgerItem

_KINDS = tuple(ItemKind)
NOT_LETTERED = -1


class State(IntEnum):
    """ABSENT: refused, or not there yet. CARRIED: the books hold what it stands for."""

    ABSENT = 0
    NEW = 1
    KNOWN = 2
    CARRIED = 3


class Use(NamedTuple):
    """A credit settles so much of a debit; both by index."""

    credit: int
    debit: int
    minor: int


class Taken:
    """The items by index. keys: of the receivable, receipt or credit note that one is;
    lefts: what the file's lettering leaves of it.
    """

    def __init__(self, items: int, groups: int) -> None:
        self.states = bytearray(items)
        self.keys = array("q", bytes(8 * items))
        self.customers = array("q", bytes(8 * items))
        self.lefts = array("q", bytes(8 * items))
        self.minors = array("q", bytes(8 * items))
        self.days = array("i", bytes(4 * items))
        self.groups = array("i", [NOT_LETTERED]) * items
        self.letters: list[str] = [""] * groups
        self._kinds = bytearray(items)
        self._uses = array("q")

    def meet(self, item: LedgerItem, customer_id: int, minor: int, left: int) -> None:
        """Keep what the file says of the item, before anything became of it."""
        index = item.index
        self._kinds[index] = _KINDS.index(item.kind)
        self.customers[index] = customer_id
        self.minors[index], self.lefts[index] = minor, left
        self.days[index] = item.booked_on.toordinal()
        self.groups[index] = item.group
        if item.group != NOT_LETTERED:
            self.letters[item.group] = item.letters
        for debit, used in item.uses:
            self._uses.extend((index, debit, used))

    def became(self, index: int, state: State, key: int = 0) -> None:
        """Say what the item is in the books."""
        self.states[index] = state
        self.keys[index] = key

    def kind(self, index: int) -> ItemKind:
        return _KINDS[self._kinds[index]]

    def uses(self) -> Iterator[Use]:
        """Everything that the file's lettering settles."""
        values = iter(self._uses)
        return (Use(*each) for each in zip(values, values, values, strict=True))

    def mixed_groups(self) -> bytearray:
        """By group: 1 where not every item is new, so that the books must be asked."""
        mixed = bytearray(len(self.letters))
        for index, group in enumerate(self.groups):
            if group != NOT_LETTERED and self.states[index] != State.NEW:
                mixed[group] = 1
        return mixed

    def members(self, groups: bytearray) -> dict[int, list[int]]:
        """The items of the groups that are marked, in the order of the file."""
        found: dict[int, list[int]] = {}
        for index, group in enumerate(self.groups):
            if group != NOT_LETTERED and groups[group]:
                found.setdefault(group, []).append(index)
        return found

    def told(self) -> set[tuple[ItemKind, int]]:
        """What the file tells of and the books hold, by kind and key."""
        return {(self.kind(index), key) for index, key in enumerate(self.keys) if key}

    def of_kind(self, indices: Iterable[int], kind: ItemKind) -> list[int]:
        """The keys of the items of a kind that are in the books."""
        return [
            self.keys[index]
            for index in indices
            if self.kind(index) is kind and self.keys[index]
        ]
