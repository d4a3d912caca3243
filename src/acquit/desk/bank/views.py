"""The list of bank lines, and the page of one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.bank.models import LineState
from acquit.core.money import Money, exponent
from acquit.core.text import fold, reference_key
from acquit.desk import lists, words
from acquit.desk.bank import lines, standing
from acquit.desk.bank.marks import marked
from acquit.desk.bank.shares import SharesForm
from acquit.desk.bank.table import ALL, LineList, chosen_state
from acquit.desk.doors import DeskRequest, door
from acquit.desk.imports.forms import upload_form
from acquit.ledger.models import Customer, Receivable, WriteOffReason
from acquit.organisation.rights import Act
from acquit.web import reading
from acquit.web.forms import typed_amounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from acquit.bank.models import Line
    from acquit.ledger.models import Allocation
    from acquit.matching.models import Match

# A customer with more open invoices than this is searched by number.
MOST_RECEIVABLES = 60
A_FEW = 8
# Of an answer; the others are counted.
MOST_NUMBERS = 3

TABS = (
    (LineState.OPEN, LineState.OPEN.label),
    (LineState.MATCHED, LineState.MATCHED.label),
    (LineState.ON_ACCOUNT, LineState.ON_ACCOUNT.label),
    (LineState.NOT_OURS, LineState.NOT_OURS.label),
    (LineState.OUTGOING, LineState.OUTGOING.label),
    (ALL, gettext_lazy("All lines")),
)


@door(Act.SEE_BANK)
def bank(request: DeskRequest) -> HttpResponse:
    """What came in, and for what."""
    scope, today = request.granted, request.desk.today
    counts, waiting = standing.by_state(scope)
    counts[ALL] = sum(counts.values())
    here = chosen_state(request)
    tabs = [
        (label, f"?state={state}", counts[state], state == here) for state, label in TABS
    ]
    accounts = standing.freshness(scope, today=today)
    context = {
        "tabs": tabs,
        "waiting": waiting,
        "to_look_at": counts[LineState.OPEN],
        "rate": standing.rate(scope, today=today),
        "rate_days": standing.RATE_DAYS,
        "accounts": accounts,
        "stale": [one for one in accounts if one.stale],
        "upload": upload_form(request),
    }
    table = LineList(request, [one.account for one in accounts]).table()
    return lists.show(request, table, "desk/bank/list.html", context)


@door(Act.SEE_BANK)
def bank_line(request: DeskRequest, pk: int) -> HttpResponse:
    """One line: what the bank wrote, and what it is for."""
    return show_line(request, line_of(request, pk))


def line_of(request: DeskRequest, pk: int) -> Line:
    """The line, when it may be seen."""
    seen = lines.lines_within(request.granted).select_related(
        "account__company", "statement", "receipt__customer"
    )
    return get_object_or_404(seen, pk=pk)


def show_line(
    request: DeskRequest, line: Line, form: SharesForm | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of the line, with what was typed when that was refused."""
    page = LinePage.of(request, line, form)
    return render(request, "desk/bank/line.html", {"page": page}, status=status)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePage:
    """Everything that the page of a line shows."""

    line: Line
    text: SafeString
    use: lines.Use
    form: SharesForm | None
    customer: Customer | None
    found: Sequence[Customer]
    typed: str
    before: Line | None
    after: Line | None

    @classmethod
    def of(cls, request: DeskRequest, line: Line, form: SharesForm | None) -> LinePage:
        use = use_of(request, line)
        customer = chosen_customer(request, line, use)
        typed = request.GET.get("q", "").strip()[:100]
        before, after = lines.around(line, request.granted)
        form = form or shares_form(line, use, customer)
        known = use.found or [line.structured_reference, *line.references]
        if form is not None:
            known += [one.invoice.number for one in form.receivables]
        return cls(
            line=line,
            text=marked(lines.words_of(line), known),
            use=use,
            form=form,
            customer=customer,
            found=_customers(line, typed) if typed else (),
            typed=typed,
            before=before,
            after=after,
        )

    @property
    def amount(self) -> Money:
        return Money(self.line.amount_minor, self.line.currency)

    @property
    def answers(self) -> list[tuple[int, str, bool]]:
        """(rank, invoices, whether it is the one shown), where there are several."""
        answers = sorted(self.use.answers.items())
        shown = self.use.proposals
        told = [(rank, _numbers(matches), matches == shown) for rank, matches in answers]
        return told if len(told) > 1 else []

    @property
    def left(self) -> Money | None:
        """What is not used yet; None when the line brought no money."""
        receipt = self.line.receipt
        return Money(receipt.available_minor, receipt.currency) if receipt else None

    @property
    def left_words(self) -> str:
        return reading.amount(self.left) if self.left else ""

    @property
    def places(self) -> int:
        """Decimals of the currency, for the sum that follows the typing."""
        return exponent(self.line.currency)

    @property
    def badge(self) -> SafeString:
        return words.line_badge(self.line.state).html()

    @property
    def explained(self) -> str:
        """Why a person must look, in one sentence."""
        if self.line.receipt is None:
            return _("Money that went back, or out. No invoice is settled by it.")
        if self.use.proposals:
            return _("Proposed, not posted: %(why)s.") % {
                "why": words.evidence(self.use.proposals[0].evidence)
            }
        if self.form is not None and (alone := self.form.exactly) is not None:
            return _("One open invoice has this very amount: %(number)s.") % {
                "number": alone.invoice.number
            }
        if self.customer is not None:
            return _("The payer is known; no reference or invoice number in it is.")
        return _("No reference, invoice number or payer in it is known.")

    @property
    def settled(self) -> list[tuple[Receivable, str, Money, str, str]]:
        """(receivable, what else than this payment, amount, why, who) of what it is used
        for.
        """
        return [
            (
                one.receivable,
                _beside(one),
                Money(one.amount_minor, self.line.currency),
                words.evidence(one.evidence),
                one.actor.name if one.actor else _("by itself"),
            )
            for one in self.use.allocations
        ]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What else the bank said; only what it did say."""
        line = self.line
        told = [
            (_("Booked"), reading.long_day(line.booked_on)),
            (_("Value day"), reading.long_day(line.value_on)),
            (_("Paid from"), line.iban),
            (_("Structured reference"), line.structured_reference),
            (_("End-to-end reference"), line.end_to_end_id),
            (_("Bank's reference"), line.bank_reference),
            (_("Returned because"), line.return_reason),
            (_("Account"), str(line.account)),
            (_("Statement"), line.statement.number),
        ]
        return [(name, value) for name, value in told if value]


def use_of(request: DeskRequest, line: Line) -> lines.Use:
    """What became of the line's money, with the answer that the address asks for."""
    use = lines.uses([line.receipt_id]).get(line.receipt_id or 0, lines.NOTHING)
    asked = request.GET.get("answer", "")
    return use.choose(int(asked)) if re.fullmatch("[1-9]", asked) else use


def chosen_customer(request: DeskRequest, line: Line, use: lines.Use) -> Customer | None:
    """The customer in the address, else the proposed one, else the known payer."""
    asked = request.GET.get("customer", "")
    if asked.isdecimal() and len(asked) < 18:
        return get_object_or_404(customers_of(line), pk=asked)
    if use.proposals:
        return use.proposals[0].customer
    return line.receipt.customer if line.receipt else None


def customers_of(line: Line) -> QuerySet[Customer]:
    """The customers that this money may be from: those of the company of the account."""
    return Customer.objects.filter(company=line.account.company_id)


def shares_form(
    line: Line, use: lines.Use, customer: Customer | None, *given: object
) -> SharesForm | None:
    """What it may be used for; None when there is nothing left, or nobody to ask."""
    receipt = line.receipt
    if receipt is None or not receipt.available_minor:
        return None
    proposed = {one.receivable_id for one in use.proposals}
    theirs = Receivable.objects.filter(
        company=receipt.company_id, currency=receipt.currency
    ).open()
    rows = list(theirs.filter(pk__in=proposed).select_related("invoice", "customer"))
    if customer is not None:
        others = theirs.filter(customer=customer).exclude(pk__in=proposed)
        rows += others.select_related("invoice", "customer").order_by("due_on", "pk")[
            :MOST_RECEIVABLES
        ]
    return SharesForm(receipt, rows, use.proposals, *given) if rows else None


def _beside(one: Allocation) -> str:
    """What was booked beside the payment: of which credit note, or written off why."""
    if one.credit_note is not None:
        return _("Credit note %(number)s") % {"number": one.credit_note.number}
    if one.written_off:
        reason = WriteOffReason(one.written_off).label
        return _("Written off: %(reason)s") % {"reason": reason}
    return ""


def _numbers(matches: Sequence[Match]) -> str:
    """The invoices of an answer, a long list in short."""
    numbers = list(dict.fromkeys(one.receivable.invoice.number for one in matches))
    more = f" +{len(numbers) - MOST_NUMBERS}" if len(numbers) > MOST_NUMBERS else ""
    return ", ".join(numbers[:MOST_NUMBERS]) + more


def _customers(line: Line, typed: str) -> Sequence[Customer]:
    """By name, number, an invoice's number, or an open amount."""
    theirs = customers_of(line)
    key = reference_key(typed)
    owed = Receivable.objects.filter(company=line.account.company_id).open()
    by_number = owed.filter(invoice__number_key__startswith=key) if key else owed.none()
    amounts = typed_amounts(typed, [(line.currency,)])
    by_amount = owed.filter(
        open_minor__in=[one.minor for one in amounts], currency=line.currency
    )
    found = (
        theirs.filter(search_key__contains=fold(typed))
        | theirs.filter(code__istartswith=typed)
        | theirs.filter(pk__in=by_number.values("customer"))
        | theirs.filter(pk__in=by_amount.values("customer"))
    )
    return list(found.order_by("search_key")[:A_FEW])


def after_line(request: DeskRequest, line: Line) -> str:
    """Where to go when the line is dealt with: the next one that waits, else the list."""
    before, after = lines.around(line, request.granted)
    following = after or before
    if following is None:
        return reverse("desk:bank")
    return reverse("desk:bank_line", args=[following.pk])
