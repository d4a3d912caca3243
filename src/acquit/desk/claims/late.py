"""What is, or was, late of one customer, and what has come to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.claims.models import Ask, DebitNote, Waiver
from acquit.claims.queries import (
    MOST,
    beside,
    drafted,
    late_and_free,
    terms,
    too_little,
)
from acquit.core.money import Money, total
from acquit.desk import words
from acquit.desk.claims import told
from acquit.desk.customers.receivables import steps_taken
from acquit.desk.customers.table import next_cell
from acquit.dunning.queries import notices
from acquit.web import reading
from acquit.web.cells import Amounts, Badge, Cell, Day, Link, Stacked, Text, Verb, Verbs
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from django.core.paginator import Page

    from acquit.claims.queries import ClaimBeside, CompanyTerms, Draft
    from acquit.dunning.models import ActionItem
    from acquit.ledger.models import Customer, Receivable

PAGE = 25
LAST = 20  # so many debit notes and waivers are shown, the newest


class Sum(NamedTuple):
    """Over all that is late, in one currency."""

    computed: Money
    claimed: Money
    waived: Money
    left: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """found: by due day. more: there are more than can be asked about at once. drafts: the
    debit notes that could be issued. small: all that is left is too little for one.
    """

    terms: CompanyTerms
    small: bool
    found: Sequence[ClaimBeside]
    more: bool
    drafts: Sequence[Draft]

    @property
    def sums(self) -> list[Sum]:
        """By currency; interest and flat sums together."""
        by_currency: dict[str, list[int]] = {}
        for one in self.found:
            for asked in (one.of_interest, one.of_fee):
                sums = by_currency.setdefault(asked.computed.currency, [0, 0, 0, 0])
                parts = (asked.computed, asked.claimed, asked.waived, asked.left)
                for place, money in enumerate(parts):
                    sums[place] += money.minor
        return [
            Sum(*(Money(minor, code) for minor in sums))
            for code, sums in sorted(by_currency.items())
        ]

    @property
    def beyond(self) -> list[Money]:
        """What was claimed above what is computed now, as later facts tell."""
        every = (
            asked.beyond for one in self.found for asked in (one.of_interest, one.of_fee)
        )
        return [money for money in every if money]


def read(customer: Customer, *, as_of: date, may_claim: bool) -> Late:
    """may_claim: with what debit notes would ask for."""
    free = late_and_free(customer.pk, as_of=as_of)
    known = beside(free, as_of=as_of, notices=notices.of(free, as_of=as_of))
    found = [known[pk] for pk in free if pk in known]
    held = found[0].terms if found else _terms(customer, as_of)
    some: list[Draft] = []
    if may_claim and held.claimed:
        some = drafted([one for one in found if free[one.row.pk]], until=as_of)
    worth = [one for one in some if not too_little(one, customer.company, held)]
    return Late(
        terms=held,
        small=bool(some) and not worth,
        found=found,
        more=len(free) == MOST,
        drafts=worth,
    )


def _terms(customer: Customer, as_of: date) -> CompanyTerms:
    return terms([customer.company_id], as_of=as_of)[customer.company_id]


def table(page: Page[ClaimBeside], *, as_of: date, may_charge: bool) -> Lines:
    """One page of it."""
    heads = [
        Head(_("Invoice")),
        Head(_("Due")),
        Head(_("Interest"), numeric=True),
        Head(_("Flat sum"), numeric=True),
        Head(_("Claimed"), numeric=True),
        Head(_("Waived"), numeric=True),
        Head(_("Still to claim"), numeric=True),
        Head(""),
    ]
    return Lines(heads, [_row(one, as_of, may_charge=may_charge) for one in page])


def _row(one: ClaimBeside, as_of: date, *, may_charge: bool) -> list[Cell]:
    row, found = one.row, told.charges(one)
    both = (one.of_interest, one.of_fee)
    settled = row.settled_on is not None and row.settled_on <= as_of
    interest: Cell = (
        Amounts([one.of_interest.computed])
        if Ask.INTEREST in found
        else Badge(_("None"), "scale", "neutral", under=_why(one))
    )
    return [
        Link(
            row.invoice.number,
            reverse("desk:invoice", args=[row.invoice_id]),
            under=_("settled") if settled else "",
            code=True,
        ),
        Day(row.due_on, as_of, due=not settled, alone=settled),
        interest,
        Amounts([one.of_fee.computed]),
        _added([asked.claimed for asked in both]),
        _added([asked.waived for asked in both]),
        _added([asked.left for asked in both]),
        told.verbs(one, found if may_charge else []),
    ]


def _added(some: Sequence[Money]) -> Amounts:
    """A sum for each currency: the flat sum is in that of the law."""
    codes = dict.fromkeys(money.currency for money in some)
    return Amounts([total((m for m in some if m.currency == code), code) for code in codes])


def _why(one: ClaimBeside) -> str:
    return told.refused(one.interest)  # type: ignore[arg-type]  # nothing is computed of it


def paged(found: Sequence[ClaimBeside], number: str) -> Page[ClaimBeside]:
    """The page of that number; another one where there is none."""
    return Paginator(found, PAGE).get_page(number)


def notes(customer: Customer, *, may_charge: bool, today: date) -> Lines | None:
    """The newest debit notes, and what was and will be sent; None where there is none."""
    some = DebitNote.objects.filter(customer=customer).select_related("invoice", "actor")
    some = some.prefetch_related("invoice__receivables__outlook")
    rows = list(some.order_by("-recorded_at")[:LAST])
    if not rows:
        return None
    steps = steps_taken([owed.pk for one in rows for owed in one.invoice.receivables.all()])
    heads = [
        Head(_("Debit note")),
        Head(_("Until")),
        Head(_("Amount"), numeric=True),
        Head(_("State")),
        Head(_("Followed up")),
        Head(""),
    ]
    return Lines(
        heads, [_note(one, steps, may_charge=may_charge, today=today) for one in rows]
    )


def _note(
    one: DebitNote,
    steps: Mapping[int, Sequence[ActionItem]],
    *,
    may_charge: bool,
    today: date,
) -> list[Cell]:
    invoice = one.invoice
    who = one.actor.name if one.actor else _("Command line")
    return [
        Link(
            invoice.number,
            reverse("desk:invoice", args=[invoice.pk]),
            under=f"{reading.short_day(invoice.issued_on)} · {who}",
            code=True,
        ),
        Text(reading.short_day(one.until_on)),
        Amounts([Money(invoice.total_minor, invoice.currency)]),
        state(one),
        _followed_up(one.invoice.receivables.all()[0], steps, today),
        withdraw(one, may_charge=may_charge),
    ]


def _followed_up(
    owed: Receivable, steps: Mapping[int, Sequence[ActionItem]], today: date
) -> Cell:
    """The last step that left, and the next one."""
    cells: list[Cell] = [
        Badge(
            words.step(one.step), "check", under=reading.short_day(one.sent_on, today=today)
        )
        for one in list(steps.get(owed.pk, ()))[-1:]
        if one.sent_on
    ]
    return Stacked([*cells, next_cell(getattr(owed, "outlook", None), today=today)])


def state(one: DebitNote) -> Badge:
    """What became of it."""
    if one.withdrawn_on is not None:
        words = _("Withdrawn and waived") if one.waived else _("Withdrawn")
        return Badge(words, "file-minus", "neutral", under=one.withdrawn_reason)
    left = sum(row.open_minor for row in one.invoice.receivables.all())
    if not left:
        return Badge(_("Paid"), "circle-check", "good")
    if left < one.invoice.total_minor:
        return Badge(_("Paid in part"), "clock", "warn")
    return Badge(_("Open"), "clock", "neutral")


def withdraw(one: DebitNote, *, may_charge: bool) -> Verbs:
    """Withdrawing it, while nothing was paid on it."""
    left = sum(row.open_minor for row in one.invoice.receivables.all())
    free = one.withdrawn_on is None and left == one.invoice.total_minor
    href = reverse("desk:withdraw_debit_note", args=[one.pk])
    verb = Verb(_("Withdraw"), "file-minus", href)
    return Verbs([verb] if may_charge and free else [], _("What can be done"))


def waivers(customer: Customer, *, may_charge: bool) -> Lines | None:
    """The newest waivers; None where there is none."""
    some = Waiver.objects.filter(customer=customer).select_related(
        "receivable__invoice", "actor"
    )
    rows = list(some.order_by("-recorded_at", "-pk")[:LAST])
    if not rows:
        return None
    heads = [
        Head(_("Invoice")),
        Head(_("What")),
        Head(_("Amount"), numeric=True),
        Head(_("Why")),
        Head(""),
    ]
    return Lines(heads, [_waiver(one, may_charge=may_charge) for one in rows])


def _waiver(one: Waiver, *, may_charge: bool) -> list[Cell]:
    invoice = one.receivable.invoice
    who = one.actor.name if one.actor else _("Command line")
    why: list[Cell] = [Text(one.reason, under=f"{reading.short_day(one.given_on)} · {who}")]
    if one.ended_on is not None:
        why.append(Badge(_("Taken back"), "arrow-back-up"))
    href = reverse("desk:end_waiver", args=[one.pk])
    verb = Verb(_("Take it back"), "arrow-back-up", href)
    return [
        Link(invoice.number, reverse("desk:invoice", args=[invoice.pk]), code=True),
        Text(str(Ask(one.charge).label)),
        Text(_("all, and what is to come"))
        if one.amount_minor is None
        else Amounts([Money(one.amount_minor, one.currency)]),
        Stacked(why),
        Verbs([verb] if may_charge and one.ended_on is None else [], _("What can be done")),
    ]


def said(drafts: Iterable[Draft]) -> str:
    """What debit notes would ask for, in a sentence for each currency."""
    return " ".join(_said(one) for one in drafts)


def _said(one: Draft) -> str:
    count = len({line.of.row.invoice_id for line in one.lines})
    told = {
        "total": reading.amount_and_currency(one.total),
        "interest": reading.amount_and_currency(one.interest),
        "day": reading.short_day(one.until_on),
        "fees": reading.amount_and_currency(one.fees),
        "count": count,
    }
    if not one.fees:
        words = ngettext(
            "%(interest)s of interest until %(day)s, on %(count)d invoice.",
            "%(interest)s of interest until %(day)s, on %(count)d invoices.",
            count,
        )
        return words % told
    words = ngettext(
        "%(total)s: %(interest)s of interest until %(day)s, and %(fees)s of flat sums, on "
        "%(count)d invoice.",
        "%(total)s: %(interest)s of interest until %(day)s, and %(fees)s of flat sums, on "
        "%(count)d invoices.",
        count,
    )
    return words % told
