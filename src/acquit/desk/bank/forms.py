"""What a person says of a line, in a sheet: whose money it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from acquit.ledger.models import Customer


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
