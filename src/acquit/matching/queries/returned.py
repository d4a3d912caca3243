"""What the payments inside a batch name, to tell which uses of its money were theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.matching import Payment
from acquit.core.text import reference_key
from acquit.ledger.models import Allocation
from acquit.matching.queries.books import keys_of
from acquit.matching.queries.receipts import lines_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from acquit.bank.models import Line
    from acquit.core.returns import Key


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
