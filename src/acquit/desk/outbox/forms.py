"""What a person knows of a message that may or may not have left, or of a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acquit.channels.models import ArrivalOutcome
from acquit.web.forms import DayField, KitForm

if TYPE_CHECKING:
    from datetime import date

    from acquit.channels.models import Arrival

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


class ArrivalForm(KitForm):
    """What became of a letter, on which day, and what shows it."""

    outcome = forms.TypedChoiceField(
        label=_("What became of it?"),
        choices=ArrivalOutcome.choices,
        coerce=ArrivalOutcome,
    )
    on = DayField(
        label=_("Day"),
        help_text=_("At the door; of what came back, the day it was here again."),
    )
    tracking = forms.CharField(label=_("Tracking number"), max_length=60, required=False)
    file = forms.FileField(
        label=_("Acknowledgement of receipt"),
        required=False,
        help_text=_("A PDF, JPG or PNG of at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    words = forms.CharField(
        label=_("Why was it wrong?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, before: Arrival | None, *args: Any, today: date, **more: Any
    ) -> None:
        """before: what is corrected, None = nothing is recorded yet."""
        known: dict[str, Any] = {"on": today, "outcome": ArrivalOutcome.RECEIVED}
        if before is not None:
            known = {"on": before.on, "outcome": before.outcome}
            known["tracking"] = before.tracking
        super().__init__(*args, initial=known, **more)
        if before is None:
            del self.fields["words"]
            field = self.fields["outcome"]
            field.choices = [  # type: ignore[attr-defined]  # a choice
                one for one in ArrivalOutcome.choices if one[0] != ArrivalOutcome.UNKNOWN
            ]
