"""What can be written in a customer file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acquit.core.money import Money
from acquit.ledger.models import DisputeReason, HoldReason
from acquit.scoring.models.payers import PROFILES
from acquit.web.forms import AmountField, DayField, KitForm

if TYPE_CHECKING:
    from acquit.ledger.models import Receivable


# What a case holds, the case holds; an insolvency is recorded as one.
BY_HAND = [one for one in HoldReason.choices if one[0] != HoldReason.HANDED_OVER]


def _text(*, rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PromiseForm(KitForm):
    """How much, by which day."""

    def __init__(self, receivable: Receivable, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        currency = receivable.currency
        self.fields["amount"] = AmountField(
            currency=currency,
            label=_("Amount in %(currency)s") % {"currency": currency},
            initial=Money(receivable.open_minor, currency),
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )
        self.order_fields(["amount", "promised_on"])

    promised_on = DayField(
        label=_("Paid by"),
        help_text=_("Nothing is sent for this invoice until the end of that day."),
    )


class DisputeForm(KitForm):
    """What is contested, and why."""

    def __init__(self, receivable: Receivable, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        currency = receivable.currency
        self.fields["amount"] = AmountField(
            currency=currency,
            label=_("Contested amount in %(currency)s") % {"currency": currency},
            required=False,
            help_text=_(
                "Empty: the whole of it. "
                "The part that is not contested goes on being asked for."
            ),
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )
        self.order_fields(["reason", "amount", "words"])

    reason = forms.ChoiceField(label=_("Reason"), choices=DisputeReason.choices)
    words = forms.CharField(
        label=_("What the customer said"), required=False, widget=_text(rows=3)
    )


class HoldForm(KitForm):
    """Why reminders stop, and until when: a hold always ends."""

    reason = forms.ChoiceField(label=_("Reason"), choices=BY_HAND)
    from_on = DayField(label=_("First day"))
    until_on = DayField(
        label=_("Last day"), help_text=_("Reminders go on by themselves after that day.")
    )
    words = forms.CharField(label=_("Explanation"), required=False, widget=_text(rows=2))

    def offer_group(self, others: str) -> None:
        """Let the whole group be held; others: who else is the same debtor."""
        self.fields["whole_group"] = forms.BooleanField(
            label=_("For the whole group"),
            required=False,
            help_text=_("The same debtor as: %(others)s.") % {"others": others},
            widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        )


class NoteForm(KitForm):
    """Something to remember."""

    text = forms.CharField(label=_("Note"), max_length=5000, widget=_text(rows=5))


class OverrideForm(KitForm):
    """Another profile, another score, or both; why, and until when."""

    profile = forms.ChoiceField(label=_("Profile"), required=False)
    score = forms.IntegerField(
        label=_("Score"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("0 to 100, 100 is the safest. Empty: as computed."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    until_on = DayField(
        label=_("Last day"),
        help_text=_("What is computed counts again after that day; a year at most."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=_text(rows=3))

    def __init__(self, computed: str, *args: Any, **kwargs: Any) -> None:
        """computed: what the profile is when nobody says otherwise."""
        super().__init__(*args, **kwargs)
        as_computed = _("As computed: %(profile)s") % {"profile": computed}
        self.fields["profile"].choices = [("", as_computed), *PROFILES]  # type: ignore[attr-defined]  # a choice
