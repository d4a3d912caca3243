"""What became of each line of the bank, as `acquit matches` tells it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from acquit.bank.models import Line
from acquit.bank.queries import standing_returns
from acquit.core.money import to_decimal
from acquit.ledger.models import Allocation, AllocationKind
from acquit.matching.models import Match, MatchState
from acquit.matching.queries.returned import what_went_back

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

PAGE = 5000

# Minor units by number of the document; credit notes are negative.
Settles = dict[str, int]


def matches(company_id: int) -> Iterator[dict[str, Any]]:
    """A row for each line of the company's accounts, the oldest first: what the bank told,
    whose money it is, the outcome, what it settles, what is proposed and whose that is, and
    the evidence. Amounts are decimals in text, signed as on the account; a line that takes
    a payment back settles less than nothing.
    """
    rows = Line.objects.filter(account__company=company_id).select_related(
        "account", "receipt__customer"
    )
    rows = rows.order_by("account", "booked_on", "pk")
    page: list[Line] = []
    for line in rows.iterator(PAGE):
        page.append(line)
        if len(page) == PAGE:
            yield from _told(page)
            page = []
    yield from _told(page)


def _told(lines: Iterable[Line]) -> Iterator[dict[str, Any]]:
    lines = list(lines)
    receipts = [line.receipt_id for line in lines if line.receipt_id]
    settled, proposed = _settled(receipts), _proposed(receipts)
    evidence, suspects = _evidence(receipts), _suspects(receipts)
    backs = what_went_back(lines)
    for line in lines:
        key = line.receipt_id or 0
        if back := backs.get(line.pk):
            became = _became(line, back.opened, back.proposals)
            yield _said(line) | became | back.said()
            continue
        ranked = [proposed[key][rank] for rank in sorted(proposed[key])]
        yield _said(line) | {
            "customer": _customer(line),
            **_became(line, settled[key], ranked),
            "suspects": suspects[key],
            "evidence": evidence[key],
        }


def _said(line: Line) -> dict[str, Any]:
    return {
        "account": line.account.number,
        "booked_on": line.booked_on.isoformat(),
        "amount": _amount(line.amount_minor, line.currency),
        "currency": line.currency,
        "text": line.text,
        "reference": line.structured_reference,
        "end_to_end": line.end_to_end_id,
        "bank_ref": line.bank_reference,
        "payer_name": line.name,
        "payer_iban": line.iban,
    }


def _became(line: Line, settled: Settles, ranked: Sequence[Settles]) -> dict[str, Any]:
    return {
        "outcome": "posted" if settled else "proposed" if ranked else "unknown",
        "allocations": _plain(settled, line.currency),
        "proposals": [_plain(one, line.currency) for one in ranked],
    }


def _settled(receipt_ids: Collection[int]) -> dict[int, Settles]:
    """What stands of what was booked for these receipts: of their money, and of credit
    notes that were kept back. What was written off is nobody's money.

    What the bank returned later is told as it was: the line that took it back says what it
    took, so that all lines together come to what stands.
    """
    theirs = Q(receipt__among=receipt_ids) | Q(beside__among=receipt_ids)
    back = standing_returns().filter(receipt__among=receipt_ids)
    returns = list(back.values_list("pk", flat=True))
    taken_back = Allocation.objects.filter(reverses=OuterRef("pk"))
    gone = taken_back.filter(evidence__return__in=returns)
    rows = Allocation.objects.filter(
        theirs, ~Exists(taken_back) | Exists(gone), amount_minor__gt=0
    )
    # What such a return left is used again: that is told with it.
    again = Q(evidence__has_key="return") & Q(evidence__return__in=returns)
    rows = rows.filter(~again)
    rows = rows.exclude(kind=AllocationKind.WRITE_OFF).order_by("pk")
    found: dict[int, Settles] = defaultdict(dict)
    for receipt_id, beside_id, number, minor, note in rows.values_list(
        *("receipt", "beside", "receivable__invoice__number", "amount_minor"),
        "credit_note__number",
    ):
        _add(found[receipt_id or beside_id or 0], number, minor, note)
    return found


def _proposed(receipt_ids: Collection[int]) -> dict[int, dict[int, Settles]]:
    found: dict[int, dict[int, Settles]] = defaultdict(lambda: defaultdict(dict))
    rows = Match.objects.filter(
        receipt__among=receipt_ids, state=MatchState.PROPOSED, written_off=""
    )
    for receipt_id, rank, number, minor, note in rows.order_by("pk").values_list(
        *("receipt", "rank", "receivable__invoice__number", "amount_minor"),
        "credit_note__number",
    ):
        _add(found[receipt_id][rank], number, minor, note)
    return found


def _evidence(receipt_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """What was found, for what was posted or for the first proposal."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Match.objects.filter(
        receipt__among=receipt_ids,
        rank=1,
        state__in=[MatchState.POSTED, MatchState.PROPOSED],
    )
    for receipt_id, kind, told, number, note, off in rows.order_by("pk").values_list(
        *("receipt", "kind", "evidence", "receivable__invoice__number"),
        *("credit_note__number", "written_off"),
    ):
        more = {"credit_note": note} if note else {}
        more |= {"written_off": off} if off else {}
        found[receipt_id].append({"invoice": number, "kind": kind} | told | more)
    return found


def _customer(line: Line) -> str:
    """The number of the customer whose money it is, where that is known."""
    owner = line.receipt.customer if line.receipt else None
    return owner.code if owner else ""


def _suspects(receipt_ids: Collection[int]) -> dict[int, list[str]]:
    """The customers whose items are proposed, by their numbers."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Match.objects.filter(receipt__among=receipt_ids, state=MatchState.PROPOSED)
    pairs = rows.order_by("customer__code").values_list("receipt", "customer__code")
    for receipt_id, code in pairs.distinct():
        found[receipt_id].append(code)
    return found


def _add(settles: Settles, number: str, minor: int, note: str | None) -> None:
    settles[number] = settles.get(number, 0) + minor
    if note is not None:
        settles[note] = settles.get(note, 0) - minor


def _plain(settles: Settles, currency: str) -> list[dict[str, str]]:
    return [
        {"invoice": number, "amount": _amount(minor, currency)}
        for number, minor in settles.items()
    ]


def _amount(minor: int, currency: str) -> str:
    return str(to_decimal(minor, currency))
