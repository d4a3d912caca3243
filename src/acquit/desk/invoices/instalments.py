"""The instalments of an invoice, and what was said about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from acquit.core.dunning.endless import is_endless
from acquit.core.money import Money
from acquit.desk import returned, words
from acquit.desk.customers import expected
from acquit.desk.customers.receivables import ReceivableList, steps_taken
from acquit.ledger.models import Dispute, Hold, Promise
from acquit.web import reading
from acquit.web.cells import Amounts, Badge, Cell, Day, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.desk.customers.receivables import Said
    from acquit.desk.doors import DeskRequest
    from acquit.desk.invoices.document import Document
    from acquit.ledger.models import Receivable

COLUMNS = ("due", "amount", "open", "expected", "steps", "next", "verbs")
# Steps and what comes next are known for today only.
COLUMNS_THEN = ("due", "amount", "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """What people said of the receivables of one invoice, oldest first."""

    promises: Sequence[Promise]
    disputes: Sequence[Dispute]
    holds: Sequence[Hold]

    def still_hold(self, receivable_id: int) -> Said:
        """The promise, dispute and hold that have not ended: their keys by kind."""
        standing: tuple[tuple[str, Sequence[Promise | Dispute | Hold]], ...] = (
            ("promise", [one for one in self.promises if one.closed_on is None]),
            ("dispute", [one for one in self.disputes if one.closed_on is None]),
            ("hold", [one for one in self.holds if one.ended_on is None]),
        )
        return {
            kind: one.pk
            for kind, rows in standing
            for one in rows
            if one.receivable_id == receivable_id
        }


def statements(document: Document) -> Statements:
    """What was said until the day of the page, in three queries.

    A hold on the whole customer counts where it began before the invoice was settled.
    """
    keys = [row.pk for row in document.receivables]
    until = document.as_of
    account = Q(receivable=None, until_on__gte=document.invoice.issued_on)
    if settled_on := document.settled_on:
        account &= Q(from_on__lte=settled_on)
    promises = Promise.objects.filter(receivable__in=keys, made_on__lte=until)
    disputes = Dispute.objects.filter(receivable__in=keys, opened_on__lte=until)
    holds = Hold.objects.filter(
        Q(receivable__in=keys) | account,
        customer=document.invoice.customer_id,
        from_on__lte=until,
    )
    return Statements(
        promises=list(promises.select_related("actor").order_by("made_on", "pk")),
        disputes=list(disputes.select_related("actor").order_by("opened_on", "pk")),
        holds=list(holds.select_related("actor").order_by("from_on", "pk")),
    )


class Instalments(ReceivableList):
    """The instalments with the cells and verbs that the customer file has for them."""

    def __init__(self, request: DeskRequest, document: Document, said: Statements) -> None:
        super().__init__(request, document.invoice.customer)
        self.document, self.rows = document, document.receivables
        keys = [row.pk for row in self.rows]
        self.steps = steps_taken(keys)
        self.said = {key: said.still_hold(key) for key in keys}
        self.back = returned.last_among(document.allocations)

    def _went_back(self, row: Receivable) -> returned.Back | None:
        return self.back.get(row.pk)

    def next(self) -> Cell | None:
        """What happens next about the instalment that is to be paid first."""
        first = self.document.first_open
        return self._next(first) if first and self.as_of >= self.today else None

    def expected(self) -> Cell | None:
        """When the instalment that is to be paid first is expected."""
        first = self.document.first_open
        if (
            first is None
            or self.as_of < self.today
            or expected.prediction_of(first) is None
        ):
            return None
        return expected.cell(first, today=self.today)

    def lines(self) -> Lines:
        """Each with its balance, the steps taken, and what comes next."""
        names = set(COLUMNS_THEN if self.as_of < self.today else COLUMNS)
        if len(self.rows) == 1:
            names.discard("expected")  # the head of the page tells it
        columns = [one for one in self.table().columns if one.name in names]
        return Lines(
            [
                Head(_("Instalment")),
                *(Head(str(one.label), one.numeric) for one in columns),
            ],
            [
                [Text(str(row.instalment)), *(one.cell(row) for one in columns)]
                for row in self.rows
            ],
        )


def told(document: Document, said: Statements) -> Lines:
    """Promises, disputes and holds with their end, as a table."""
    rows: list[Sequence[Cell]] = [
        *(_promise(one, document) for one in said.promises),
        *(_dispute(one, document) for one in said.disputes),
        *(_hold(one, document) for one in said.holds),
    ]
    heads = [
        Head(_("What")),
        Head(_("Amount"), numeric=True),
        Head(_("Since")),
        Head(_("How it stands")),
        Head(_("Recorded by")),
    ]
    return Lines(heads, rows)


def _promise(one: Promise, document: Document) -> Sequence[Cell]:
    ends = {
        True: (_("Promise kept"), "circle-check", "good"),
        False: (_("Promise not kept"), "calendar-x", "bad"),
        None: (_("Promise withdrawn"), "calendar-off", "neutral"),
    }
    if one.closed_on is None:
        end = Badge(
            _("Until %(day)s") % {"day": reading.short_day(one.promised_on)},
            "clock",
            "info",
        )
    else:
        end = Badge(*ends[one.kept], under=reading.short_day(one.closed_on))
    amount = Money(one.amount_minor, document.invoice.currency)
    what = Badge(
        _("Promised to pay by %(day)s") % {"day": reading.short_day(one.promised_on)},
        "calendar-check",
        "info",
    )
    return what, Amounts([amount]), Day(one.made_on, document.as_of), end, _who(one)


def _dispute(one: Dispute, document: Document) -> Sequence[Cell]:
    minor = document.invoice.total_minor if one.amount_minor is None else one.amount_minor
    what = Badge(
        _("Disputed: %(reason)s") % {"reason": one.get_reason_display()},
        "message-exclamation",
        "warn",
        under=one.words,
    )
    amount = Money(minor, document.invoice.currency)
    since = Day(one.opened_on, document.as_of)
    return what, Amounts([amount]), since, _end(one.closed_on), _who(one)


def _hold(one: Hold, document: Document) -> Sequence[Cell]:
    what = Badge(
        _("On hold: %(reason)s") % {"reason": one.get_reason_display()},
        "player-pause",
        "neutral",
        under=one.words if one.receivable_id else _("Whole account"),
    )
    end = _end(one.ended_on)
    if one.ended_on is None:
        until = reading.short_day(one.until_on)
        over = one.until_on < document.as_of
        end = Badge(
            (_("Over since %(day)s") if over else _("Until %(day)s")) % {"day": until},
            "circle-check" if over else "clock",
            "neutral" if over else "info",
        )
        if is_endless(one.until_on):
            end = Badge(capfirst(words.until(one.until_on)), "clock", "info")
    return what, Text(""), Day(one.from_on, document.as_of), end, _who(one)


def _end(on: date | None) -> Badge:
    if on is None:
        return Badge(_("Open"), "clock", "warn")
    return Badge(_("Closed"), "circle-check", "good", under=reading.short_day(on))


def _who(one: Promise | Dispute | Hold) -> Cell:
    return Text(one.actor.name if one.actor else "")
