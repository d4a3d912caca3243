"""What a person says of a line, in a sheet: whose money it is, or who looks at it when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acquit.web.forms import DayField, KitForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from acquit.ledger.models import Customer
    from acquit.organisation.models import Person


class CustomerForm(KitForm):
    """Whose money it is, by the customer's number."""

    def __init__(self, customers: QuerySet[Customer], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.customers = customers

    code = forms.CharField(
        label=_("Customer number"),
        max_length=60,
        help_text=_("As in your accounting; search by name on the page of the line."),
    )

    def clean_code(self) -> str:
        """Raises ValidationError for a number that no customer of the company has."""
        code = str(self.cleaned_data["code"]).strip()
        self.customer = self.customers.filter(code__iexact=code).first()
        if self.customer is None:
            raise forms.ValidationError(
                _("No customer of this company has the number “%(code)s”."),
                params={"code": code},
            )
        return code


class ParkForm(KitForm):
    """Until when nobody has to look at it, and why."""

    until_on = DayField(
        label=_("Until"),
        help_text=_("On this day it comes back by itself."),
    )
    note = forms.CharField(
        label=_("Why?"),
        max_length=500,
        help_text=_("Such as: asked the customer what it is for."),
    )


class AssignForm(KitForm):
    """One of those who may match in the company, or nobody in particular."""

    def __init__(self, people: Sequence[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in people}
        choices = [(one.pk, one.name) for one in people]
        self.fields["person_id"] = forms.TypedChoiceField(
            label=_("Who looks at it?"),
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", _("Nobody in particular")), *choices],
            widget=forms.Select(attrs={"class": "form-select"}),
        )

    @property
    def person(self) -> Person | None:
        """Who was chosen."""
        return self.people.get(self.cleaned_data.get("person_id") or 0)
