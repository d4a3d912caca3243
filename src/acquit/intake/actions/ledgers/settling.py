"""What the lettering of an accounting file settles.

A group of new items was written as it ends: only its allocations are missing. In any
other, the books say what is left of its items, and that is paired; what the accounting
calls settled and no payment is known for is settled by its word.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.lettering import Part, pairs
from acquit.formats.ledgers.records import ItemKind
from acquit.intake.actions.ledgers import asking
from acquit.intake.actions.ledgers.taken import State
from acquit.ledger.actions.booking import Booking, book
from acquit.ledger.actions.taking_over import NewUse, lettered, make_whole, take_uses
from acquit.ledger.models import AllocationKind, Invoice, Receipt, Receivable, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from acquit.intake.actions.booking import Context
    from acquit.intake.actions.ledgers.taken import Taken

USES_AT_ONCE = 20_000
GROUPS_AT_ONCE = 2_000


def settle(taken: Taken, opened_on: date | None, context: Context) -> None:
    """Book what each group settles."""
    mixed = taken.mixed_groups()
    uses = (use for use in taken.uses() if not mixed[taken.groups[use.debit]])
    new = (_new_use(taken, *use) for use in uses)
    while batch := list(islice(new, USES_AT_ONCE)):
        take_uses(batch, at=context.at)
    groups = iter(taken.members(mixed).items())
    told = taken.told() if State.CARRIED in taken.states else set()
    while some := dict(islice(groups, GROUPS_AT_ONCE)):
        _make_whole(taken, some)
        _Mixed(taken, opened_on, context, told).settle(some)


def _new_use(taken: Taken, credit: int, debit: int, minor: int) -> NewUse:
    is_money = taken.kind(credit) is ItemKind.RECEIPT
    return NewUse(
        receivable_id=taken.keys[debit],
        receipt_id=taken.keys[credit] if is_money else None,
        credit_note_id=None if is_money else taken.keys[credit],
        amount_minor=minor,
        booked_on=_day(taken, credit, debit),
        letters=taken.letters[taken.groups[debit]],
    )


def _day(taken: Taken, credit: int, debit: int) -> date:
    """A payment in advance settles its invoice when that is there."""
    return date.fromordinal(max(taken.days[credit], taken.days[debit]))


def _make_whole(taken: Taken, groups: Mapping[int, Sequence[int]]) -> None:
    new = [
        index
        for members in groups.values()
        for index in members
        if taken.states[index] == State.NEW
    ]
    make_whole(
        receivables=taken.of_kind(new, ItemKind.INVOICE),
        receipts=taken.of_kind(new, ItemKind.RECEIPT),
        notes=taken.of_kind(new, ItemKind.CREDIT_NOTE),
    )


class _Item(NamedTuple):
    """Something with a balance. stands_for: the item of the file, by index."""

    kind: ItemKind
    key: int
    stands_for: int


@dataclass(slots=True)
class _Mixed:
    """Groups with items that the books knew before. told: what the file tells of by itself;
    balances: of what is in the books. Both by kind and key.
    """

    taken: Taken
    opened_on: date | None
    context: Context
    told: set[tuple[ItemKind, int]]
    balances: dict[tuple[ItemKind, int], int] = field(default_factory=dict)
    bookings: list[Booking] = field(default_factory=list)

    def settle(self, groups: Mapping[int, Sequence[int]]) -> None:
        self._load(groups)
        for group, members in groups.items():
            self._pair(members, self.taken.letters[group])
        book(self.bookings, at=self.context.at)
        self._count(groups)

    def _load(self, groups: Mapping[int, Sequence[int]]) -> None:
        """What is left of each item that is in the books."""
        taken = self.taken
        indices = [index for members in groups.values() for index in members]
        for kind in ItemKind:
            found = asking.left(kind, taken.of_kind(indices, kind))
            self.balances |= {(kind, key): left for key, left in found.items()}

    def _pair(self, members: Sequence[int], letters: str) -> None:
        items = list(self._items(members))
        debits: list[Part] = []
        credits_: list[Part] = []
        for place, item in enumerate(items):
            part = Part(place, self.balances.get((item.kind, item.key), 0))
            (debits if item.kind is ItemKind.INVOICE else credits_).append(part)
        for credit, debit, minor in pairs(debits, credits_):
            self._book(items[debit], items[credit], minor, letters)
        on = date.fromordinal(max(self.taken.days[index] for index in members))
        for index in members:
            if self.taken.kind(index) is ItemKind.INVOICE and self.taken.keys[index]:
                self._state(index, on, letters)

    def _items(self, members: Sequence[int]) -> Iterator[_Item]:
        """The items of a group as they stand in the books. What an opening carried stands
        for all that is open from before, where there is anything to pair it with.
        """
        taken = self.taken
        for index in members:
            if taken.keys[index]:
                yield _Item(taken.kind(index), taken.keys[index], index)
        for index in members:
            debit = taken.kind(index) is ItemKind.INVOICE
            if taken.states[index] == State.CARRIED and self._has(members, debit=not debit):
                yield from self._stand_ins(index, debit=debit)

    def _has(self, members: Sequence[int], *, debit: bool) -> bool:
        """Whether anything is left of the group's debits, or of its credits."""
        kinds = (self.taken.kind(index) for index in members)
        return any(
            (kind is ItemKind.INVOICE) == debit
            and self.balances.get((kind, self.taken.keys[index]), 0)
            for kind, index in zip(kinds, members, strict=True)
        )

    def _stand_ins(self, index: int, *, debit: bool) -> Iterator[_Item]:
        """The oldest first; not what the file itself tells of by its number."""
        opened = _open_before(self.taken.customers[index], self.opened_on, debit=debit)
        for kind, key, left in opened:
            if (kind, key) not in self.told:
                self.balances.setdefault((kind, key), left)
                yield _Item(kind, key, index)

    def _book(self, debit: _Item, credit: _Item, minor: int, letters: str) -> None:
        is_money = credit.kind is ItemKind.RECEIPT
        self.balances[debit.kind, debit.key] -= minor
        self.balances[credit.kind, credit.key] -= minor
        self.bookings.append(
            Booking(
                receivable_id=debit.key,
                kind=AllocationKind.RECEIPT if is_money else AllocationKind.CREDIT_NOTE,
                source=Source.ACCOUNTING,
                amount_minor=minor,
                booked_on=_day(self.taken, credit.stands_for, debit.stands_for),
                receipt_id=credit.key if is_money else None,
                credit_note_id=None if is_money else credit.key,
                evidence=dict(lettered(letters)),
            )
        )

    def _state(self, index: int, on: date, letters: str) -> None:
        """Settle by the accounting's word what no payment is known for."""
        key, left = self.taken.keys[index], self.taken.lefts[index]
        excess = self.balances.get((ItemKind.INVOICE, key), 0) - left
        if excess <= 0:
            return
        self.balances[ItemKind.INVOICE, key] = left
        self.bookings.append(
            Booking(
                receivable_id=key,
                kind=AllocationKind.STATED,
                source=Source.ACCOUNTING,
                amount_minor=excess,
                booked_on=on,
                evidence=lettered(letters) | {"settled_on": on.isoformat()},
            )
        )

    def _count(self, groups: Mapping[int, Sequence[int]]) -> None:
        """Known items that were settled further were updated."""
        taken, saved = self.taken, self.context.saved
        moved = {one.receivable_id for one in self.bookings}
        for index in (index for members in groups.values() for index in members):
            is_debit = taken.kind(index) is ItemKind.INVOICE
            if is_debit and taken.keys[index] in moved:
                saved.customer_ids.add(taken.customers[index])
                if taken.states[index] == State.KNOWN:
                    saved.updated += 1
                    saved.unchanged -= 1


def _open_before(
    customer_id: int, day: date | None, *, debit: bool
) -> Iterator[tuple[ItemKind, int, int]]:
    """What is open of a customer from before the day: what it owes, or what it has."""
    if debit:
        owed = Receivable.objects.filter(
            customer=customer_id, open_minor__gt=0, invoice__issued_on__lt=day
        ).order_by("due_on", "pk")
        yield from (
            (ItemKind.INVOICE, *row) for row in owed.values_list("pk", "open_minor")
        )
        return
    notes = Invoice.objects.filter(
        customer=customer_id, available_minor__gt=0, issued_on__lt=day
    ).order_by("issued_on", "pk")
    yield from (
        (ItemKind.CREDIT_NOTE, *row) for row in notes.values_list("pk", "available_minor")
    )
    money = Receipt.objects.filter(
        customer=customer_id, available_minor__gt=0, received_on__lt=day
    ).order_by("received_on", "pk")
    yield from (
        (ItemKind.RECEIPT, *row) for row in money.values_list("pk", "available_minor")
    )
