"""A fact arrives: its room records it, and the customer is decided for anew, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

import acquit.agenda.actions as agenda
import acquit.dunning.actions as dunning
import acquit.intake.actions as intake
import acquit.ledger.actions as ledger
from acquit.cycle import queries
from acquit.cycle.actions.assessing import assess_for
from acquit.cycle.actions.daily import SHARD
from acquit.cycle.actions.ringing import ring_for_claims, ring_for_customers
from acquit.dunning.models import Action
from acquit.dunning.queries.assigned import same_debtors
from acquit.formats import parcels
from acquit.ledger.models import HoldReason
from acquit.ledger.rows import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date, datetime

    from acquit.agenda.models import Note
    from acquit.audit.actions import Actor
    from acquit.channels.models import Message
    from acquit.core.money import Money
    from acquit.formats.layouts.layout import Layout
    from acquit.formats.source import Source
    from acquit.intake.actions import Imported, Picture
    from acquit.ledger.models import Dispute, DisputeReason, Hold, Promise
    from acquit.organisation.models import Company

# More customers than this are decided for by whole shards.
FEW = 10


def decide_for(customer_ids: Collection[int], *, as_of: date, at: datetime) -> None:
    """Say anew what payers these customers are and by which scenario they are followed up,
    decide anew for them, and ring for what they owe to be predicted anew, and for what is
    left to claim of them.
    """
    assess_for(customer_ids, as_of=as_of, at=at)
    ring_for_customers(customer_ids)
    ring_for_claims(customer_ids)
    if len(customer_ids) <= FEW:
        for customer_id in sorted(customer_ids):
            alone = Range(customer_id, customer_id)
            dunning.assign(alone, as_of=as_of, at=at)
            dunning.decide(alone, as_of=as_of, at=at)
        return
    first, last = min(customer_ids), max(customer_ids)
    for shard in queries.shards(SHARD):
        if shard.first <= last and shard.last >= first:
            dunning.assign(shard, as_of=as_of, at=at)
            dunning.decide(shard, as_of=as_of, at=at)


def import_files(  # noqa: PLR0913  # the files, and who takes them in, when and how
    sources: Sequence[Source],
    *,
    company: Company,
    partial: bool,
    on: date,
    actor: Actor,
    clock: Callable[[], datetime],
    picture: Picture | None = None,
) -> list[Imported]:
    """Take files in, each whole or not at all, archives file by file; then decide.

    What others need is taken first; what became of each file is told as they were given.
    picture: each file that can be one is a list of all that was open on a day.
    """
    taken: dict[int, list[Imported]] = {}
    layouts = intake.layouts_of(company)
    for place in parcels.order(sources, layouts):
        taken[place] = import_parcel(
            sources[place],
            layouts,
            company=company,
            partial=partial,
            on=on,
            actor=actor,
            clock=clock,
            picture=picture,
        )
    done = [one for place in sorted(taken) for one in taken[place]]
    decide_after(done, as_of=on, at=clock())
    return done


def import_parcel(  # noqa: PLR0913  # as import_files, for one of them
    source: Source,
    layouts: Sequence[Layout],
    *,
    company: Company,
    partial: bool,
    on: date,
    actor: Actor,
    clock: Callable[[], datetime],
    picture: Picture | None = None,
) -> list[Imported]:
    """Take one file in, of an archive each file in it; `decide_after` is still to come.

    layouts: those of the company, by which foreign tables are known.
    """
    with parcels.unpacked(source, layouts) as files:
        return [
            intake.import_file(
                file,
                company=company,
                partial=partial,
                on=on,
                actor=actor,
                clock=clock,
                picture=picture,
            )
            for file in files
        ]


def decide_after(done: Iterable[Imported], *, as_of: date, at: datetime) -> None:
    """Decide anew for everybody whose books these imports touched."""
    decide_for({key for one in done for key in one.customer_ids}, as_of=as_of, at=at)


@transaction.atomic
def record_promise(
    *,
    receivable_id: int,
    amount: Money,
    promised_on: date,
    made_on: date,
    actor: Actor,
    at: datetime,
) -> Promise:
    """See ledger.actions.record_promise."""
    promise = ledger.record_promise(
        receivable_id=receivable_id,
        amount=amount,
        promised_on=promised_on,
        made_on=made_on,
        actor=actor,
        at=at,
    )
    decide_for([promise.customer_id], as_of=made_on, at=at)
    return promise


@transaction.atomic
def withdraw_promise(*, promise_id: int, on: date, actor: Actor, at: datetime) -> Promise:
    """See ledger.actions.withdraw_promise."""
    promise = ledger.withdraw_promise(promise_id=promise_id, on=on, actor=actor, at=at)
    decide_for([promise.customer_id], as_of=on, at=at)
    return promise


@transaction.atomic
def open_dispute(  # noqa: PLR0913  # what was said, by whom and when: pages call it by these words
    *,
    receivable_id: int,
    amount: Money | None,
    reason: DisputeReason,
    words: str = "",
    on: date,
    actor: Actor,
    at: datetime,
) -> Dispute:
    """See ledger.actions.open_dispute."""
    dispute = ledger.open_dispute(
        receivable_id=receivable_id,
        amount=amount,
        reason=reason,
        words=words,
        on=on,
        actor=actor,
        at=at,
    )
    decide_for([dispute.customer_id], as_of=on, at=at)
    return dispute


@transaction.atomic
def close_dispute(*, dispute_id: int, on: date, actor: Actor, at: datetime) -> Dispute:
    """See ledger.actions.close_dispute."""
    dispute = ledger.close_dispute(dispute_id=dispute_id, on=on, actor=actor, at=at)
    decide_for([dispute.customer_id], as_of=on, at=at)
    return dispute


@transaction.atomic
def place_hold(  # noqa: PLR0913  # what was said, by whom and when: pages call it by these words
    *,
    customer_id: int,
    receivable_id: int | None,
    reason: HoldReason,
    words: str = "",
    from_on: date,
    until_on: date,
    whole_group: bool = False,
    actor: Actor,
    at: datetime,
) -> Hold:
    """See ledger.actions.place_hold; a group is decided for as a whole."""
    hold = ledger.place_hold(
        customer_id=customer_id,
        receivable_id=receivable_id,
        reason=reason,
        words=words,
        from_on=from_on,
        until_on=until_on,
        whole_group=whole_group,
        actor=actor,
        at=at,
    )
    decide_for(_held_by(hold), as_of=from_on, at=at)
    return hold


@transaction.atomic
def end_hold(*, hold_id: int, on: date, actor: Actor, at: datetime) -> Hold:
    """See ledger.actions.end_hold."""
    hold = ledger.end_hold(hold_id=hold_id, on=on, actor=actor, at=at)
    decide_for(_held_by(hold), as_of=on, at=at)
    return hold


def _held_by(hold: Hold) -> set[int]:
    """The customers that it holds."""
    if not hold.whole_group:
        return {hold.customer_id}
    others = same_debtors([hold.customer_id])
    return {hold.customer_id} | others.get(hold.customer_id, set())


def write_note(*, customer_id: int, text: str, actor: Actor, at: datetime) -> Note:
    """See agenda.actions.write_note; a note decides nothing."""
    return agenda.write_note(customer_id=customer_id, text=text, actor=actor, at=at)


def approve_action(*, action_id: int, actor: Actor, at: datetime) -> Action:
    """Let a waiting step leave with the next dispatch; see dunning.actions.approve."""
    return dunning.approve(action_id=action_id, actor=actor, at=at)


@transaction.atomic
def decline_action(
    *, action_id: int, until_on: date, why: str, on: date, actor: Actor, at: datetime
) -> Action:
    """Stop a waiting step, and hold its customer until that day, so that it is not proposed
    again.
    """
    action = dunning.decline(action_id=action_id, why=why, actor=actor, at=at)
    place_hold(
        customer_id=action.customer_id,
        receivable_id=None,
        reason=HoldReason.INTERNAL,
        words=why,
        from_on=on,
        until_on=until_on,
        actor=actor,
        at=at,
    )
    return action


def settle_message(
    *, message_id: int, arrived: bool, on: date, actor: Actor, at: datetime
) -> Message:
    """A person says what became of an uncertain message; see
    dunning.actions.settle_message.
    """
    return dunning.settle_message(
        message_id=message_id, arrived=arrived, as_of=on, actor=actor, at=at
    )
