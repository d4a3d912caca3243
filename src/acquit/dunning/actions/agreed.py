"""What a person agreed to and the other side would not take yet: the word holds for the
next try of that day, as long as exactly the same is due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.dunning.actions.approvals import outgrown
from acquit.dunning.actions.preparing import Word
from acquit.dunning.models import Action, ActionState

if TYPE_CHECKING:
    from datetime import date

    from acquit.core.dunning import Due
    from acquit.dunning.actions.preparing import Prepared

# Why an action did not leave: the other side would not take it.
NOT_HANDED_OVER = "NOT_HANDED_OVER"
_Place = tuple[int, str, str]  # customer, channel, contact


def with_words(prepared: list[Prepared], as_of: date) -> list[Prepared]:
    """The same, each with the word that was given for it today, if there is one."""
    asking = {one.file.customer_id for one in prepared if one.due.needs_approval}
    if not asking:
        return prepared
    given = _given(asking, as_of)
    return [
        one._replace(word=_word(one.due, given.get(_place(one)))) if given else one
        for one in prepared
    ]


def _given(customer_ids: set[int], as_of: date) -> dict[_Place, Action]:
    """The last one of each place that was let go and did not get through."""
    tried = Action.objects.filter(
        customer__in=customer_ids,
        for_day=as_of,
        state=ActionState.HELD,
        why=NOT_HANDED_OVER,
        approved_at__isnull=False,
    )
    rows = tried.order_by("pk").prefetch_related("items")
    return {(one.customer_id, one.channel, one.role): one for one in rows}


def _place(one: Prepared) -> _Place:
    return one.file.customer_id, one.due.channel.value, one.due.role.value


def _word(due: Due, before: Action | None) -> Word | None:
    if before is None or before.approved_at is None or due.consent is None:
        return None
    shown = {item.receivable_id: item.step for item in before.items.all()}
    now = {one.item.receivable_id: one.step for one in due.decisions}
    if shown != now or outgrown(before, due.consent):
        return None
    return Word(before.approved_by_id, before.approved_at)
