"""What is let go, why a debit note is withdrawn, and the terms of a company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.claims.actions import LONGEST_DAYS
from acquit.claims.queries import CompanyTerms
from acquit.core.money import Money
from acquit.web.forms import AmountField, DayField, KitForm

if TYPE_CHECKING:
    from acquit.organisation.models import Company

CONTROL = {"class": "form-control"}


def _reason(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class WaiveForm(KitForm):
    """How much of it, and why."""

    def __init__(self, left: Money, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["amount"] = AmountField(
            currency=left.currency,
            label=_("Amount in %(currency)s") % {"currency": left.currency},
            required=False,
            help_text=_("Empty: all that is left, and whatever is still to come."),
            widget=forms.TextInput(attrs=CONTROL),
        )
        self.order_fields(["amount", "reason"])

    reason = _reason(gettext_lazy("Why is it waived?"))


class WithdrawForm(KitForm):
    """Why, and what becomes of what it claimed."""

    reason = _reason(gettext_lazy("Why is it withdrawn?"))
    waive = forms.BooleanField(
        label=gettext_lazy("Waive what it claimed"),
        required=False,
        help_text=gettext_lazy("Else it may be claimed again by another debit note."),
    )


class TermsForm(KitForm):
    """What a company asks for beside the amount, from a day on."""

    valid_from = DayField(label=gettext_lazy("From"))
    percent = forms.DecimalField(
        label=gettext_lazy("Agreed rate a year, in percent"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=3,
        localize=True,
        help_text=gettext_lazy(
            "Empty: the rate of the law. It holds for invoices issued from that day on, "
            "towards businesses, and is checked against the law."
        ),
        widget=forms.TextInput(attrs={**CONTROL, "inputmode": "decimal"}),
    )
    shown = forms.BooleanField(
        label=gettext_lazy("Messages may tell interest and flat sum"), required=False
    )
    claimed = forms.BooleanField(
        label=gettext_lazy("They are claimed by debit notes"), required=False
    )
    due_days = forms.IntegerField(
        label=gettext_lazy("A debit note is to be paid within (days)"),
        min_value=1,
        max_value=LONGEST_DAYS,
        widget=forms.NumberInput(attrs=CONTROL),
    )
    clause_agreed = forms.BooleanField(
        label=gettext_lazy("The contract with consumers has a clause about late payment"),
        required=False,
        help_text=gettext_lazy("Then the agreed rate holds for them too."),
    )
    invoice_warns = forms.BooleanField(
        label=gettext_lazy("The invoices say what the law wants them to say"),
        required=False,
        help_text=gettext_lazy(
            "Consumers in Germany: default after 30 days; in Luxembourg: article 12."
        ),
    )
    small_creditor = forms.BooleanField(
        label=gettext_lazy("The company is small or of medium size"),
        required=False,
        help_text=gettext_lazy(
            "Belgian consumers then owe interest from the day after the reminder."
        ),
    )

    def __init__(
        self, company: Company, held: CompanyTerms, *args: Any, **more: Any
    ) -> None:
        names = ("percent", "shown", "claimed", "due_days", "clause_agreed")
        flags = ("invoice_warns", "small_creditor")
        initial = {name: getattr(held, name) for name in (*names, *flags)}
        super().__init__(*args, initial=initial | more.pop("initial", {}), **more)
        self.fields["minimum"] = AmountField(
            currency=company.currency,
            label=_("Smallest debit note, in %(currency)s")
            % {"currency": company.currency},
            required=False,
            initial=Money(held.minimum_minor, company.currency)
            if held.minimum_minor
            else None,
            help_text=_("Less than this is not claimed. Empty: any amount is."),
            widget=forms.TextInput(attrs=CONTROL),
        )
        self.order_fields(
            ["valid_from", "percent", "shown", "claimed", "minimum", "due_days"]
        )

    def terms(self) -> CompanyTerms:
        """What was said, once it is valid."""
        given = dict(self.cleaned_data)
        minimum = given.pop("minimum")
        return CompanyTerms(**given, minimum_minor=minimum.minor if minimum else 0)
