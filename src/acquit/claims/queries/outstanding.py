"""What is left to claim of many customers at once, or why nothing is."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from acquit.claims.models import ToClaim
from acquit.claims.queries.asking import beside
from acquit.claims.queries.drafts import drafted, late_and_free_of, too_little
from acquit.claims.queries.terms import terms
from acquit.core.to_claim import LeftOut, told, why_nothing
from acquit.ledger.models import Customer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date

    from acquit.claims.queries.asking import ClaimBeside
    from acquit.claims.queries.drafts import Draft
    from acquit.core.law import Notice, Rates

    Letters = Callable[[Collection[int]], Mapping[int, Notice]]

ONE_DAY = timedelta(days=1)


class _Late(NamedTuple):
    """What is late of one customer. free: what a note may ask for, by due day; held: there
    is something else.
    """

    free: list[int]
    held: bool


def outstanding(
    customer_ids: Collection[int],
    *,
    as_of: date,
    letters: Letters,
    rates: Rates | None = None,
) -> list[ToClaim]:
    """A row for each of them and currency, not kept; none for who was never late. letters:
    finds those that the law asks for (`dunning.queries.notices`). In a constant number of
    questions.
    """
    late = _late(customer_ids, as_of)
    linked = Customer.objects.filter(pk__in=late).select_related("company")
    customers = list(linked.order_by("pk"))
    said = terms({one.company_id for one in customers}, as_of=as_of)
    claiming = {one.pk for one in customers if said[one.company_id].claimed}
    ids = [pk for key in claiming for pk in late[key].free]
    found = beside(ids, as_of=as_of, rates=rates, notices=letters(ids) if ids else None)
    rows: list[ToClaim] = []
    for one in customers:
        if one.pk in claiming:
            of_theirs = [found[pk] for pk in late[one.pk].free if pk in found]
            rows += _rows(one, of_theirs, held=late[one.pk].held, as_of=as_of)
        else:
            rows.append(_nothing(one, LeftOut.TERMS, as_of))
    return rows


def _late(customer_ids: Collection[int], as_of: date) -> dict[int, _Late]:
    free: dict[int, list[int]] = defaultdict(list)
    held = set()
    for receivable_id, customer_id, is_free in late_and_free_of(customer_ids, as_of=as_of):
        if is_free:
            free[customer_id].append(receivable_id)
        else:
            held.add(customer_id)
    return {key: _Late(free.get(key, []), key in held) for key in {*free, *held}}


def _rows(
    customer: Customer, found: Sequence[ClaimBeside], *, held: bool, as_of: date
) -> list[ToClaim]:
    """By currency; one without amounts where there is nothing but a reason."""
    drafts = {one.currency: one for one in drafted(found, until=as_of)}
    rows = []
    for currency, sums in sorted(_sums(found).items()):
        row = _row(customer, currency, as_of)
        row.computed_minor, row.claimed_minor, row.waived_minor = sums
        if currency in drafts:
            _take(row, drafts[currency])
            few = too_little(drafts[currency], customer.company, found[0].terms)
            row.why = LeftOut.SMALL if few else ""
        else:
            row.why = _why(found, held=held) or LeftOut.DONE
        rows.append(row)
    why = _why(found, held=held)
    return rows or ([_nothing(customer, why, as_of)] if why else [])


def _sums(found: Iterable[ClaimBeside]) -> dict[str, list[int]]:
    """Computed, claimed, waived; only of currencies in which there is something."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in found:
        for asked in (one.of_interest, one.of_fee):
            if asked.computed or asked.claimed:
                by_name = sums[asked.computed.currency]
                parts = (asked.computed, asked.claimed, asked.waived)
                for place, money in enumerate(parts):
                    by_name[place] += money.minor
    return sums


def _take(row: ToClaim, draft: Draft) -> None:
    row.left_minor = draft.total.minor
    row.invoices = len({line.of.row.invoice_id for line in draft.lines})
    row.since_on = min(
        line.charged.first_on or line.of.row.due_on + ONE_DAY for line in draft.lines
    )


def _why(found: Iterable[ClaimBeside], *, held: bool) -> LeftOut | None:
    reasons = [why_nothing(one.interest, one.of_interest, one.of_fee) for one in found]
    return told([*reasons, LeftOut.HELD] if held else reasons)


def _nothing(customer: Customer, why: LeftOut, as_of: date) -> ToClaim:
    row = _row(customer, customer.company.currency, as_of)
    row.why = why
    return row


def _row(customer: Customer, currency: str, as_of: date) -> ToClaim:
    return ToClaim(
        customer=customer,
        company_id=customer.company_id,
        currency=currency,
        as_of=as_of,
    )
