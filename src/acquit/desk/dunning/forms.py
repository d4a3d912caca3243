"""Why a prepared step does not leave, and until when."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from acquit.web.forms import DayField, KitForm


class DeclineForm(KitForm):
    """The customer is held until a day, so that the step is not proposed again tomorrow."""

    why = forms.CharField(
        label=_("Why not?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    until_on = DayField(
        label=_("Nothing is sent until"),
        help_text=_(
            "The last day of the hold; then the step is proposed again if it is due."
        ),
    )
