"""Learning from what people decide, and from nothing else; and forgetting it again.

What a decision teaches: the account and the name that the money came from pay for this
customer, and whether the first proposal was the right one. docs/explanation/matching.md.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from acquit.core.text import name_key
from acquit.ledger.models import Receipt, Receivable
from acquit.matching.models import KindRecord, Lesson, Match, MatchState, Topic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from acquit.audit.actions import Actor
    from acquit.ledger.actions import Share

LONGEST = 200
# An account that pays for more customers is not asked for every one of them.
MOST_OTHERS = 20


class _Taught(NamedTuple):
    """Of which customer what was said, and whether it was confirmed or contradicted."""

    customer_id: int
    topic: Topic
    value: str
    right: bool = True


class _Answer(NamedTuple):
    """What was proposed: its kind, whose items it settles, and what of the receipt each
    takes, by receivable.
    """

    kind: str
    customer_id: int
    uses: Mapping[int, int]


def learn(receipt: Receipt, shares: Sequence[Share], *, actor: Actor, at: datetime) -> None:
    """A person has said what the receipt settles; its proposals are not decided yet."""
    owners = Receivable.objects.filter(pk__in={share.receivable_id for share in shares})
    chosen: Counter[int] = Counter()
    for share in shares:
        if share.is_paid:
            chosen[share.receivable_id] += share.amount_minor
    told = list(_sent(receipt, set(owners.values_list("customer", flat=True))))
    for one in _proposed(receipt):
        right = one.uses == chosen
        told.append(_Taught(one.customer_id, Topic.WAY, one.kind, right))
        if right:
            break
    _keep(receipt, told, actor=actor, at=at)


def learn_owner(receipt: Receipt, customer_id: int, *, actor: Actor, at: datetime) -> None:
    """A person has said whose money it is, and not what it is for."""
    _keep(receipt, list(_sent(receipt, {customer_id})), actor=actor, at=at)


def learn_refusal(receipt: Receipt, *, actor: Actor, at: datetime) -> None:
    """A person has said that none of the proposals is right; they are not decided yet."""
    told = [
        _Taught(one.customer_id, Topic.WAY, one.kind, right=False)
        for one in _proposed(receipt)
    ]
    _keep(receipt, told, actor=actor, at=at)


def unlearn(receipt: Receipt, *, actor: Actor, at: datetime) -> None:
    """What the receipt was used for is taken back: forget what was learned from it, and
    remember of what was posted by itself that it was wrong. Its matches still stand.
    """
    taught = Lesson.objects.filter(receipt=receipt)
    ways = taught.filter(topic=Topic.WAY).order_by("value")
    for kind, right, learned_at in ways.values_list("value", "right", "learned_at"):
        count(receipt.company_id, {(kind, _field(right)): -1}, learned_at)
    taught.delete()
    posted = Match.objects.filter(receipt=receipt, state=MatchState.POSTED).exclude(kind="")
    wrong = dict(posted.values_list("kind", "customer"))
    _keep(
        receipt,
        [_Taught(owner, Topic.WAY, kind, right=False) for kind, owner in wrong.items()],
        actor=actor,
        at=at,
        field="undone",
    )


def count(company_id: int, numbers: Mapping[tuple[str, str], int], at: datetime) -> None:
    """Count along what became of answers, by kind and field of KindRecord."""
    kinds, month = sorted({kind for kind, _ in numbers if kind}), at.date().replace(day=1)
    if not kinds:
        return
    KindRecord.objects.bulk_create(
        (KindRecord(company_id=company_id, kind=kind, month=month) for kind in kinds),
        ignore_conflicts=True,
    )
    rows = KindRecord.objects.filter(company=company_id, kind__in=kinds, month=month)
    # In one order, or two who count at once would wait for each other.
    known = {row.kind: row for row in rows.select_for_update().order_by("kind")}
    for (kind, field), number in numbers.items():
        if kind:
            setattr(known[kind], field, max(getattr(known[kind], field) + number, 0))
    KindRecord.objects.bulk_update(
        known.values(), ["posted", "undone", "accepted", "declined"]
    )


def _keep(
    receipt: Receipt,
    told: Collection[_Taught],
    *,
    actor: Actor,
    at: datetime,
    field: str = "",
) -> None:
    """Write lessons, and count those on ways of paying: in `field`, where one is said."""
    Lesson.objects.bulk_create(
        Lesson(
            company_id=receipt.company_id,
            customer_id=one.customer_id,
            receipt=receipt,
            topic=one.topic,
            value=one.value[:LONGEST],
            right=one.right,
            actor_id=actor.person_id,
            learned_at=at,
        )
        for one in told
    )
    ways = [one for one in told if one.topic is Topic.WAY]
    count(
        receipt.company_id,
        Counter((one.value, field or _field(one.right)) for one in ways),
        at,
    )


def _field(right: bool) -> str:  # noqa: FBT001  # the question itself
    return "accepted" if right else "declined"


def _sent(receipt: Receipt, customers: set[int]) -> Iterator[_Taught]:
    """Whose money comes from the receipt's account, and under its name."""
    told = [(Topic.ACCOUNT, receipt.payer_iban), (Topic.NAME, name_key(receipt.payer_name))]
    owners = customers | _others(receipt, customers)
    for topic, value in told:
        for owner in sorted(owners) if value else ():
            yield _Taught(owner, topic, value)


def _others(receipt: Receipt, customers: Iterable[int]) -> set[int]:
    """Whose payments came from the same account or under the same name as well: a payment
    service pays for many, and must not be taken for one of them.
    """
    told = Q()
    if receipt.payer_iban:
        told |= Q(payer_iban=receipt.payer_iban)
    if receipt.payer_name:
        told |= Q(payer_name=receipt.payer_name)
    if not told:
        return set()
    rows = Receipt.objects.filter(told, company=receipt.company_id, customer__isnull=False)
    rows = rows.exclude(customer__in=list(customers)).exclude(pk=receipt.pk)
    return set(rows.values_list("customer", flat=True).distinct()[:MOST_OTHERS])


def _proposed(receipt: Receipt) -> list[_Answer]:
    """Each answer that was proposed, the likeliest first."""
    rows = Match.objects.filter(receipt=receipt, state=MatchState.PROPOSED)
    answers: dict[int, list[Match]] = {}
    for row in rows.order_by("rank", "pk"):
        answers.setdefault(row.rank, []).append(row)
    return [_answer(ones) for ones in answers.values() if ones[0].kind]


def _answer(ones: Sequence[Match]) -> _Answer:
    uses: Counter[int] = Counter()
    for one in ones:
        if one.credit_note_id is None and not one.written_off:
            uses[one.receivable_id] += one.amount_minor
    return _Answer(ones[0].kind, ones[0].customer_id, uses)
