"""Lines that take money back, the payments that they may take back, and what went back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, Sum

from acquit.bank.models import Line, LineState, Return
from acquit.core.money import Money, to_minor
from acquit.core.returns import LONGEST, Key, Moved

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from django.db.models import QuerySet

# Of the account, of those days: all that may be one of the payments, alone or in a batch.
_LIKE = """
    SELECT l.id FROM bank_line l
     WHERE l.account_id = ANY(%(accounts)s) AND l.booked_on BETWEEN %(first)s AND %(last)s
       AND l.receipt_id IS NOT NULL
       AND (l.end_to_end_id = ANY(%(ids)s) OR l.bank_reference = ANY(%(bank)s)
            OR l.amount_minor = ANY(%(amounts)s)
               AND (l.iban = ANY(%(ibans)s) OR l."references" ?| %(references)s)
            OR l.details <> '[]' AND EXISTS (
                SELECT 1 FROM jsonb_to_recordset(l.details) AS d (end_to_end_id text,
                       bank_reference text, structured_reference text, iban text)
                 WHERE d.end_to_end_id = ANY(%(ids)s) OR d.bank_reference = ANY(%(bank)s)
                    OR d.structured_reference = ANY(%(references)s)
                    OR d.iban = ANY(%(ibans)s)))
"""


def waiting_returns(company_id: int) -> dict[int, list[Moved]]:
    """The lines that take money back and wait, each with what in it is not put to a payment
    yet; those of which a person has said something are left out.
    """
    judged = Return.objects.filter(
        Q(undone_on__isnull=False) | Q(actor__isnull=False), line=OuterRef("pk")
    )
    rows = Line.objects.filter(
        ~Exists(judged),
        account__company=company_id,
        state=LineState.OPEN,
        amount_minor__lt=0,
    )
    lines = list(rows.order_by("booked_on", "pk"))
    if not lines:
        return {}
    told = standing_returns().filter(line__in=lines).values_list("line", "part")
    put = {Key(*one) for one in told}
    return {
        line.pk: [one for one in returns_of(line) if one.key not in put] for line in lines
    }


def payments_like(returns: Sequence[Moved]) -> list[Moved]:
    """The payments, alone or in a batch, that something binds to one of these returns."""
    if not returns:
        return []
    days = [one.on for one in returns]
    parameters: dict[str, Any] = {
        "accounts": list({one.account for one in returns}),
        "first": min(days) - LONGEST,
        "last": max(days),
        "ids": list({one.end_to_end_id for one in returns} - {""}),
        "bank": list({one.bank_reference for one in returns} - {""}),
        "ibans": list({one.iban for one in returns} - {""}),
        "references": list({ref for one in returns for ref in one.references}),
        "amounts": list(
            {one.amount_minor - kept for one in returns for kept in (0, one.charges_minor)}
        ),
    }
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, parameters)
        ids = [key for (key,) in cursor.fetchall()]
    rows = Line.objects.filter(pk__among=ids).select_related("receipt").order_by("pk")
    lines = list(rows)
    gone = _parts_gone([line.receipt_id or 0 for line in lines])
    return [one for line in lines for one in payments_of(line) if one.key not in gone]


def payments_of(line: Line) -> Iterator[Moved]:
    """A line of money in: the whole, and each payment in a batch."""
    receipt = line.receipt
    if receipt is None:
        return
    left = receipt.amount_minor - receipt.returned_minor
    yield _whole(line, Key(receipt.pk, 0), left)
    if len(line.details) > 1:
        yield from _parts(line, receipt.pk, left)


def returns_of(line: Line) -> list[Moved]:
    """A line of money out: the whole; of a batch, each payment in it."""
    if len(line.details) > 1:
        return list(_parts(line, line.pk, 0))
    return [_whole(line, Key(line.pk, 0), 0)]


def _whole(line: Line, key: Key, left: int) -> Moved:
    return Moved(
        key=key,
        amount_minor=abs(line.amount_minor),
        currency=line.currency,
        on=line.booked_on,
        account=line.account_id,
        end_to_end_id=line.end_to_end_id,
        bank_reference=line.bank_reference,
        references=frozenset(line.references) | _known(line.structured_reference),
        iban=line.iban,
        charges_minor=abs(line.charges_minor),
        left_minor=left,
    )


def _parts(line: Line, of: int, left: int) -> Iterator[Moved]:
    sign = 1 if line.amount_minor > 0 else -1
    for number, detail in enumerate(line.details, 1):
        amount = sign * to_minor(Decimal(detail["amount"]), line.currency)
        if amount <= 0:
            continue
        yield Moved(
            key=Key(of, number),
            amount_minor=amount,
            currency=line.currency,
            on=line.booked_on,
            account=line.account_id,
            end_to_end_id=detail["end_to_end_id"],
            bank_reference=detail.get("bank_reference", ""),
            references=_known(detail["structured_reference"]),
            iban=detail["iban"],
            left_minor=left,
        )


def _known(reference: str) -> frozenset[str]:
    return frozenset({reference} - {""})


def _parts_gone(receipt_ids: Collection[int]) -> set[Key]:
    rows = standing_returns().filter(receipt__in=receipt_ids, receipt_part__gt=0)
    return {Key(*row) for row in rows.values_list("receipt", "receipt_part")}


def standing_returns() -> QuerySet[Return]:
    """What went back, and nobody said that it did not."""
    return Return.objects.filter(undone_on=None)


class Returned(NamedTuple):
    """How many payments went back, and how much, in one currency."""

    payments: int
    amount: Money


def returned_payments(customer_id: int, *, as_of: date) -> list[Returned]:
    """The payments of a customer that had gone back by the close of the day, one sum for
    each currency.
    """
    stood = Q(undone_on=None) | Q(undone_on__gt=as_of)
    rows = Return.objects.filter(stood, customer=customer_id, returned_on__lte=as_of)
    sums = rows.values("currency").annotate(n=Count("pk"), minor=Sum("amount_minor"))
    return [
        Returned(row["n"], Money(row["minor"], row["currency"]))
        for row in sums.order_by("currency")
    ]
