"""What people read for the kinds of tables and for the fields of a row."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acquit.formats.layouts.layout import Kind

KINDS = {
    Kind.ITEMS: _("Open items: invoices and what is open on them"),
    Kind.BANK: _("Bank lines: money in and out of our account"),
    Kind.CUSTOMERS: _("Customers"),
    Kind.CONTACTS: _("Contacts of customers"),
    Kind.RECEIPTS: _("Payments, as the accounting booked them"),
}

FIELDS = {
    "account": _("Our account"),
    "amount": _("Amount"),
    "balance": _("Balance of the account"),
    "bank_reference": _("Bank's own reference"),
    "bic": _("BIC"),
    "booked_on": _("Booking day"),
    "city": _("City"),
    "collector": _("Collector"),
    "contact_name": _("Name of the contact"),
    "country": _("Country"),
    "credit": pgettext_lazy("column", "Credit"),
    "credit_limit": _("Credit limit"),
    "currency": _("Currency"),
    "customer_code": _("Customer number"),
    "customer_name": _("Name of the customer"),
    "debit": pgettext_lazy("column", "Debit"),
    "direction": _("In or out"),
    "due_on": _("Due day"),
    "email": _("E-mail"),
    "end_to_end_id": _("End-to-end reference"),
    "fee": _("Bank's fee"),
    "iban": _("Account of the other side"),
    "ibans": _("Bank accounts"),
    "instalment": _("Instalment"),
    "invoice_number": _("Invoice number"),
    "invoice_numbers": _("Invoice numbers"),
    "issued_on": _("Day of the invoice"),
    "language": _("Language"),
    "mandate": _("Mandate"),
    "name": _("Name of the other side"),
    "open_amount": _("Open amount"),
    "order_number": _("Order number"),
    "parent_code": _("Number of the parent"),
    "party_type": _("Business, consumer or public"),
    "payment_method": _("Means of payment"),
    "payment_reference": _("Payment reference"),
    "payment_terms_days": _("Terms of payment in days"),
    "phone": _("Phone"),
    "postcode": _("Postcode"),
    "receipt_reference": _("Number of the payment"),
    "received_on": _("Day of the payment"),
    "registration": _("Register number"),
    "representative": _("Sales representative"),
    "role": _("Role"),
    "segment": _("Segment"),
    "settled_on": _("Paid on"),
    "street": _("Street"),
    "terms": _("Terms of payment, in words"),
    "text": _("Text"),
    "type": _("Invoice or credit note"),
    "unit": _("Unit"),
    "value_on": _("Value day"),
    "vat": _("VAT number"),
}
