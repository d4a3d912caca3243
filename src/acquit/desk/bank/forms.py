"""What a person says of a payment: how much of it for which invoice, or whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acquit.core.money import Money
from acquit.ledger.actions import Share
from acquit.ledger.models import Customer
from acquit.web import reading
from acquit.web.forms import AmountField, KitForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from acquit.ledger.models import Receipt, Receivable
    from acquit.matching.models import Match


class SharesForm(KitForm):
    """One amount for each receivable; an empty one means that it is not paid by this."""

    def __init__(
        self,
        receipt: Receipt,
        receivables: Sequence[Receivable],
        proposals: Mapping[int, Match],
        *args: Any,
    ) -> None:
        super().__init__(*args)
        self.receipt = receipt
        self.receivables = receivables
        self.proposals = proposals
        for one in receivables:
            self.fields[f"use-{one.pk}"] = self._field(one)

    def _field(self, one: Receivable) -> AmountField:
        label = _("Of this payment for %(number)s") % {"number": one.invoice.number}
        looks = {"class": "form-control", "data-share": "", "aria-label": label}
        return AmountField(
            currency=one.currency,
            required=False,
            label=label,
            initial=self._proposed(one),
            widget=forms.TextInput(attrs=looks),
        )

    def _proposed(self, one: Receivable) -> Money | None:
        """What was proposed; where nothing was, all of it when that is just the amount."""
        match = self.proposals.get(one.pk)
        if match is not None:
            return Money(min(match.amount_minor, one.open_minor), one.currency)
        return Money(one.open_minor, one.currency) if one == self.exactly else None

    @property
    def exactly(self) -> Receivable | None:
        """The only one of which just this amount is open, where nothing was proposed."""
        left = self.receipt.available_minor
        alone = [one for one in self.receivables if one.open_minor == left]
        return alone[0] if len(alone) == 1 and not self.proposals else None

    @property
    def rows(self) -> Iterator[tuple[Receivable, forms.BoundField, Match | None]]:
        """What the page draws a line for."""
        for one in self.receivables:
            yield one, self[f"use-{one.pk}"], self.proposals.get(one.pk)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for more than is open, more than came in, or nothing."""
        given = self.cleaned_data
        for one in self.receivables:
            money = given.get(f"use-{one.pk}")
            if money is not None and money.minor > one.open_minor:
                still = Money(one.open_minor, one.currency)
                self.add_error(
                    f"use-{one.pk}",
                    _("Only %(amount)s is open.")
                    % {"amount": reading.amount_and_currency(still)},
                )
        if self.errors:
            return given
        used = sum(share.amount_minor for share in self.shares())
        if not used:
            raise forms.ValidationError(
                _("Write an amount beside at least one invoice that this payment settles.")
            )
        if used > self.receipt.available_minor:
            left = Money(self.receipt.available_minor, self.receipt.currency)
            over = Money(used - left.minor, left.currency)
            raise forms.ValidationError(
                _("Only %(left)s can be used: that is %(over)s too much.")
                % {
                    "left": reading.amount_and_currency(left),
                    "over": reading.amount_and_currency(over),
                }
            )
        return given

    def shares(self) -> list[Share]:
        """What was typed, with the evidence of what had been proposed."""
        given = [(one, self.cleaned_data.get(f"use-{one.pk}")) for one in self.receivables]
        return [
            Share(one.pk, money.minor, self._evidence(one)) for one, money in given if money
        ]

    def _evidence(self, one: Receivable) -> dict[str, Any]:
        match = self.proposals.get(one.pk)
        return dict(match.evidence) if match is not None else {"how": "person"}


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
