"""What a form for files asks besides the files: what to do when a part is wrong, and
whether they tell of everything or of some things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from acquit.intake.actions import Picture
from acquit.web.forms import DayField, KitForm

if TYPE_CHECKING:
    from datetime import date

WHOLE, PARTIAL = "whole", "partial"
CHOICES = [
    (WHOLE, _("Take nothing of that file")),
    (PARTIAL, _("Take what is right")),
]


class PictureForm(KitForm):
    """Whether a table of invoices is the list of all that is open."""

    open_on = DayField(label=_("It lists all that was open on"), required=False)
    surely = forms.BooleanField(
        label=_("It is whole, however much is not in it any more"), required=False
    )

    def picture(self) -> Picture | None:
        """What was said; the form is valid. None = the file tells of some items."""
        open_on: date | None = self.cleaned_data.get("open_on")
        if open_on is None:
            return None
        return Picture(open_on, surely=bool(self.cleaned_data.get("surely")))
