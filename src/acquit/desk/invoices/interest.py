"""What a late invoice has come to beside its amount, with its working."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from acquit.claims.queries import beside
from acquit.core.interest import Owed, half_up
from acquit.core.law import Fee
from acquit.core.money import Money
from acquit.desk.claims import told
from acquit.desk.law.told import percent
from acquit.desk.law.views import certainty
from acquit.dunning.queries import notices
from acquit.web import reading
from acquit.web.cells import Amounts, Cell, Number, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.claims.queries import ClaimBeside, CompanyTerms
    from acquit.core.errors import Refusal
    from acquit.core.law import Refused
    from acquit.desk.invoices.document import Document
    from acquit.web.cells import Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """The interest of one receivable as the page shows it. due: of which instalment, ""
    when there is only one. agreed: by an agreed rate. lines: None when the law gives none,
    `why` says so then. law: where the rules stand. asked: what was claimed and waived of
    it; beyond: claimed above what is computed now. stand: what becomes of it.
    """

    due: str
    interest: str = ""
    agreed: bool = False
    lines: Lines | None = None
    why: str = ""
    source: str = ""
    certainty: Badge | None = None
    fee: str = ""
    law: str = ""
    asked: Lines | None = None
    beyond: str = ""
    stand: str = ""


def was_due(document: Document) -> bool:
    """Whether a due day of it has passed; nothing is due by a credit note."""
    return not document.is_credit and any(
        row.due_on < document.as_of for row in document.receivables
    )


def workings(document: Document, *, may_charge: bool = False) -> list[Working]:
    """One for each instalment that is, or was, late; none for a credit note."""
    if not was_due(document):
        return []
    rows, as_of = document.receivables, document.as_of
    ids = [row.pk for row in rows]
    found = beside(ids, as_of=as_of, notices=notices.of(ids, as_of=as_of))
    late = []
    for row in rows:
        if row.pk in found:
            day = reading.short_day(row.due_on, today=as_of)
            due = "" if len(rows) == 1 else day
            late.append(_working(found[row.pk], due, may_charge=may_charge))
    return late


def _working(found: ClaimBeside, due: str, *, may_charge: bool) -> Working:
    claim = found.claim
    law = told.law_page(claim.country, claim.party)
    asked = told.asked(found, may_charge=may_charge)
    if not isinstance(found.interest, Owed):
        why = told.refused(found.interest)
        return Working(due=due, why=why, fee=_fee(found.fee), law=law, asked=asked)
    interest, currency = found.interest, claim.principal.currency
    beyond = found.of_interest.beyond
    return Working(
        due=due,
        interest=reading.amount_and_currency(Money(interest.interest_minor, currency)),
        agreed=claim.percent is not None,
        lines=_lines(interest, currency),
        source=interest.lines[0].quote.source if interest.lines else "",
        certainty=certainty(interest.certainty),
        fee=_fee(found.fee),
        law=law,
        asked=asked,
        beyond=reading.amount_and_currency(beyond) if beyond else "",
        stand=_stand(found.terms),
    )


def _stand(terms: CompanyTerms) -> str:
    """What the company does with it."""
    if terms.claimed:
        return _("Debit notes claim it.")
    if terms.shown:
        return _("Messages may tell it; it is not claimed.")
    return _("It is shown here only: no message tells it.")


def _fee(fee: Fee | Refused | Refusal) -> str:
    """The flat sum; "" when there is none, and the interest says why already."""
    if isinstance(fee, Fee) and fee.amount.minor:
        return reading.amount_and_currency(fee.amount)
    return ""


def _lines(interest: Owed, currency: str) -> Lines:
    heads = [
        Head(_("From")),
        Head(_("Until")),
        Head(_("Number of days"), numeric=True),
        Head(pgettext("amount", "On"), numeric=True, phone=False),
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
