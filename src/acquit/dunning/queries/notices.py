"""The letters of the law that really left: what may be charged rests on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F

from acquit.core import law
from acquit.core.law import Notice, Sent, letter_rule, long_enough, term_as_left
from acquit.core.party import Party
from acquit.dunning.models import LegalNotice

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet


class Left(NamedTuple):
    """One letter about one receivable, for who is to read it. counts: its term is as long
    as the law wants it, as it really left; costs_minor: that it named, None = none.
    """

    receivable_id: int
    action_id: int
    message_id: int | None
    kind: str
    country: str
    notice: Notice
    term_until: date
    costs_minor: int | None
    currency: str
    counts: bool

    @property
    def kind_name(self) -> str:
        """What it is, for a person."""
        return str(LegalNotice(kind=self.kind).get_kind_display())


def of(receivable_ids: Collection[int], *, as_of: date) -> dict[int, Notice]:
    """For each receivable the first letter that had left at the close of that day and
    counts; who has none is not among them.
    """
    found: dict[int, Notice] = {}
    for one in left(receivable_ids, as_of=as_of):
        if one.counts:
            found.setdefault(one.receivable_id, one.notice)
    return found


def left(receivable_ids: Collection[int], *, as_of: date) -> list[Left]:
    """All letters about these that had left by then, the oldest first."""
    rows = _standing(receivable_ids).filter(sent_on__lte=as_of).order_by("sent_on", "pk")
    return [_left(one) for one in rows.select_related("action")]


def told(receivable_ids: Collection[int], *, as_of: date) -> frozenset[int]:
    """The receivables that need no letter any more: theirs has left, or is leaving, and its
    term is as long as it has to be. One that nobody posted until then never left.
    """
    leaving = _standing(receivable_ids).filter(sent_on=None, term_until__gte=as_of)
    known = set(leaving.values_list("receivable_id", flat=True))
    return frozenset(known | of(receivable_ids, as_of=as_of).keys())


def _standing(receivable_ids: Collection[int]) -> QuerySet[LegalNotice]:
    """Those that did not come back, to whoever owes it now: what was corrected to another
    customer was never said to that one.
    """
    return LegalNotice.objects.filter(
        receivable__in=receivable_ids,
        customer_id=F("receivable__customer_id"),
        void=False,
    )


def as_it_left(one: LegalNotice) -> date:
    """The last day of its term, as it left and was received, by the rules of that day."""
    notice = _notice(one)
    rule = letter_rule(one.country, Party(one.party), notice.sent_on)
    if rule is None:
        return one.term_until
    return term_as_left(rule, one.country, notice, one.term_until)


def from_receipt(one: LegalNotice) -> bool:
    """Whether the law counts its term from the day it was received."""
    if one.sent_on is None:
        return False
    rule = letter_rule(one.country, Party(one.party), one.sent_on)
    return rule is not None and law.from_receipt(rule, Sent(one.by))


def _left(one: LegalNotice) -> Left:
    notice = _notice(one)
    return Left(
        receivable_id=one.receivable_id,
        action_id=one.action_id,
        message_id=one.action.message_id,
        kind=one.kind,
        country=one.country,
        notice=notice,
        term_until=one.term_until,
        costs_minor=one.costs_minor,
        currency=one.currency,
        counts=_counts(one, notice),
    )


def _notice(one: LegalNotice) -> Notice:
    if one.sent_on is None:
        raise ValueError("what has not left is no letter yet")
    return Notice(sent_on=one.sent_on, by=Sent(one.by), received_on=one.received_on)


def _counts(one: LegalNotice, notice: Notice) -> bool:
    """By the rules of the day on which it left."""
    rule = letter_rule(one.country, Party(one.party), notice.sent_on)
    return rule is not None and long_enough(rule, one.country, notice, one.term_until)
