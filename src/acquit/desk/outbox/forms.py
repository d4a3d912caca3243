"""What a person knows of a message that may or may not have left."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from acquit.web.forms import KitForm

ARRIVED, LOST = "arrived", "lost"


class SettleForm(KitForm):
    """It arrived, or it did not: then its steps are due again."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[
            (ARRIVED, _("It arrived: the step counts as taken")),
            (LOST, _("It did not arrive: the step is due again")),
        ],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
