"""Everything that the page of one line shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acquit.core.money import Money, exponent
from acquit.desk import returned, words
from acquit.desk.bank import lines
from acquit.desk.bank.backs import Backs
from acquit.desk.bank.choice import (
    MOST_CUSTOMERS,
    asked_of,
    chosen_customers,
    customers_found,
    shares_form,
    use_of,
)
from acquit.desk.bank.marks import marked
from acquit.desk.bank.whose import waiting, whose_query
from acquit.ledger.models import WriteOffReason
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict
    from django.utils.safestring import SafeString

    from acquit.bank.models import Care, Line
    from acquit.desk.bank.shares import Row, SharesForm
    from acquit.desk.doors import DeskRequest
    from acquit.ledger.models import Allocation, Customer, Receivable
    from acquit.matching.models import Match

# Of an answer; the others are counted.
MOST_NUMBERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePage:
    """Everything that the page of a line shows."""

    line: Line
    text: SafeString
    use: lines.Use
    form: SharesForm | None
    customers: Sequence[Customer]
    asked: QueryDict
    found: Sequence[Customer]
    typed: str
    before: Line | None
    after: Line | None
    parked: bool
    whose: str
    backs: Backs

    @classmethod
    def of(cls, request: DeskRequest, line: Line, form: SharesForm | None) -> LinePage:
        use = use_of(request, line)
        customers = chosen_customers(request, line, use)
        typed = request.GET.get("q", "").strip()[:100]
        before, after = lines.around(line, waiting(request))
        form = form or shares_form(line, use, customers)
        known = use.found or [line.structured_reference, *line.references]
        if form is not None:
            known += [one.invoice.number for one in form.receivables]
        return cls(
            line=line,
            text=marked(lines.words_of(line), known),
            use=use,
            form=form,
            customers=customers,
            asked=asked_of(request),
            found=customers_found(line, typed) if typed else (),
            typed=typed,
            before=before,
            after=after,
            parked=lines.is_parked_now(line, today=request.desk.today),
            whose=whose_query(request),
            backs=Backs.of(line),
        )

    @property
    def customer(self) -> Customer | None:
        """Whose money it may be: of several the one who was chosen first."""
        return self.customers[0] if self.customers else None

    @property
    def query(self) -> str:
        """What the address asks for, to be asked for again."""
        return f"?{self.asked.urlencode()}" if self.asked else ""

    @property
    def others(self) -> list[tuple[Customer, str, str]]:
        """(customer, address that shows this one instead, address that shows it as well)
        of what was found; the second empty where nobody is shown yet, or enough are.
        """
        known = {one.pk for one in self.customers}
        more = 0 < len(known) < MOST_CUSTOMERS
        return [
            (
                one,
                self._showing(one),
                self._showing(*self.customers, one) if more and one.pk not in known else "",
            )
            for one in self.found
        ]

    @property
    def sections(self) -> list[tuple[Customer, list[Row], str]]:
        """(customer, rows, address without this one) of all that it may be used for.

        Who owes nothing has no rows.
        """
        rows = list(self.form.rows) if self.form is not None else []
        people = {one.receivable.customer_id: one.receivable.customer for one in rows}
        people |= {one.pk: one for one in self.customers}
        return [
            (
                one,
                [row for row in rows if row.receivable.customer_id == key],
                self._showing(*(other for other in people.values() if other != one)),
            )
            for key, one in people.items()
        ]

    def _showing(self, *customers: Customer) -> str:
        query = self.asked.copy()
        query.setlist("customer", [str(one.pk) for one in customers])
        return f"?{query.urlencode()}"

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
    def care(self) -> Care | None:
        """Who looks at it, and until when nobody has to."""
        return lines.care_of(self.line)

    @property
    def badge(self) -> SafeString:
        return words.line_badge(self.line.state).html()

    @property
    def explained(self) -> str:
        """Why a person must look, in one sentence."""
        if self.line.receipt is None:
            return _("Money that went back, or out. No invoice is settled by it.")
        if self.use.proposals and not (self.form and self.form.filled):
            return _("What was proposed for it was settled otherwise meanwhile.")
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
            (_("Returned because"), returned.why(line.return_reason)),
            (_("Account"), str(line.account)),
            (_("Statement"), line.statement.number),
        ]
        return [(name, value) for name, value in told if value]


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
