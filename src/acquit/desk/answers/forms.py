"""Whose an answer is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from acquit.ledger.models import Customer
    from acquit.organisation.models import Company


class OwnerForm(KitForm):
    """The company that was written to, and the customer who wrote, by its number."""

    def __init__(
        self,
        companies: QuerySet[Company],
        customers: QuerySet[Customer],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.customers = customers
        choices = [(str(one.pk), one.name) for one in companies]
        field = self.fields["company"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        # Of several none is taken for granted: their customers may have the same numbers.
        field.choices = choices if len(choices) == 1 else [("", "—"), *choices]

    company = forms.ChoiceField(label=_("Company"))
    code = forms.CharField(
        label=_("Customer number"), max_length=60, help_text=_("As in your accounting.")
    )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a number that no customer of the company has."""
        given = super().clean() or {}
        code = str(given.get("code", "")).strip()
        found = self.customers.filter(company=given.get("company"), code__iexact=code)
        given["customer"] = found.first()
        if code and given["customer"] is None:
            self.add_error(
                "code",
                forms.ValidationError(
                    _("No customer of this company has the number “%(code)s”."),
                    params={"code": code},
                ),
            )
        return given
