"""Every variable that a text may use, with what it says and an example.

docs/reference/templates.md prints this list; the desk offers it beside the editor.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from acquit.dunning.wording.values import PARTS, CompanyWords, CustomerWords, Row

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Variable:
    """name: as it is typed between the braces; example: for an English text."""

    name: str
    says: _StrPromise
    example: str

    @property
    def typed(self) -> str:
        """As it stands in a text."""
        return f"{{{{ {self.name} }}}}"


@dataclass(frozen=True, slots=True)
class Group:
    """Variables that belong together."""

    label: _StrPromise
    variables: tuple[Variable, ...]


GROUPS: tuple[Group, ...] = (
    Group(
        _("Whole parts"),
        (
            Variable("salutation", _("the greeting"), "Dear Ms Peeters,"),
            Variable("the_items", _("the invoices with their totals"), "Invoice F-101 …"),
            Variable(
                "interest",
                _("interest and flat sum where they may be told; comes after the items"),
                "Because of the delay, Belgian law gives us …",
            ),
            Variable(
                "the_law",
                _("what the law asks for; without a place it comes after the items"),
                "This is the first reminder that Belgian law asks for …",
            ),
            Variable("how_to_pay", _("accounts and reference"), "Account: BE68 …"),
            Variable(
                "questions",
                _("what to do when something is wrong, paid, or too much at once"),
                "- You have already paid? …",
            ),
            Variable(
                "contact_us",
                _("where we can be reached, as a sentence"),
                "You can reach us on +32 4 223 45 67.",
            ),
            Variable("closing", _("farewell, sender and address"), "Kind regards, …"),
        ),
    ),
    Group(
        _("What is owed"),
        (
            Variable(
                "about", _("the invoice, or the invoices, for a subject"), "invoice F-101"
            ),
            Variable(
                "to_pay",
                _("what is to be paid now, after credit is deducted"),
                "800.00 EUR",
            ),
            Variable("overdue", _("what is late in all; empty if nothing"), "1,000.00 EUR"),
            Variable("soon", _("what falls due in all; empty if nothing"), "70.00 EUR"),
            Variable("credit", _("credit that is deducted; empty if none"), "200.00 EUR"),
            Variable(
                "contested", _("what is being clarified; empty if nothing"), "50.00 EUR"
            ),
            Variable("paid", _("what was paid in all, for a thank-you"), "1,000.00 EUR"),
            Variable("late", _("how late the oldest item is"), "32 days late"),
            Variable("days_late", _("the same as a number; 0 = nothing is late"), "32"),
            Variable("numbers", _("the numbers of all invoices"), "F-101, F-117"),
            Variable("one", _("true when there is one item (for “if”)"), "true"),
            Variable(
                "one_invoice",
                _("true when all items are of one invoice (for “if”)"),
                "true",
            ),
        ),
    ),
    Group(
        _("The first item"),
        (
            Variable("invoice.number", _("number of the invoice"), "F-101"),
            Variable("invoice.part", _("which instalment; empty if there is one"), "2/3"),
            Variable(
                "invoice.said", _("the whole name"), "Invoice F-101 of 20 January 2026"
            ),
            Variable("invoice.issued", _("day of issue"), "20 January 2026"),
            Variable("invoice.due", _("due day"), "20 February 2026"),
            Variable("invoice.due_short", _("due day in figures"), "20/02/2026"),
            Variable("invoice.late", _("how late; empty if it is not"), "32 days late"),
            Variable("invoice.days_late", _("the same as a number"), "32"),
            Variable("invoice.open", _("open amount"), "1,234.56 EUR"),
            Variable("invoice.contested", _("what of it is being clarified"), "200.00 EUR"),
            Variable("invoice.asked", _("open without what is contested"), "1,034.56 EUR"),
            Variable(
                "invoice.paid", _("the whole amount, for a thank-you"), "1,234.56 EUR"
            ),
            Variable("invoice.reference", _("payment reference"), "+++090/9337/55493+++"),
            Variable("invoice.currency", _("currency"), "EUR"),
        ),
    ),
    Group(
        _("The customer"),
        (
            Variable("customer.name", _("name"), "Bakkerij Peeters"),
            Variable("customer.code", _("number in the accounting"), "C0042"),
            Variable("customer.phone", _("phone"), "+32 2 123 45 67"),
            Variable("customer.language", _("its language, by name"), "Dutch"),
            Variable(
                "customer.business", _("true for a known business (for “if”)"), "true"
            ),
            Variable(
                "customer.direct_debit",
                _("true when we debit its account (for “if”)"),
                "true",
            ),
            Variable("contact", _("the person; empty if not known"), "Anna Peeters"),
        ),
    ),
    Group(
        _("The company"),
        (
            Variable("company.name", _("name"), "Ardenne Bois SA"),
            Variable("company.short", _("name, cut for an SMS"), "Ardenne Bois SA"),
            Variable("company.street", _("street"), "Rue du Port 12"),
            Variable("company.postcode", _("postcode"), "4000"),
            Variable("company.city", _("city"), "Liège"),
            Variable("company.vat", _("VAT number"), "BE0403019261"),
            Variable("company.registration", _("registration"), "RPM Liège"),
            Variable("company.email", _("e-mail"), "invoices@ardenne-bois.example"),
            Variable("company.phone", _("phone"), "+32 4 223 45 67"),
            Variable("answer_to", _("where answers go"), "invoices@ardenne-bois.example"),
        ),
    ),
    Group(
        _("The message"),
        (
            Variable("today", _("day of the message"), "24 March 2026"),
            Variable(
                "deadline",
                _("eight days later, or the last day of the term that the law asks for"),
                "1 April 2026",
            ),
            Variable("number", _("which reminder it is"), "2"),
            Variable("ordinal", _("the same in words"), "second"),
            Variable("tone", _("FRIENDLY, NEUTRAL or FIRM (for “if”)"), "NEUTRAL"),
            Variable("letter", _("true on paper (for “if”)"), "true"),
            Variable("reader", _("the colleague who reads it"), "Luc Maes"),
            Variable(
                "tried",
                _("what was sent before, as a list"),
                "24 March 2026: first reminder, by e-mail",
            ),
        ),
    ),
)

ALL = tuple(one for group in GROUPS for one in group.variables)
# The name before the dot, or the whole.
NAMES = frozenset(one.name.partition(".")[0] for one in ALL) | {"items"}


def _fields(of: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(of))


FIELDS = {
    "invoice": _fields(Row),
    "customer": _fields(CustomerWords),
    "company": _fields(CompanyWords),
}
# What can be walked through, and the fields of what is found there.
LISTS: dict[str, frozenset[str]] = {"items": FIELDS["invoice"], "tried": frozenset()}
WHOLE_PARTS = frozenset(PARTS)
