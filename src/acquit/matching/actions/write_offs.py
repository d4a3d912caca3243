"""Whether the person may write off so much: the limits of `core.write_offs`, kept."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Sum

from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.core.sentences import listed
from acquit.core.write_offs import are_cents, limit
from acquit.ledger.actions import Share
from acquit.ledger.models import Allocation, AllocationKind, Receivable, WriteOffReason
from acquit.matching.models import Match, MatchState
from acquit.organisation import rights
from acquit.organisation.models import Person
from acquit.organisation.queries import write_off_limits
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from acquit.audit.actions import Actor
    from acquit.ledger.models import Receipt

# More names do not help to find somebody.
A_FEW = 3


class MoreThanMayBeWrittenOff(Refusal):
    """The write-off is beyond the limit of the person; names whom to ask."""

    def __init__(
        self, receivable: Receivable, wanted: Money, most: Money, others: Sequence[str]
    ) -> None:
        words = {"number": receivable.invoice.number, "wanted": wanted, "most": most}
        if others:
            super().__init__(
                "%(wanted)s of invoice %(number)s would be written off, and you may write "
                "off %(most)s of one invoice. Ask %(people)s to accept this.",
                people=listed(others),
                **words,
            )
        else:
            super().__init__(
                "%(wanted)s of invoice %(number)s would be written off, and you may write "
                "off %(most)s of one invoice. An administrator can raise the limit.",
                **words,
            )


def judged(receipts: Sequence[Receipt], shares: Sequence[Share]) -> list[Share]:
    """The shares of these receipts of one currency; what is written off by a person's own
    judgement says so.

    Cents are nobody's judgement, nor is a discount of just the amount that was proposed.
    """
    agreed = set(
        Match.objects.filter(
            receipt__in=receipts,
            state=MatchState.PROPOSED,
            written_off=WriteOffReason.DISCOUNT,
        ).values_list("receivable_id", "amount_minor")
    )

    def own(share: Share) -> bool:
        if share.written_off == WriteOffReason.ROUNDING:
            return not are_cents(Money(share.amount_minor, receipts[0].currency))
        known = (share.receivable_id, share.amount_minor) in agreed
        return not (share.written_off == WriteOffReason.DISCOUNT and known)

    return [
        replace(share, evidence={"how": "person"})
        if share.written_off and own(share)
        else share
        for share in shares
    ]


def check_limits(receipt: Receipt, shares: Sequence[Share], actor: Actor) -> None:
    """Look at what is booked, these shares included. Raises MoreThanMayBeWrittenOff.

    Who works at the machine itself has every right.
    """
    by_judgement = {
        share.receivable_id
        for share in shares
        if share.written_off and share.evidence.get("how") == "person"
    }
    if not by_judgement or actor.person_id is None:
        return
    person = Person.objects.get(pk=actor.person_id)
    most = limit_of(person, receipt.company_id, receipt.currency)
    for receivable in given_up(by_judgement):
        wanted = Money(receivable.gone, receivable.currency)  # type: ignore[attr-defined]  # annotated below
        if wanted.minor > most.minor:
            others = list(islice(who_may(receipt.company_id, wanted), A_FEW))
            raise MoreThanMayBeWrittenOff(receivable, wanted, most, others)


def given_up(receivable_ids: Collection[int]) -> Sequence[Receivable]:
    """With `gone`: what people wrote off of them, and nobody took back."""
    taken_back = Allocation.objects.filter(reverses=OuterRef("pk"))
    standing = Allocation.objects.filter(
        ~Exists(taken_back),
        receivable=OuterRef("pk"),
        kind=AllocationKind.WRITE_OFF,
        amount_minor__gt=0,
        evidence__how="person",
    )
    gone = standing.values("receivable").values(sum=Sum("amount_minor"))
    rows = Receivable.objects.filter(pk__in=receivable_ids).annotate(gone=gone)
    return list(rows.select_related("invoice").order_by("pk"))


def limit_of(person: Person, company_id: int, currency: str) -> Money:
    """The most that this person may write off of one receivable there."""
    roles = rights.roles(person, Act.MATCH, company_id)
    return limit(roles, currency, write_off_limits(company_id))


def who_may(company_id: int, wanted: Money) -> Iterator[str]:
    """The names of those who may write off so much, by name."""
    for one in rights.people(Act.MATCH, company_id):
        if limit_of(one, company_id, wanted.currency).minor >= wanted.minor:
            yield one.name
