"""What returns took back, and may take back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, OuterRef, Sum

from acquit.bank.models import Line, LineState
from acquit.bank.queries import payments_like, returns_of, standing_returns
from acquit.core import returns
from acquit.core.matching import Payment
from acquit.core.returns import Unsure
from acquit.core.text import reference_key
from acquit.ledger.models import Allocation, AllocationKind
from acquit.matching.queries.books import keys_of
from acquit.matching.queries.receipts import lines_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from acquit.bank.models import Return
    from acquit.core.returns import Key


class Likely(NamedTuple):
    """A payment that a line may take back, this much of it, and how it was found."""

    line: Line
    key: Key
    minor: int
    how: str
    found: str


def returns_by_line(line_ids: Collection[int]) -> dict[int, list[Return]]:
    """What these lines take back, each with its receipt."""
    found: dict[int, list[Return]] = defaultdict(list)
    rows = standing_returns().filter(line__among=line_ids).select_related("customer")
    for one in rows.order_by("part", "pk"):
        found[one.line_id].append(one)
    return found


def taken_by(told: Collection[Return]) -> dict[int, dict[str, int]]:
    """What each of these returns took back, by its id: negative minor units by number of
    the document. What had been written off was nobody's money.
    """
    ids, receipts = [one.pk for one in told], {one.receipt_id for one in told}
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for receipt in ("receipt", "beside"):
        rows = Allocation.objects.filter(
            **{f"{receipt}__among": receipts}, evidence__return__in=ids
        ).exclude(kind=AllocationKind.WRITE_OFF)
        named = rows.values_list(
            "evidence__return", "receivable__invoice__number", "credit_note__number"
        )
        for key, number, note, minor in named.annotate(minor=Sum("amount_minor")):
            documents = found[key]
            documents[number] = documents.get(number, 0) + minor
            if note is not None:
                documents[note] = documents.get(note, 0) - minor
    return found


def likely_payments(lines: Iterable[Line]) -> dict[int, list[Likely]]:
    """For lines that wait: the payments that they may take back, the surest first."""
    waiting = [
        line for line in lines if line.state == LineState.OPEN and line.amount_minor < 0
    ]
    gone = [one for line in waiting for one in returns_of(line)]
    answers = returns.find(gone, payments_like(gone))
    unsure = {key: one for key, one in answers.items() if isinstance(one, Unsure)}
    paid = lines_of({t.payment.key.of for one in unsure.values() for t in one.likely})
    minors = {one.key: one.amount_minor for one in gone}
    found: dict[int, list[Likely]] = defaultdict(list)
    for key, answer in unsure.items():
        for payment, how, word in answer.likely:
            minor = min(minors[key], payment.amount_minor)
            line = paid[payment.key.of]
            found[key.of].append(Likely(line, payment.key, minor, how.value, word))
    return found


@dataclass(slots=True)
class WentBack:
    """What a line took back, or may take back: negative minor units by document."""

    told: Sequence[Return] = ()
    likely: Sequence[Likely] = ()
    opened: dict[str, int] = field(default_factory=dict)
    proposals: list[dict[str, int]] = field(default_factory=list)
    suspects: set[str] = field(default_factory=set)

    def said(self) -> dict[str, Any]:
        """Whose payments, and the evidence, in plain values."""
        codes = {one.customer.code for one in self.told if one.customer}
        return {
            "customer": codes.pop() if len(codes) == 1 else "",
            "suspects": sorted(self.suspects),
            "evidence": [
                *(one.evidence | {"reason": one.reason} for one in self.told),
                *({"how": one.how, "found": one.found} for one in self.likely),
            ],
        }


def what_went_back(lines: Sequence[Line]) -> dict[int, WentBack]:
    """For those of the lines that take something back, or may: what that is."""
    out = [line for line in lines if line.amount_minor < 0]
    told = returns_by_line([line.pk for line in out])
    opened = taken_by([one for some in told.values() for one in some])
    likely = likely_payments(out)
    used = _uses([one for some in likely.values() for one in some])
    found = {}
    for line in out:
        if not told[line.pk] and not likely[line.pk]:
            continue
        found[line.pk] = went = WentBack(told[line.pk], likely[line.pk])
        for one in went.told:
            for number, minor in opened[one.pk].items():
                went.opened[number] = went.opened.get(number, 0) + minor
        for perhaps in went.likely:
            went.proposals.append({})
            for number, code, minor in _newest(used[perhaps.key], perhaps.minor):
                went.suspects.add(code)
                proposal = went.proposals[-1]
                proposal[number] = proposal.get(number, 0) - minor
    return found


def _uses(likely: Collection[Likely]) -> dict[Key, list[tuple[str, str, int]]]:
    """What each of these payments is used for: number, customer's code and minor units,
    oldest first.
    """
    keys = {one.key for one in likely}
    named = named_by_parts(keys)
    found: dict[Key, list[tuple[str, str, int]]] = {key: [] for key in keys}
    of_receipt: dict[int, list[Key]] = defaultdict(list)
    for key in keys:
        of_receipt[key.of].append(key)
    taken_back = Allocation.objects.filter(reverses=OuterRef("pk"))
    rows = Allocation.objects.filter(
        ~Exists(taken_back), receipt__among={key.of for key in keys}, amount_minor__gt=0
    )
    for receipt_id, item_id, *use in rows.order_by("pk").values_list(
        *("receipt", "receivable", "receivable__invoice__number"),
        *("receivable__customer__code", "amount_minor"),
    ):
        for key in of_receipt[receipt_id]:
            if not key.part or item_id in named[key]:
                found[key].append((use[0], use[1], use[2]))
    return found


def _newest(
    uses: Sequence[tuple[str, str, int]], minor: int
) -> Iterator[tuple[str, str, int]]:
    for number, code, used in reversed(uses):
        taken = min(used, minor)
        minor -= taken
        if taken:
            yield number, code, taken


def named_by_parts(keys: Collection[Key]) -> dict[Key, set[int]]:
    """Of what their receipts are used for, the receivables that these payments name; two
    questions for all of them.
    """
    parts = {key.of for key in keys if key.part}
    lines = lines_of(parts)
    used: dict[int, list[tuple[int, str, str]]] = {key: [] for key in parts}
    rows = Allocation.objects.filter(receipt__among=parts, amount_minor__gt=0)
    for receipt_id, *item in rows.values_list(
        *("receipt", "receivable", "receivable__invoice__number_key"),
        "receivable__invoice__payment_reference",
    ):
        used[receipt_id].append(item)
    return {
        key: _named(lines[key.of], key.part, used[key.of]) if key.part else set()
        for key in keys
    }


def _named(line: Line, part: int, used: Collection[tuple[int, str, str]]) -> set[int]:
    detail = line.details[part - 1]
    reference = reference_key(detail["structured_reference"])
    payment = Payment(
        amount_minor=0,
        currency=line.currency,
        booked_on=line.booked_on,
        text=f"{detail['text']} {detail['end_to_end_id']}",
        references=(reference,) if reference else (),
    )
    references, numbers = keys_of([payment])
    return {pk for pk, number, ref in used if number in numbers or ref in references}
