"""Finding what receipts and credit notes settle."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db import transaction

from acquit.bank.actions import mark_lines, mark_used_up
from acquit.bank.models import LineState
from acquit.core import matching
from acquit.core.matching import (
    ROUNDING,
    Fit,
    OpenItems,
    Payment,
    Post,
    Propose,
    Unmatched,
    paid,
)
from acquit.core.matching.judging import kind_of
from acquit.ledger.actions import lock
from acquit.ledger.actions.booking import Booking, book
from acquit.ledger.actions.bulk import keep_on_account, say_whose
from acquit.ledger.actions.copying import copy_values
from acquit.ledger.models import Invoice, Receipt, Source
from acquit.matching import queries
from acquit.matching.actions.learning import count
from acquit.matching.actions.proofs import (
    Money,
    Proof,
    entries_of,
    money_of,
    posted,
    proposed,
    withdraw_proposals,
)
from acquit.matching.actions.twice import carried
from acquit.matching.models import Match

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from acquit.core.matching import Outcome, Use
    from acquit.core.matching.judging import Sure
    from acquit.matching.incoming import Incoming

CHUNK = 2000
CENTS, OVER = "cents", "over"


@transaction.atomic
def match_receipts(receipts: Sequence[Receipt], *, at: datetime) -> set[int]:
    """Match receipts of one company and source, as `match_incoming` does; what was proposed
    for them before is decided anew.
    """
    incoming = queries.read(receipts)
    suspected = withdraw_proposals([one.receipt_id for one in incoming], at)
    return suspected | match_incoming(incoming, at=at)


@transaction.atomic
def match_incoming(incoming: Sequence[Incoming], *, at: datetime) -> set[int]:
    """Match new receipts of one company and source: post what is sure, propose what is not.

    A payment that the other source has told of already is not counted again; the bank's
    receipt is the one that carries it. Gives the customers whose books were touched.
    """
    return _match(carried(incoming, at)[1], at) if incoming else set()


@transaction.atomic
def told_before(receipts: Sequence[Receipt], *, at: datetime) -> dict[int, int]:
    """Which of these new receipts of one company and source are payments that the other
    source has told of: the other receipt's id by theirs. The bank's carries the money.

    What they settle is known otherwise, and is not looked for here.
    """
    return carried(queries.read(receipts), at)[0] if receipts else {}


@transaction.atomic
def match_waiting(company_id: int, keys: Collection[str], *, at: datetime) -> set[int]:
    """Match receipts that waited for invoices with these numbers or references, and let
    credit notes that came before their invoice lower it.

    Gives the customers whose books were touched.
    """
    if not keys:
        return set()
    waiting = queries.waiting(company_id, keys)
    touched = withdraw_proposals([one.receipt_id for one in waiting], at)
    for start in range(0, len(waiting), CHUNK):
        touched |= _match(waiting[start : start + CHUNK], at)
    for note in queries.credit_notes_for(company_id, keys):
        touched |= use_credit_note(note, at=at)
    return touched


def use_credit_note(note: Invoice, *, at: datetime) -> set[int]:
    """Let a credit note lower the invoices that it names, in its order, as far as they are
    open; the customer's lock is held. Gives its customer when it did.
    """
    payment = Payment(
        amount_minor=note.available_minor,
        currency=note.currency,
        booked_on=note.issued_on,
        pays=tuple(note.corrects),
    )
    lock([note.customer_id])
    named = queries.candidates(note.company_id, [payment])
    items = OpenItems.of(one for one in named if one.customer_id == note.customer_id)
    match matching.match(payment, items):
        case Post(uses):
            source = Money(Source.ACCOUNTING, note.issued_on, credit_note_id=note.pk)
            book([entry for use in uses for entry in entries_of(use, source)], at=at)
            return {note.customer_id}
        case _:
            return set()


def _whither(one: Incoming, left: int, name: str) -> str:
    """What a payment that was posted is too much: CENTS or OVER lie on account, what the
    accounting itself leaves waits. name: of the kind.
    """
    if 0 < left <= ROUNDING:
        return CENTS
    kind = kind_of(name)
    by_rule = kind is not None and kind.fit is Fit.OVER
    return OVER if left > 0 and by_rule and one.customer_id else ""


def _match(incoming: Sequence[Incoming], at: datetime) -> set[int]:
    """Ask the core what these receipts settle, and write its answers."""
    if not incoming:
        return set()
    company_id = incoming[0].company_id
    if not queries.has_customers(company_id):
        return set()
    likely = queries.likely_payers(company_id, incoming)
    for one in incoming:
        one.say_payers(likely[one.receipt_id])
    items = queries.open_items(company_id, incoming)
    # Whoever may own the money as well: no reminder leaves while it is being booked.
    lock({*items.by_customer, *_payers(incoming)})
    if queries.refresh(items):
        # What was enough a moment ago may not be any more.
        items = queries.open_items(company_id, incoming, whole=True)
    waiting = queries.unused_money(company_id, incoming)
    judge = queries.judge(company_id, incoming)
    answers = _Answers(at)
    for one in sorted(incoming, key=lambda i: (i.payment.booked_on, i.receipt_id)):
        one.say_whether_again(waiting)
        outcome = _outcome(one, items, judge)
        if not isinstance(outcome, Post):
            explained = isinstance(outcome, Propose) and matching.claims(outcome)
            waiting.add(one.senders(), one.payment.booked_on, explained=explained)
        answers.take(one, outcome)
    answers.write(company_id)
    say_whose(one.whose for one in incoming if one.customer_id)
    touched = {one.customer_id for one in incoming if one.customer_id}
    return touched | {one.customer_id for one in answers.proofs}


@dataclass(slots=True)
class _Answers:
    """What the core answered, until it is written. rest: receipts of which something is too
    much, by what becomes of that (`_whither`).
    """

    at: datetime
    entries: list[Booking] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    rest: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def take(self, one: Incoming, outcome: Outcome) -> None:
        """Keep the answer; the payment learns whose it is."""
        match outcome:
            case Post(uses, kind):
                source = money_of(one)
                self.entries += [e for use in uses for e in entries_of(use, source, kind)]
                self.proofs += [posted(one, use, kind, self.at) for use in uses]
                self.kinds[kind, "posted"] += 1
                one.customer_id = _customer(one, uses)
                left = one.payment.amount_minor - paid(uses)
                self.rest[_whither(one, left, kind)].append(one.receipt_id)
            case Propose() as proposal:
                self.proofs += proposed(one, proposal, self.at)
            case Unmatched(owner):
                one.customer_id = one.customer_id or owner

    def write(self, company_id: int) -> None:
        """Book it, and say what became of the lines; the customers' locks are held."""
        book(self.entries, at=self.at)
        copy_values(Match, Proof._fields, self.proofs)
        count(company_id, self.kinds, self.at)
        keep_on_account(self.rest[CENTS] + self.rest[OVER])
        mark_used_up({one.receipt_id for one in self.entries if one.receipt_id})
        mark_lines(self.rest[OVER], LineState.ON_ACCOUNT, {})


def _outcome(one: Incoming, items: OpenItems, judge: Sure) -> Outcome:
    """What the core says; money of ours that came back is posted by a person only: it may
    be a refund that nobody took, or a return that was wrong.
    """
    if not one.reversal:
        return matching.match(one.payment, items, judge)
    outcome = matching.match(one.payment, items, _never)
    return replace(outcome, why="reversal") if isinstance(outcome, Propose) else outcome


def _never(_found: object) -> bool:
    return False


def _payers(incoming: Iterable[Incoming]) -> Iterator[int]:
    for one in incoming:
        for payer in one.payment.payers:
            yield payer.customer_id
            yield from payer.group


def _customer(one: Incoming, uses: Sequence[Use]) -> int | None:
    """Whose money it was: as the accounting says, else of the one customer it was used for;
    None for a batch of several.
    """
    if one.source == Source.ACCOUNTING and one.customer_id:
        return one.customer_id
    customers = {use.customer_id for use in uses}
    return customers.pop() if len(customers) == 1 else None
