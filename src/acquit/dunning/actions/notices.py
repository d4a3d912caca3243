"""Letters that the law asks for, kept as they leave: written with the claim of their
message, and with every record of what became of it. Always in the caller's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from acquit.channels.models import Channel
from acquit.channels.outbox import PrintTray
from acquit.core.law import Sent
from acquit.dunning.models import Action, LegalNotice
from acquit.dunning.queries.notices import as_it_left

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from django.db.models import QuerySet

    from acquit.core.law import Letter
    from acquit.core.party import Party


class Said(NamedTuple):
    """What one claimed message says. receivables: of its items, in their order."""

    action: Action
    party: Party
    receivables: tuple[int, ...]
    letter: Letter


def announce(said: Iterable[Said]) -> None:
    """Keep what messages that are about to leave say."""
    rows = [_row(one, place) for one in said for place in one.letter.covers]
    if rows:
        LegalNotice.objects.bulk_create(rows)


def _row(said: Said, place: int) -> LegalNotice:
    letter, action = said.letter, said.action
    costs = letter.costs.amount if letter.costs else None
    by = Sent.POST if action.channel == Channel.LETTER else Sent.ELECTRONIC
    return LegalNotice(
        action=action,
        receivable_id=said.receivables[place],
        customer_id=action.customer_id,
        kind=letter.rule.kind.value,
        country=letter.country,
        party=said.party.value,
        by=by.value,
        term_until=letter.until,
        costs_minor=costs.minor if costs else None,
        currency=costs.currency if costs else letter.owed[0].currency,
    )


def have_left(action_ids: Collection[int], *, on: date) -> None:
    """They left that day; what lies in the print tray leaves when somebody posts it."""
    rows = LegalNotice.objects.filter(action__in=action_ids)
    rows.exclude(action__message__carrier=PrintTray.code).update(sent_on=on)


def never_left(action_ids: Collection[int]) -> None:
    """They did not leave: nothing was said."""
    LegalNotice.objects.filter(action__in=action_ids).delete()


def came_back(action_id: int) -> None:
    """It left, and came back: nobody has read it."""
    LegalNotice.objects.filter(action=action_id).update(void=True)


def counts_again(action_id: int) -> None:
    """That it came back was wrong."""
    LegalNotice.objects.filter(action=action_id).update(void=False)


def were_posted(message_ids: Collection[int], *, on: date) -> None:
    """Letters of the print tray went to the post that day."""
    rows = LegalNotice.objects.filter(action__message__in=message_ids)
    rows.update(sent_on=on)
    _count_terms(rows)


def was_received(message_id: int, *, on: date) -> None:
    """It is reported that it was there that day; the first report counts."""
    rows = LegalNotice.objects.filter(action__message=message_id)
    rows.filter(received_on=None).update(received_on=on)
    _count_terms(rows)


def receipt_is(message_id: int, *, on: date | None) -> None:
    """A person knows when it was received, None = it is not proven. That goes before what
    was reported.
    """
    rows = LegalNotice.objects.filter(action__message=message_id)
    rows.update(received_on=on)
    _count_terms(rows)


def _count_terms(rows: QuerySet[LegalNotice]) -> None:
    """Where the law counts the term from the receipt, its last day follows."""
    for one in rows.exclude(sent_on=None):
        until = as_it_left(one)
        if until != one.term_until:
            one.term_until = until
            one.save(update_fields=["term_until"])
