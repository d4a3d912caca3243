"""Bank lines as a person may see them, with what each was used for or proposed for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from acquit.bank.models import Account, Line, LineState
from acquit.bank.queries import is_parked
from acquit.desk import scopes
from acquit.ledger.models import Allocation
from acquit.matching.models import Match, MatchState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from acquit.bank.models import Care
    from acquit.organisation.rights import Scope


@dataclass(slots=True)
class Use:
    """What became of the money of one line: what it settles, else what is proposed.

    proposals: of the answer that is shown; answers: all of them, by rank. What is of a
    credit note or written off is among them, as it is booked beside the payment.
    """

    allocations: list[Allocation] = field(default_factory=list)
    proposals: list[Match] = field(default_factory=list)
    answers: dict[int, list[Match]] = field(default_factory=dict)

    def choose(self, rank: int) -> Use:
        """The same with another answer shown; the likeliest where there is none."""
        return replace(self, proposals=self.answers.get(rank, self.proposals))

    def only(self, customer_ids: Collection[int]) -> Use:
        """The same with nothing proposed for anybody else."""
        theirs = [one for one in self.proposals if one.customer_id in customer_ids]
        return replace(self, proposals=theirs)

    @property
    def found(self) -> list[str]:
        """What was found in the text, as the matching wrote it down."""
        told = [one.evidence for one in self.allocations]
        told += [one.evidence for one in self.proposals]
        return [str(one["found"]) for one in told if one.get("found")]


NOTHING = Use()


def lines_within(scope: Scope) -> QuerySet[Line]:
    """The lines of the companies that may be seen."""
    return Line.objects.filter(scopes.companies(scope, "account__company"))


def accounts_within(scope: Scope) -> QuerySet[Account]:
    """The accounts of the companies that may be seen."""
    return Account.objects.filter(scopes.companies(scope, "company"))


def words_of(line: Line) -> str:
    """The bank's own text; where it is empty, the reference that came instead."""
    return line.text or line.structured_reference or ", ".join(line.references)


def uses(receipt_ids: Iterable[int | None]) -> Mapping[int, Use]:
    """By receipt: what it settles now, and what is proposed; two questions for all."""
    keys = [key for key in receipt_ids if key is not None]
    found: dict[int, Use] = defaultdict(Use)
    for allocation in standing_allocations(keys):
        carrier = allocation.receipt_id or allocation.beside_id or 0
        found[carrier].allocations.append(allocation)
    proposed = Match.objects.filter(receipt__in=keys, state=MatchState.PROPOSED)
    named = proposed.select_related("receivable__invoice", "customer", "credit_note")
    for match in named.order_by("pk"):
        found[match.receipt_id].answers.setdefault(match.rank, []).append(match)
    for use in found.values():
        use.proposals = use.answers.get(1, [])
    return found


def standing_allocations(receipt_ids: Iterable[int]) -> QuerySet[Allocation]:
    """What these receipts are used for, and what was booked beside them, and was not taken
    back; oldest first.
    """
    keys = list(receipt_ids)
    taken_back = Allocation.objects.filter(reverses=OuterRef("pk"))
    return (
        Allocation.objects.filter(Q(receipt__in=keys) | Q(beside__in=keys))
        .filter(~Exists(taken_back), amount_minor__gt=0)
        .select_related(
            "receivable__invoice", "receivable__customer", "credit_note", "actor"
        )
        .order_by("pk")
    )


def of_the_same_payer(line: Line, customer_ids: Collection[int]) -> QuerySet[Line]:
    """Other open lines of this company and currency with money left: from the same account,
    or of one of these customers, or thought to be; newest first.
    """
    customers = list(customer_ids)
    proposed = Match.objects.filter(
        receipt=OuterRef("receipt"), state=MatchState.PROPOSED, customer__in=customers
    )
    same = Q(receipt__customer__in=customers) | Q(Exists(proposed))
    if line.iban:
        same |= Q(iban=line.iban)
    return (
        Line.objects.filter(
            same,
            account__company=line.account.company_id,
            currency=line.currency,
            state=LineState.OPEN,
            receipt__available_minor__gt=0,
        )
        .exclude(pk=line.pk)
        .select_related("receipt")
        .order_by("-booked_on", "-pk")
    )


def waiting_lines(scope: Scope, *, today: date) -> QuerySet[Line]:
    """What is to be looked at: what is parked is not."""
    return lines_within(scope).filter(~Q(is_parked(today=today)), state=LineState.OPEN)


def around(line: Line, waiting: QuerySet[Line]) -> tuple[Line | None, Line | None]:
    """Of the lines that wait, those before and after this one, in the order of the list:
    newest first.
    """
    others = waiting.exclude(pk=line.pk)
    day, key = line.booked_on, line.pk
    newer = Q(booked_on__gt=day) | Q(booked_on=day, pk__gt=key)
    before = others.filter(newer).order_by("booked_on", "pk")[:1]
    after = others.exclude(newer).order_by("-booked_on", "-pk")[:1]
    found = list(before.union(after, all=True))
    is_newer = [(one.booked_on, one.pk) > (day, key) for one in found]
    by_side = dict(zip(is_newer, found, strict=True))
    return by_side.get(True), by_side.get(False)


def care_of(line: Line) -> Care | None:
    """What was agreed on about the line, if anything was."""
    return getattr(line, "care", None)


def is_parked_now(line: Line, *, today: date) -> bool:
    """Whether it waits, but nobody has to look at it yet."""
    care = care_of(line)
    until = care.parked_until if care else None
    return line.state == LineState.OPEN and until is not None and until > today
