"""Finding what receipts settle, and what people say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.bank.actions import mark_used_up
from acquit.core import matching
from acquit.core.errors import Refusal
from acquit.core.matching import OpenItems, Payment, Post, Propose, Unmatched, Use
from acquit.core.same_payment import Reported, same_payments
from acquit.ledger.actions import Share, allocate_receipt, lock, reverse_allocations
from acquit.ledger.actions.allocations import standing_allocations, taken_back
from acquit.ledger.actions.booking import Booking, book
from acquit.ledger.actions.bulk import name_payers, same_money
from acquit.ledger.actions.copying import copy_in
from acquit.ledger.models import AllocationKind, Invoice, Receipt, Source
from acquit.matching import queries
from acquit.matching.incoming import Incoming
from acquit.matching.models import Match, MatchState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

CHUNK = 2000


@transaction.atomic
def match_receipts(receipts: Sequence[Receipt], *, at: datetime) -> set[int]:
    """Match receipts of one company and source, as `match_incoming` does; what was proposed
    for them before is decided anew.
    """
    incoming = _read(receipts)
    suspected = _withdraw_proposals([one.receipt_id for one in incoming], at)
    return suspected | match_incoming(incoming, at=at)


@transaction.atomic
def match_incoming(incoming: Sequence[Incoming], *, at: datetime) -> set[int]:
    """Match new receipts of one company and source: post what is sure, propose what is not.

    A payment that the other source has told of already is not counted again; the bank's
    receipt is the one that carries it. Gives the customers whose books were touched.
    """
    return _match(_carried(incoming, at)[1], at) if incoming else set()


@transaction.atomic
def told_before(receipts: Sequence[Receipt], *, at: datetime) -> dict[int, int]:
    """Which of these new receipts of one company and source are payments that the other
    source has told of: the other receipt's id by theirs. The bank's carries the money.

    What they settle is known otherwise, and is not looked for here.
    """
    return _carried(_read(receipts), at)[0] if receipts else {}


def _carried(
    incoming: Sequence[Incoming], at: datetime
) -> tuple[dict[int, int], Sequence[Incoming]]:
    """The pairs of reports of one payment, and the receipts that are left to match."""
    told = _read(queries.reports_of_others(incoming))
    pairs = _pairs(incoming, told) if told else {}
    if pairs:
        incoming = _without_told_before(incoming, told, pairs, at)
    return pairs, incoming


@transaction.atomic
def match_waiting(company_id: int, keys: Collection[str], *, at: datetime) -> set[int]:
    """Match receipts that waited for invoices with these numbers or references, and let
    credit notes that came before their invoice lower it.

    Gives the customers whose books were touched.
    """
    if not keys:
        return set()
    waiting = queries.waiting(company_id, keys)
    touched = _withdraw_proposals([one.receipt_id for one in waiting], at)
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
            source = _Money(
                kind=AllocationKind.CREDIT_NOTE,
                source=Source.ACCOUNTING,
                booked_on=note.issued_on,
                credit_note_id=note.pk,
            )
            book([entry for use in uses for entry in _entries(use, source)], at=at)
            return {note.customer_id}
        case _:
            return set()


def _read(receipts: Sequence[Receipt]) -> list[Incoming]:
    lines = queries.lines_of([receipt.pk for receipt in receipts])
    return [Incoming.of(receipt, lines.get(receipt.pk)) for receipt in receipts]


def _pairs(fresh: Sequence[Incoming], told: Sequence[Incoming]) -> dict[int, int]:
    """Which of the fresh receipts tell of a payment that one of the others has told of."""
    everything = [*fresh, *told]
    company_id = fresh[0].company_id
    payments = [one.payment for one in everything]
    candidates = queries.candidates(company_id, payments)
    items = OpenItems.of(candidates)
    debtors = {one.receivable_id: one.customer_id for one in candidates}
    used = queries.uses_of([one.receipt_id for one in told])
    payers = queries.payers(company_id, [one.payer_iban for one in everything])
    reports = {}
    for one in everything:
        named = matching.named_by(one.payment, items)
        reports[one.receipt_id] = Reported(
            receipt_id=one.receipt_id,
            customer_id=one.customer_id
            or _owner(one, payers)
            or _sole({debtors[receivable_id] for receivable_id in named}),
            currency=one.payment.currency,
            amount_minor=one.amount_minor,
            received_on=one.payment.booked_on,
            iban=one.payer_iban,
            receivables=named | frozenset(used.get(one.receipt_id, ())),
        )
    return same_payments(
        [reports[one.receipt_id] for one in fresh],
        [reports[one.receipt_id] for one in told],
    )


def _without_told_before(
    fresh: Sequence[Incoming],
    told: Sequence[Incoming],
    pairs: Mapping[int, int],
    at: datetime,
) -> list[Incoming]:
    """Let the bank's receipt of each pair take over what the accounting's was used for, and
    what the accounting says it pays. Gives what is left to match.
    """
    known = {one.receipt_id: one for one in told}
    carriers: dict[int, int] = {}
    carrying: list[Incoming] = []
    for one in fresh:
        other = known.get(pairs.get(one.receipt_id, 0))
        if other is None:
            continue
        bank, ours = (one, other) if one.source == Source.BANK else (other, one)
        carriers[ours.receipt_id] = bank.receipt_id
        bank.customer_id = bank.customer_id or ours.customer_id
        pays = bank.payment.pays or ours.payment.pays
        bank.payment = replace(bank.payment, pays=pays)
        carrying.append(bank)
    moved = _hand_over(carriers, {one.receipt_id: one for one in carrying}, at)
    same_money(carriers)
    _name_payers(carrying)
    alone = [one for one in fresh if one.receipt_id not in pairs]
    rest = [
        one for one in carrying if one.receipt_id not in moved and one.payment.amount_minor
    ]
    return alone + rest


def _name_payers(incoming: Iterable[Incoming]) -> None:
    found = [(one.receipt_id, one.customer_id, one.payment.pays) for one in incoming]
    if found:
        name_payers(found)


def _hand_over(
    carriers: Mapping[int, int], carrying: Mapping[int, Incoming], at: datetime
) -> set[int]:
    """What the accounting's receipts were used for, the bank's are used for from now on.

    Gives the bank's receipts that took something over.
    """
    rows = standing_allocations(list(carriers))
    lock(row.receivable.customer_id for row in rows)
    entries: list[Booking] = []
    moved = set()
    for row in rows:
        bank = carrying[carriers[row.receipt_id or 0]]
        back = taken_back(row, on=row.booked_on, source=Source.ACCOUNTING)[0]
        forth = replace(
            back,
            source=Source.BANK,
            amount_minor=row.amount_minor,
            booked_on=bank.payment.booked_on,
            receipt_id=bank.receipt_id,
            reverses_id=None,
            evidence=row.evidence | {"how": "accounting"},
        )
        entries += [back, forth]
        moved.add(bank.receipt_id)
    book(entries, at=at)
    mark_used_up(moved)
    return moved


def _match(incoming: Sequence[Incoming], at: datetime) -> set[int]:
    """Ask the core what these receipts settle, and write its answers."""
    if not incoming:
        return set()
    company_id = incoming[0].company_id
    if not queries.has_customers(company_id):
        return set()
    queries.name_payers(company_id, incoming)
    items = queries.open_items(company_id, incoming)
    # Whoever may own the money as well: no reminder leaves while it is being booked.
    lock({*items.by_customer, *_payers(incoming)})
    queries.refresh(items)
    waiting = queries.unused_money(company_id, incoming)
    entries: list[Booking] = []
    matches: list[Match] = []
    for one in sorted(incoming, key=lambda i: (i.payment.booked_on, i.receipt_id)):
        one.say_whether_again(waiting)
        outcome = matching.match(one.payment, items)
        if not isinstance(outcome, Post):
            waiting |= one.senders()
        match outcome:
            case Post(uses, kind):
                source = _money(one)
                entries += [e for use in uses for e in _entries(use, source, kind)]
                matches += [_posted(one, use, kind, at) for use in uses]
                one.customer_id = _customer(one, uses)
            case Propose() as proposal:
                matches += _proposed(one, proposal, at)
            case Unmatched(owner):
                one.customer_id = one.customer_id or owner
    book(entries, at=at)
    copy_in(matches)
    _name_payers(one for one in incoming if one.customer_id)
    mark_used_up({entry.receipt_id for entry in entries if entry.receipt_id})
    touched = {one.customer_id for one in incoming if one.customer_id}
    return touched | {one.customer_id for one in matches}


def _payers(incoming: Iterable[Incoming]) -> Iterator[int]:
    for one in incoming:
        for payer in one.payment.payers:
            yield payer.customer_id


def _withdraw_proposals(receipt_ids: Sequence[int], at: datetime) -> set[int]:
    """What was proposed before is decided anew. Gives the customers who were suspected."""
    rows = Match.objects.filter(receipt__in=receipt_ids, state=MatchState.PROPOSED)
    customers = set(rows.values_list("customer_id", flat=True))
    if customers:
        rows.update(state=MatchState.DECLINED, decided_at=at)
    return customers


def _owner(one: Incoming, payers: Mapping[str, set[int]]) -> int | None:
    """An account that exactly one customer pays from tells whose money it is."""
    return _sole(payers.get(one.payer_iban, set()))


def _sole(customers: set[int]) -> int | None:
    return next(iter(customers)) if len(customers) == 1 else None


def _customer(one: Incoming, uses: Sequence[Use]) -> int | None:
    """Whose money it was: as the accounting says, else of the one customer it was used for;
    None for a batch of several.
    """
    if one.source == Source.ACCOUNTING and one.customer_id:
        return one.customer_id
    customers = {use.customer_id for use in uses}
    return customers.pop() if len(customers) == 1 else None


@dataclass(frozen=True, slots=True)
class _Money:
    """What is used: a receipt or a credit note, told by this source, as of this day."""

    kind: AllocationKind
    source: Source
    booked_on: date
    receipt_id: int | None = None
    credit_note_id: int | None = None


def _money(one: Incoming) -> _Money:
    return _Money(
        kind=AllocationKind.RECEIPT,
        source=Source(one.source),
        booked_on=one.payment.booked_on,
        receipt_id=one.receipt_id,
    )


def _entries(use: Use, money: _Money, kind: str = "") -> list[Booking]:
    """The allocation, in two where part of it takes the place of the accounting's word."""
    evidence: dict[str, Any] = {"how": use.how, "found": use.found, "who": _who(kind)}
    of_note = use.note_id is not None
    plain = Booking(
        receivable_id=use.receivable_id,
        kind=AllocationKind.CREDIT_NOTE if of_note else money.kind,
        source=money.source,
        amount_minor=use.amount_minor - use.stated_minor,
        booked_on=money.booked_on,
        receipt_id=None if of_note else money.receipt_id,
        credit_note_id=use.note_id or money.credit_note_id,
        evidence=evidence,
    )
    if use.stated_on is None:
        return [plain]
    word = Booking(
        receivable_id=use.receivable_id,
        kind=AllocationKind.STATED,
        source=Source.ACCOUNTING,
        amount_minor=-use.stated_minor,
        booked_on=use.stated_on,
        evidence={"how": "told by a payment"},
    )
    evidence = evidence | {"stated_on": use.stated_on.isoformat()}
    instead = replace(plain, amount_minor=use.stated_minor, evidence=evidence)
    return [word, instead, *([plain] if plain.amount_minor else [])]


def _who(kind: str) -> str:
    """How the payer was found: the second word of a kind of evidence."""
    return kind.split("/")[1] if kind.count("/") > 1 else ""


def _posted(one: Incoming, use: Use, kind: str, at: datetime) -> Match:
    return _proof(one, use, Match(state=MatchState.POSTED, kind=kind, decided_at=at))


def _proposed(one: Incoming, proposal: Propose, at: datetime) -> Iterator[Match]:
    """One row for each use of each answer, the likeliest answer first."""
    kinds = [*proposal.kinds, *([""] * len(proposal.others))]
    for rank, uses in enumerate((proposal.uses, *proposal.others), 1):
        for use in uses:
            bare = Match(
                state=MatchState.PROPOSED, rank=rank, kind=kinds[rank - 1], decided_at=at
            )
            yield _proof(one, use, bare, why=proposal.why if rank == 1 else "")


def _proof(one: Incoming, use: Use, bare: Match, *, why: str = "") -> Match:
    bare.receipt_id = one.receipt_id
    bare.customer_id = use.customer_id
    bare.receivable_id = use.receivable_id
    bare.amount_minor = use.amount_minor
    who = _who(bare.kind)
    bare.evidence = {"how": use.how, "found": use.found, "who": who, "why": why}
    if use.note_id is not None:
        bare.evidence["note"] = use.note_id
    return bare


@transaction.atomic
def accept(
    *, receipt_id: int, shares: Sequence[Share], actor: Actor, at: datetime
) -> Receipt:
    """A person says what the receipt settles. Raises MoreThanOpen, MoreThanAvailable,
    Refusal.
    """
    receipt = Receipt.objects.get(pk=receipt_id)
    if not shares:
        raise Refusal("Say at least one invoice that this payment settles.")
    allocate_receipt(receipt, shares, source=Source.PERSON, actor=actor, at=at)
    proposed = Match.objects.filter(receipt=receipt, state=MatchState.PROPOSED)
    chosen = {share.receivable_id for share in shares}
    proposed.filter(receivable__in=chosen).update(
        state=MatchState.ACCEPTED, actor_id=actor.person_id, decided_at=at
    )
    proposed.exclude(receivable__in=chosen).update(
        state=MatchState.DECLINED, actor_id=actor.person_id, decided_at=at
    )
    receipt.refresh_from_db()
    return receipt


@transaction.atomic
def decline(*, receipt_id: int, actor: Actor, at: datetime) -> Receipt:
    """A person says that none of the proposals is right."""
    receipt = Receipt.objects.get(pk=receipt_id)
    Match.objects.filter(receipt=receipt, state=MatchState.PROPOSED).update(
        state=MatchState.DECLINED, actor_id=actor.person_id, decided_at=at
    )
    fact = Fact(event="match_declined", subject=receipt, company_id=receipt.company_id)
    record(fact, actor=actor, at=at)
    return receipt


@transaction.atomic
def undo(*, receipt_id: int, on: date, actor: Actor, at: datetime) -> Receipt:
    """Take back what the receipt was used for. Raises AlreadyReversed."""
    receipt = Receipt.objects.get(pk=receipt_id)
    reverse_allocations(receipt, on=on, actor=actor, at=at)
    Match.objects.filter(
        receipt=receipt, state__in=[MatchState.POSTED, MatchState.ACCEPTED]
    ).update(state=MatchState.UNDONE, actor_id=actor.person_id, decided_at=at)
    receipt.refresh_from_db()
    return receipt
