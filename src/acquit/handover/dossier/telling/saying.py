"""What was said: disputes, promises, calls, holds; and notes where they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.handover.dossier.telling import blocks
from acquit.handover.dossier.telling.blocks import cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from acquit.handover.dossier.file import Claim, Contested, Held, Promised
    from acquit.handover.dossier.telling.blocks import Block, Cell, Teller


def disputes(teller: Teller) -> Iterator[Block]:
    """Each with its status."""
    told, some = teller.words.said, teller.file.disputes
    if not some:
        yield blocks.text(told.no_disputes)
        return
    by = _claims(teller)
    rows = [_dispute(teller, one, by[one.receivable_id]) for one in some]
    heads = (
        *(told.claim, told.opened, told.reason, told.words, told.amount),
        told.status,
    )
    yield blocks.table(heads, rows, right=(4,), wide=(0, 3))


def _dispute(teller: Teller, one: Contested, claim: Claim) -> list[Cell]:
    told = teller.words.said
    status = told.dispute_open
    if one.closed_on:
        status = told.dispute_closed.format(day=teller.short(one.closed_on))
    amount = told.whole
    if one.minor is not None:
        amount = teller.amount(one.minor, claim.currency)
    return [
        cell(claim.number),
        cell(teller.short(one.opened_on)),
        cell(told.reasons.get(one.reason, one.reason)),
        cell(one.words),
        cell(amount),
        cell(status),
    ]


def told(teller: Teller) -> Iterator[Block]:
    """Promises, calls, holds, and notes."""
    words = teller.words.said
    yield blocks.heading(words.promises)
    yield from _promises(teller)
    yield blocks.heading(words.calls)
    yield from _calls(teller)
    yield blocks.heading(words.holds)
    yield from _holds(teller)
    if teller.file.notes:
        yield blocks.heading(words.notes)
        yield from _notes(teller)


def _promises(teller: Teller) -> Iterator[Block]:
    words, some = teller.words.said, teller.file.promises
    if not some:
        yield blocks.small(words.no_promises)
        return
    by = _claims(teller)
    rows = [_promise(teller, one, by[one.receivable_id]) for one in some]
    heads = (words.claim, words.made_on, words.promised_on, words.amount, words.status)
    yield blocks.table(heads, rows, right=(3,))


def _promise(teller: Teller, one: Promised, claim: Claim) -> list[Cell]:
    words = teller.words.said
    if one.closed_on is None:
        status = words.promise_open
    else:
        ended = {True: words.kept, False: words.broken, None: words.withdrawn}
        status = ended[one.kept]
    return [
        cell(claim.number),
        cell(teller.short(one.made_on)),
        cell(teller.short(one.promised_on)),
        cell(teller.amount(one.minor, claim.currency)),
        cell(status),
    ]


def _calls(teller: Teller) -> Iterator[Block]:
    words, some = teller.words.said, teller.file.calls
    if not some:
        yield blocks.small(words.no_calls)
        return
    rows = [
        [
            cell(_minute(teller, one.at)),
            cell(one.who),
            cell(
                words.outcomes.get(one.outcome, one.outcome),
                words.again.format(day=teller.short(one.again_on)) if one.again_on else "",
                one.words,
            ),
        ]
        for one in some
    ]
    heads = (words.when, words.called_by, words.outcome)
    yield blocks.table(heads, rows, wide=(1, 2))


def _holds(teller: Teller) -> Iterator[Block]:
    words, some = teller.words.said, teller.file.holds
    if not some:
        yield blocks.small(words.no_holds)
        return
    by = _claims(teller)
    rows = [_hold(teller, one, by) for one in some]
    heads = (words.claim, words.held_from, words.held_until, words.reason)
    yield blocks.table(heads, rows, wide=(0, 3))


def _hold(teller: Teller, one: Held, by: dict[int, Claim]) -> list[Cell]:
    words = teller.words.said
    claim = by[one.receivable_id].number if one.receivable_id else words.whole_account
    return [
        cell(claim),
        cell(teller.short(one.from_on)),
        cell(teller.short(one.ended_on or one.until_on)),
        cell(words.hold_reasons.get(one.reason, one.reason), one.words),
    ]


def _notes(teller: Teller) -> Iterator[Block]:
    words = teller.words.said
    rows = [
        [cell(_minute(teller, one.at)), cell(one.who), cell(one.text)]
        for one in teller.file.notes
    ]
    yield blocks.table((words.when, words.who, words.text), rows, wide=(2,))


def _minute(teller: Teller, at: datetime) -> str:
    local = teller.file.local(at)
    return f"{teller.short(local.date())} {local:%H:%M}"


def _claims(teller: Teller) -> dict[int, Claim]:
    return {one.receivable_id: one for one in teller.file.claims}
