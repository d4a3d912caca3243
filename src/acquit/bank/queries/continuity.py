"""The statements of an account in a row: core.continuity says what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, F, Min, Q, Sum

from acquit.bank.models import Statement, Telling
from acquit.core import continuity as rules
from acquit.core.continuity import ONE_DAY, Stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.bank.models import Account
    from acquit.core.continuity import Finding


class _Page(NamedTuple):
    """One row of a statement. lines_minor: the sum of its lines; foreign: the number of
    those in another currency than the account.
    """

    pk: int
    number: str
    sequence: int | None
    page: int
    last_page: bool
    opened_on: date | None
    fresh_on: date
    opening_minor: int | None
    closing_minor: int | None
    first_line_on: date | None
    lines_minor: int
    foreign: int


def continuity(account: Account, *, since: date | None = None) -> list[Finding]:
    """Gaps, overlaps and sums that do not hold among the statements of an account, in their
    order; empty when all is well. since: only statements that reach that day.
    """
    country = account.company.country
    return rules.findings(stretches(account, since=since), country=country)


def stretches(account: Account, *, since: date | None = None) -> list[Stretch]:
    """The statements of an account in their order, pages joined; no reports, no notices."""
    rows = Statement.objects.filter(account=account, telling=Telling.STATEMENT)
    if since is not None:
        rows = rows.filter(fresh_on__gte=since)
    abroad = Q(lines__isnull=False) & ~Q(lines__currency=F("account__currency"))
    told = rows.annotate(
        first_line_on=Min("lines__booked_on"),
        lines_minor=Sum("lines__amount_minor", default=0),
        foreign=Count("lines", filter=abroad),
    )
    pages: dict[object, list[_Page]] = defaultdict(list)
    for row in told.order_by("page", "pk").values_list(*_Page._fields):
        page = _Page(*row)
        paged = page.page > 1 or not page.last_page
        pages[(page.number, page.fresh_on.year) if paged else page.pk].append(page)
    return rules.in_order(_joined(statement) for statement in pages.values())


def _joined(pages: Sequence[_Page]) -> Stretch:
    """One statement of its pages, the first one first."""
    closings = [one.closing_minor for one in pages if one.closing_minor is not None]
    comparable = not any(page.foreign for page in pages)
    return Stretch(
        statement_id=pages[0].pk,
        number=pages[0].number,
        sequence=pages[0].sequence,
        first_on=min(_first_day(page) for page in pages),
        last_on=max(page.fresh_on for page in pages),
        opening_minor=pages[0].opening_minor,
        closing_minor=closings[-1] if closings else None,
        lines_minor=sum(page.lines_minor for page in pages) if comparable else None,
        pages=tuple(page.page for page in pages),
        last_page=any(page.last_page for page in pages),
    )


def _first_day(page: _Page) -> date:
    """A statement that opens on an earlier day begins after it: what it opens with is what
    that day closed with. Otherwise its first line begins it.
    """
    if page.opened_on is not None and page.opened_on < page.fresh_on:
        return page.opened_on + ONE_DAY
    return min(page.first_line_on or page.fresh_on, page.fresh_on)
