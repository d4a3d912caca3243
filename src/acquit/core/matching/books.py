"""The receivables and credit notes of one company that a run of payments may concern."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from acquit.core.matching.facts import Candidate, Note, Use


@dataclass(slots=True)
class OpenItems:
    """Found by reference, number, customer or amount. claimed: by the proposal of another
    payment.

    Payments of one import compete: what one has settled, the next finds no longer open.
    """

    by_reference: dict[str, list[Candidate]] = field(default_factory=dict)
    by_number: dict[str, list[Candidate]] = field(default_factory=dict)
    by_customer: dict[int, list[Candidate]] = field(default_factory=dict)
    by_amount: dict[int, list[Candidate]] = field(default_factory=dict)
    notes: dict[int, list[Note]] = field(default_factory=dict)
    left: dict[int, int] = field(default_factory=dict)
    stated: dict[int, int] = field(default_factory=dict)
    credit: dict[int, int] = field(default_factory=dict)
    claimed: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, candidates: Iterable[Candidate], notes: Iterable[Note] = ()) -> OpenItems:
        """Index them; within one reference, number or customer the earliest due comes
        first.
        """
        items = cls()
        once = {one.receivable_id: one for one in candidates}
        for one in sorted(once.values(), key=lambda c: (c.due_on, c.receivable_id)):
            items.left[one.receivable_id] = one.open_minor
            items.stated[one.receivable_id] = one.stated_minor
            if one.claimed:
                items.claimed.add(one.receivable_id)
            items.by_customer.setdefault(one.customer_id, []).append(one)
            if one.open_minor:
                items.by_amount.setdefault(one.open_minor, []).append(one)
            if one.reference:
                items.by_reference.setdefault(one.reference, []).append(one)
            if one.number_key:
                items.by_number.setdefault(one.number_key, []).append(one)
        for note in sorted(notes, key=lambda n: (n.issued_on, n.invoice_id)):
            items.notes.setdefault(note.customer_id, []).append(note)
            items.credit[note.invoice_id] = note.available_minor
        return items

    def trial(self) -> OpenItems:
        """The same items, to try uses on."""
        return OpenItems(
            self.by_reference,
            self.by_number,
            self.by_customer,
            self.by_amount,
            self.notes,
            dict(self.left),
            dict(self.stated),
            dict(self.credit),
            set(self.claimed),
        )

    def now(self, found: Iterable[Candidate]) -> list[Candidate]:
        """The candidates with what is left of them."""
        return [
            one._replace(
                open_minor=self.left[one.receivable_id],
                stated_minor=self.stated[one.receivable_id],
            )
            for one in found
        ]

    def notes_now(self, customer_ids: Iterable[int]) -> list[Note]:
        """The credit notes of these customers that have something left."""
        return [
            note._replace(available_minor=self.credit[note.invoice_id])
            for customer_id in customer_ids
            for note in self.notes.get(customer_id, ())
            if self.credit[note.invoice_id] > 0
        ]

    def settle(self, uses: Sequence[Use]) -> None:
        """Take what is used off what is left."""
        for use in uses:
            self.left[use.receivable_id] -= use.amount_minor - use.stated_minor
            self.stated[use.receivable_id] -= use.stated_minor
            if use.note_id is not None:
                self.credit[use.note_id] -= use.amount_minor
