"""What is said of a scenario as a whole: its name, its copy, its publication."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from acquit.web.forms import KitForm


class NameForm(KitForm):
    """What a scenario is called, and what it is for."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    about = forms.CharField(
        label=gettext_lazy("For whom it is"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CopyForm(KitForm):
    """The name of the copy, and whether it writes letters."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    letters = forms.BooleanField(
        label=gettext_lazy("Everything that is written goes by letter"),
        required=False,
        help_text=gettext_lazy("A twin for customers without e-mail."),
    )


class PublishForm(KitForm):
    """Why, and what becomes of those who are under way."""

    note = forms.CharField(
        label=gettext_lazy("What changes, and why"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    moves = forms.ChoiceField(
        label=gettext_lazy("Customers that were reminded already"),
        choices=[
            ("yes", gettext_lazy("move to the new version at once")),
            ("no", gettext_lazy("stay on theirs until they have paid")),
        ],
    )
