"""What happened to a claim, and taking back what was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from acquit.core.law import Event
from acquit.limitation.models import RECORDED
from acquit.web.forms import DayField, KitForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.ledger.models import Receivable

ALL, CUSTOMER = "all", "customer"
# A scan of a letter, or a mail; books take in larger files.
MOST_BYTES = 10 * 1024 * 1024


class OccurrenceForm(KitForm):
    """What happened, when, to which claims, and how it is known."""

    kind = forms.TypedChoiceField(label=_("What happened"), choices=RECORDED, coerce=Event)
    on = DayField(label=_("Day"))
    about = forms.ChoiceField(label=_("Which claims"))
    words = forms.CharField(
        label=_("How it is known"),
        max_length=500,
        help_text=_("Where it stands: a court must be able to see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(label=_("The document"), required=False)

    def __init__(
        self, rows: Sequence[Receivable], others: int, *args: Any, **more: Any
    ) -> None:
        """others: how many further open claims of this customer were due by now."""
        super().__init__(*args, **more)
        chosen: list[tuple[str, str]] = [(ALL, str(_("This invoice")))]
        if len(rows) > 1:
            chosen += [
                (str(row.pk), _("Only instalment %(number)d") % {"number": row.instalment})
                for row in rows
            ]
        if others:
            words = ngettext(
                "All that the customer owes: %(count)d more",
                "All that the customer owes: %(count)d more",
                others,
            )
            chosen.append((CUSTOMER, words % {"count": others}))
        field = self.fields["about"]
        field.choices = chosen  # type: ignore[attr-defined]  # a choice

    def clean_file(self) -> Any:
        """Raises ValidationError for what is too large to be kept."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return file


class WithdrawForm(KitForm):
    """Why it was wrong."""

    words = forms.CharField(
        label=_("Why was it wrong?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
