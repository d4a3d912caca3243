"""Entering the rate of the next half-year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from acquit.core.law import Certainty, Row
from acquit.desk.law import told
from acquit.law.actions import LEAST, MOST
from acquit.law.queries import next_term
from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from acquit.core.law import Rates

CONTROL = {"class": "form-control"}


class RateForm(KitForm):
    """One rate of one reference, as its authority published it; shown for the next term."""

    def __init__(self, known: Rates, reference: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._reference = reference
        last = known.tables[reference][-1]
        first, end = next_term(last)
        self.fields["percent"] = forms.DecimalField(
            label=_("Percent a year"),
            min_value=LEAST,
            max_value=MOST,
            max_digits=7,
            decimal_places=4,
            localize=True,
            help_text=_("Before that it was %(percent)s.")
            % {"percent": told.percent(last.percent)},
            widget=forms.TextInput(attrs={**CONTROL, "inputmode": "decimal"}),
        )
        for name, label, day in (
            ("valid_from", _("From"), first),
            ("valid_to", _("Until"), end),
        ):
            self.fields[name] = forms.DateField(
                label=label,
                initial=day,
                widget=forms.DateInput(
                    attrs={**CONTROL, "type": "date"}, format="%Y-%m-%d"
                ),
            )
        self.fields["source"] = forms.CharField(
            label=_("Where it was read"),
            max_length=300,
            help_text=_("The notice or the page, with its date: demands show it."),
            widget=forms.TextInput(attrs=CONTROL),
        )
        self.fields["certainty"] = forms.ChoiceField(
            label=_("How surely"),
            choices=[
                (one.value, told.CERTAINTIES[one][0])
                for one in (Certainty.PRIMARY, Certainty.SECONDARY)
            ],
            widget=forms.Select(attrs={"class": "form-select"}),
        )

    def row(self) -> Row:
        """What was said, once it is valid."""
        given = self.cleaned_data
        return Row(
            reference=self._reference,
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
            percent=given["percent"],
            certainty=Certainty(given["certainty"]),
            source=given["source"],
        )
