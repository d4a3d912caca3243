"""What somebody asks of their data, and what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acquit.core.privacy import RequestKind
from acquit.privacy.models import REQUESTS
from acquit.web.forms import DayField, KitForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.organisation.models import Company


def _text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class RequestForm(KitForm):
    """Who asks what, and when it arrived."""

    company = forms.TypedChoiceField(label=_("Company"), coerce=int)
    who = forms.CharField(
        label=_("Customer number, or e-mail address"),
        max_length=254,
        help_text=_("The number for a customer, the address for a contact person."),
    )
    kind = forms.TypedChoiceField(label=_("What"), choices=REQUESTS, coerce=RequestKind)
    received_on = DayField(
        label=_("Received on"), help_text=_("It is answered within a month of that day.")
    )
    words = forms.CharField(
        label=_("In their words"), required=False, max_length=2000, widget=_text()
    )

    def __init__(self, companies: Iterable[Company], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["company"].choices = [  # type: ignore[attr-defined]  # a choice
            (one.pk, one.name) for one in companies
        ]


class AnswerForm(KitForm):
    """What was answered."""

    outcome = forms.CharField(
        label=_("What was answered, and how"), max_length=2000, widget=_text()
    )


class WhyForm(KitForm):
    """The reason."""

    words = forms.CharField(label=_("Why?"), max_length=2000, widget=_text())


class SoleTraderForm(KitForm):
    """Of a business somebody has to say that it is a natural person."""

    sole_trader = forms.BooleanField(
        label=_("It is a sole trader: a natural person"), required=True
    )
