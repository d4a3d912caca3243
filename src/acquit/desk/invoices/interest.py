"""What a late invoice has come to beside its amount, with its working."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from acquit.claims.queries import beside
from acquit.core.errors import Refusal
from acquit.core.interest import Owed, half_up
from acquit.core.law import COUNTRIES, Fee, Refused
from acquit.core.money import Money
from acquit.desk import words
from acquit.desk.law.told import percent
from acquit.desk.law.views import certainty
from acquit.web import reading
from acquit.web.cells import Amounts, Cell, Number, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.claims.queries import ClaimBeside
    from acquit.core.party import Party
    from acquit.desk.invoices.document import Document
    from acquit.web.cells import Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """The interest of one receivable as the page shows it. due: of which instalment, ""
    when there is only one. lines: None when the law gives none, `why` says so then. law:
    where the rules stand.
    """

    due: str
    interest: str = ""
    lines: Lines | None = None
    why: str = ""
    source: str = ""
    certainty: Badge | None = None
    fee: str = ""
    law: str = ""


def was_due(document: Document) -> bool:
    """Whether a due day of it has passed; nothing is due by a credit note."""
    return not document.is_credit and any(
        row.due_on < document.as_of for row in document.receivables
    )


def workings(document: Document) -> list[Working]:
    """One for each instalment that is, or was, late; none for a credit note."""
    if not was_due(document):
        return []
    rows = document.receivables
    found = beside([row.pk for row in rows], as_of=document.as_of)
    late = []
    for row in rows:
        if row.pk in found:
            day = reading.short_day(row.due_on, today=document.as_of)
            late.append(_working(found[row.pk], "" if len(rows) == 1 else day))
    return late


def _working(found: ClaimBeside, due: str) -> Working:
    claim = found.claim
    law = _law(claim.country, claim.party)
    if not isinstance(found.interest, Owed):
        why = _refused(found.interest)
        return Working(due=due, why=why, fee=_fee(found.fee), law=law)
    interest, currency = found.interest, claim.principal.currency
    return Working(
        due=due,
        interest=reading.amount_and_currency(Money(interest.interest_minor, currency)),
        lines=_lines(interest, currency),
        source=interest.lines[0].quote.source if interest.lines else "",
        certainty=certainty(interest.certainty),
        fee=_fee(found.fee),
        law=law,
    )


def _refused(why: Refused | Refusal) -> str:
    return words.refused(why) if isinstance(why, Refusal) else words.told(why.said)


def _fee(fee: Fee | Refused | Refusal) -> str:
    """The flat sum; "" when there is none, and the interest says why already."""
    if isinstance(fee, Fee) and fee.amount.minor:
        return reading.amount_and_currency(fee.amount)
    return ""


def _lines(interest: Owed, currency: str) -> Lines:
    heads = [
        Head(_("From")),
        Head(_("Until")),
        Head(_("Days"), numeric=True),
        Head(_("On"), numeric=True, phone=False),
        Head(_("A year"), numeric=True),
        Head(_("Interest"), numeric=True),
    ]
    return Lines(heads, list(_rows(interest, currency)))


def _rows(interest: Owed, currency: str) -> Iterator[list[Cell]]:
    """Each rounded to be read; the sum is made of what they are exactly."""
    for line in interest.lines:
        yield [
            Text(reading.short_day(line.first_on)),
            Text(reading.short_day(line.last_on)),
            Number(line.days),
            Amounts([Money(half_up(line.base), currency)]),
            Text(percent(line.quote.percent)),
            Amounts([Money(half_up(line.interest), currency)]),
        ]


def _law(country: str, party: Party) -> str:
    asked = {"country": country, "party": party.value}
    return f"{reverse('desk:law')}?{urlencode(asked)}" if country in COUNTRIES else ""
