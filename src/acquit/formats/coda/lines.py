"""The line of a statement that a CODA movement becomes, and the payments inside a batch."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import places, references
from acquit.formats.coda import communications
from acquit.formats.records import Detail, LineRecord, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from acquit.formats.coda.movements import Movement

_TOTALS, _SPLIT = frozenset("12"), "8"


def line_of(movement: Movement, currency: str) -> LineRecord:
    """The booked line. Payments that do not make up their total stay one, with a note; a
    batch of one payment is that payment.
    """
    batch = movement.code[0] in _TOTALS
    parts = [part for part in movement.details if batch and part.code[0] != _SPLIT]
    notes = _unequal(movement, parts)
    explained = len(parts) > 1 and not notes
    alone = len(parts) == 1 and not notes
    words = _Words.of([movement] if explained else _with_details([movement]), currency)
    details = [_detail(part, currency) for part in parts] if explained else []
    inside = [ref for _, refs in details for ref in refs]
    found = references.unique([*words.references, *inside])
    return LineRecord(
        where=places.line(movement.line),
        booked_on=movement.booked_on,
        value_on=movement.value_on,
        amount=movement.amount,
        currency=currency,
        name=words.name,
        iban=words.account,
        bic=movement.bic,
        text=words.text,
        structured_reference=found[0] if found and not explained else "",
        references=found,
        end_to_end_id=words.end_to_end_id,
        mandate=words.mandate,
        bank_reference=movement.bank_reference,
        reversal=words.returned,
        return_reason=words.return_reason,
        charges=_charges(movement),
        batch=batch and not alone,
        details=tuple(detail for detail, _ in details),
        notes=notes,
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """All that is said of one payment, by the movements that tell of it."""

    name: str
    account: str
    text: str
    references: tuple[str, ...]
    end_to_end_id: str
    mandate: str
    returned: bool
    return_reason: str

    @classmethod
    def of(cls, movements: Iterable[Movement], currency: str) -> _Words:
        told = list(movements)
        said = [
            communications.read(
                "".join(one.parts),
                structured=one.structured,
                information=one.information,
                currency=currency,
            )
            for one in told
        ]
        reasons = [*(m.return_reason for m in told), *(s.return_reason for s in said)]
        return cls(
            name=_first(
                one.name or communications.informed_name(one.information) for one in told
            ),
            account=_first(one.account for one in told),
            text=" ".join(dict.fromkeys(one.text for one in said if one.text)),
            references=references.unique(ref for one in said for ref in one.references),
            end_to_end_id=_first(_end_to_end(one) for one in told),
            mandate=_first(one.mandate for one in said),
            returned=any(one.returned for one in said) or any(reasons),
            return_reason=_first(reasons),
        )


def _with_details(movements: Iterable[Movement]) -> Iterator[Movement]:
    for one in movements:
        yield one
        yield from _with_details(one.details)


def _unequal(total: Movement, parts: Sequence[Movement]) -> tuple[Problem, ...]:
    """A remark when the payments that were booked together do not make the total."""
    summed = sum((part.amount for part in parts), Decimal(0))
    if not parts or summed == total.amount:
        return ()
    return (
        Problem(
            where=places.line(total.line),
            saw=say(
                "details (%(count)s) with a sum of %(sum)s", count=len(parts), sum=summed
            ),
            wanted=say("a sum of %(sum)s, as the bank booked", sum=total.amount),
            remedy=say("It was taken as one payment; look its details up at the bank."),
        ),
    )


def _detail(part: Movement, currency: str) -> tuple[Detail, tuple[str, ...]]:
    """A payment inside a batch, and every reference in its words."""
    words = _Words.of(_with_details([part]), currency)
    detail = Detail(
        amount=part.amount,
        name=words.name,
        iban=words.account,
        text=words.text,
        structured_reference=words.references[0] if words.references else "",
        end_to_end_id=words.end_to_end_id,
        mandate=words.mandate,
        bank_reference=part.bank_reference,
        return_reason=words.return_reason,
    )
    return detail, words.references


def _charges(movement: Movement) -> Decimal:
    """What was kept of money in: the parts of a net amount that run against it."""
    if movement.amount <= 0:
        return Decimal(0)
    costs = (part.amount for part in movement.details if part.code[0] == _SPLIT)
    return -sum((cost for cost in costs if cost < 0), Decimal(0))


def _end_to_end(movement: Movement) -> str:
    reference = movement.customer_reference
    return "" if reference.replace(" ", "").upper() == "NOTPROVIDED" else reference


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")
