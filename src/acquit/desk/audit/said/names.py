"""What the fields of customers, invoices, companies and policies are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

FIELDS = {
    "due_on": gettext_lazy("Due day"),
    "issued_on": gettext_lazy("Day of issue"),
    "amount_minor": gettext_lazy("Amount"),
    "customer": gettext_lazy("Customer"),
    "payment_reference": gettext_lazy("Payment reference"),
    "order_number": gettext_lazy("Order number"),
    "terms": gettext_lazy("Terms"),
    "document": gettext_lazy("The document"),
    "discounts": gettext_lazy("Discount"),
    "name": gettext_lazy("Name"),
    "vat": gettext_lazy("VAT number"),
    "registration": gettext_lazy("Registration"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "street": gettext_lazy("Street"),
    "postcode": gettext_lazy("Postcode"),
    "city": gettext_lazy("City"),
    "country": gettext_lazy("Country"),
    "language": gettext_lazy("Language"),
    "currency": gettext_lazy("Currency"),
    "segment": gettext_lazy("Segment"),
    "party_type": gettext_lazy("Kind"),
    "payment_method": gettext_lazy("Pays by"),
    "payment_terms_days": gettext_lazy("Payment terms"),
    "credit_limit_minor": gettext_lazy("Credit limit"),
    "unit_id": gettext_lazy("Unit"),
    "collector_id": gettext_lazy("Collector"),
    "representative_id": gettext_lazy("Sales representative"),
    "minimum_minor": gettext_lazy("Smallest amount"),
    "email_minor": gettext_lazy("An e-mail"),
    "sms_minor": gettext_lazy("A text message"),
    "letter_minor": gettext_lazy("A letter, with postage"),
    "hour_minor": gettext_lazy("An hour of who calls"),
    "call_minutes": gettext_lazy("A call takes (minutes)"),
    "freshness_days": gettext_lazy("Days that bank data stay fresh"),
    "write_off_limit COLLECTOR": gettext_lazy("Most that a collector may write off"),
    "write_off_limit CREDIT_MANAGER": gettext_lazy(
        "Most that a credit manager may write off"
    ),
    "write_off_limit ADMINISTRATOR": gettext_lazy(
        "Most that an administrator may write off"
    ),
    "write_off_limit REPRESENTATIVE": gettext_lazy(
        "Most that a sales representative may write off"
    ),
    "write_off_limit READ_ONLY": gettext_lazy(
        "Most that somebody who only reads may write off"
    ),
}
POLICY = {
    "thanks_days": gettext_lazy("Days in which a thank-you makes sense"),
    "per_day": gettext_lazy("Messages to one debtor a day"),
    "per_week": gettext_lazy("Messages to one debtor in seven days"),
    "from_hour": gettext_lazy("Contact hours from"),
    "until_hour": gettext_lazy("Contact hours until"),
    "debit_days": gettext_lazy("Days for which a direct debit is waited for"),
    "strategic": gettext_lazy("Strategic debtors"),
    "approval_minor": gettext_lazy("From which sum on who decides on credit agrees"),
    "scenario": gettext_lazy("For customers that no rule takes"),
}
