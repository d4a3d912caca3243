"""How right the matching is on the books themselves: what became of what it said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q, Sum

from acquit.core.matching import Record, Rules
from acquit.core.matching.judging import (
    A_HABIT,
    STANDARD,
    SWITCHES,
    Verdict,
    by_hand,
    disproved,
    suggested,
    verdict,
)
from acquit.core.shares import interval
from acquit.matching.models import KindRecord, Lesson, Topic
from acquit.matching.queries.lessons import rules_by_company

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

MONTHS = 12


class Proof(NamedTuple):
    """What a count of right ones shows: the share, None where nothing was counted, and the
    ends between which it lies in 95 of 100 cases. All 0 to 1.
    """

    share: float | None
    low: float
    high: float


def proof(record: Record) -> Proof:
    """How often what was posted by itself was right."""
    right = max(record.posted - record.undone, 0)
    share = right / record.posted if record.posted else None
    return Proof(share, *interval(right, record.posted))


def proves(record: Record, wanted: float) -> bool | None:
    """Whether the books prove that as much is right as is wanted; None = neither that nor
    the opposite.
    """
    if proof(record).low >= wanted:
        return True
    return False if disproved(record, wanted) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """One company. year: the last twelve months together. kinds: since the beginning, which
    is what decides; by name.
    """

    company_id: int
    rules: Rules
    year: Record
    kinds: Mapping[str, Record]

    def verdict(self, kind: str) -> Verdict:
        """What becomes of a kind here."""
        return verdict(kind, self.kinds.get(kind, Record()), self.rules)

    @property
    def by_hand(self) -> Mapping[str, tuple[int, int]]:
        """For each rule: how often people did by hand what it would, and how often not."""
        return by_hand(self.kinds)

    @property
    def offered(self) -> Sequence[str]:
        """The rules that people follow by hand already, and that are not turned on."""
        wanted = suggested(self.kinds, self.rules)
        return [one for one in SWITCHES if getattr(wanted, one) > getattr(self.rules, one)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Some companies. months: the last twelve, the oldest first, with nothing left out."""

    books: Sequence[Books]
    months: Mapping[date, Record]

    @property
    def year(self) -> Record:
        return added(self.months.values())

    @property
    def wanted(self) -> float:
        """The most that one of them wants."""
        return max((one.rules.wanted for one in self.books), default=STANDARD.wanted)

    @property
    def kinds(self) -> Mapping[str, Record]:
        """Of all of them together, what there was most of first."""
        found: dict[str, list[Record]] = defaultdict(list)
        for one in self.books:
            for kind, record in one.kinds.items():
                found[kind].append(record)
        sums = {kind: added(records) for kind, records in found.items()}
        return dict(sorted(sums.items(), key=lambda item: (-_weight(item[1]), item[0])))

    def verdicts(self, kind: str) -> set[Verdict]:
        """What becomes of a kind in those companies that know it."""
        return {one.verdict(kind) for one in self.books if kind in one.kinds}


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """accounts, names: of which a person said whose they are. ways: customers' ways of
    paying that post by themselves, because people confirmed them often enough.
    """

    accounts: int
    names: int
    ways: int


def accuracy(company_ids: Sequence[int], *, today: date) -> Accuracy:
    """What became of what was posted and proposed in these companies."""
    rows = KindRecord.objects.filter(company__in=company_ids).order_by()
    sums = {name: Sum(name) for name in Record._fields}
    months = {month: Record() for month in _months(today)}
    years: dict[int, Record] = defaultdict(Record)
    recent = rows.filter(month__gte=min(months)).values_list("company", "month")
    for company_id, month, *counts in recent.annotate(**sums):
        record = Record(*counts)
        # A clock that went back must not bring a month that nobody asked for.
        if month in months:
            months[month] = added([months[month], record])
            years[company_id] = added([years[company_id], record])
    kinds: dict[int, dict[str, Record]] = defaultdict(dict)
    for company_id, kind, *counts in rows.values_list("company", "kind").annotate(**sums):
        kinds[company_id][kind] = Record(*counts)
    rules = rules_by_company(company_ids)
    books = [
        Books(
            company_id=one,
            rules=rules.get(one, STANDARD),
            year=years[one],
            kinds=kinds[one],
        )
        for one in company_ids
    ]
    return Accuracy(books=books, months=months)


def learned(company_ids: Sequence[int]) -> Learned:
    """How much people have taught."""
    rows = _lessons(company_ids)
    said = rows.filter(right=True).values("company", "value").distinct()
    confirmed = Count("pk", filter=Q(right=True))
    contradicted = Count("pk", filter=Q(right=False))
    ways = (
        rows.filter(topic=Topic.WAY)
        .values("customer", "value")
        .annotate(yes=confirmed, no=contradicted)
        .filter(yes__gte=A_HABIT, no=0)
    )
    return Learned(
        accounts=said.filter(topic=Topic.ACCOUNT).count(),
        names=said.filter(topic=Topic.NAME).count(),
        ways=ways.count(),
    )


def newest_lessons(company_ids: Sequence[int]) -> QuerySet[Lesson]:
    """What was taught, the newest first, with the customer and who taught it."""
    rows = _lessons(company_ids).select_related("customer", "actor")
    return rows.order_by("-learned_at", "-pk")


def added(records: Iterable[Record]) -> Record:
    """All of them together."""
    return Record(*(sum(counts) for counts in zip(Record(), *records, strict=True)))


def _lessons(company_ids: Sequence[int]) -> QuerySet[Lesson]:
    return Lesson.objects.filter(company__in=company_ids).order_by()


def _months(today: date) -> list[date]:
    """The first days of the last twelve months, the oldest first."""
    last = today.year * 12 + today.month - 1
    return [
        today.replace(year=number // 12, month=number % 12 + 1, day=1)
        for number in range(last - MONTHS + 1, last + 1)
    ]


def _weight(record: Record) -> int:
    return record.posted + record.accepted + record.declined
