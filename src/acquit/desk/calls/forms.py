"""What came of a call, as a form: each outcome asks for what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.core.money import Money
from acquit.cycle.actions import Heard
from acquit.cycle.actions.calls import spread
from acquit.dunning.models import CallOutcome
from acquit.ledger.models import DisputeReason
from acquit.organisation.rights import Act
from acquit.web import reading
from acquit.web.forms import AmountField, DayField, KitForm

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from acquit.ledger.models import Receivable

# What else a person needs the right to do, to say that this came of it.
NEEDS = {CallOutcome.PROMISE: Act.PROMISE, CallOutcome.DISPUTE: Act.DISPUTE}
# What each outcome asks for; the rest is not shown, and cannot be wrong.
ASKED = {
    CallOutcome.PROMISE: {"receivables", "promised_on", "amount"},
    CallOutcome.DISPUTE: {"receivables", "reason", "amount"},
    CallOutcome.CALL_BACK: {"again_on", "again_at"},
}


class CallForm(KitForm):
    """`heard` is what it says, once it is valid."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it?"),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    receivables = forms.MultipleChoiceField(
        label=gettext_lazy("Which invoices?"),
        error_messages={"required": gettext_lazy("Choose one at least.")},
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    promised_on = DayField(
        label=gettext_lazy("Paid by"),
        required=False,
        help_text=gettext_lazy("Nothing is sent for them until the end of that day."),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), required=False, choices=DisputeReason.choices
    )
    again_on = DayField(label=gettext_lazy("Call again on"), required=False)
    again_at = forms.TimeField(
        label=gettext_lazy("Not before"),
        required=False,
        help_text=gettext_lazy("An hour of that day; until then it is not on the list."),
        widget=forms.TimeInput(
            attrs={"type": "time", "class": "form-control"}, format="%H:%M"
        ),
    )
    words = forms.CharField(
        label=gettext_lazy("What was said"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        owed: Sequence[Receivable],
        today: date,
        acts: Collection[Act],
        *args: Any,
        **more: Any,
    ) -> None:
        """owed: what the call is about, the oldest first. acts: what this person may do."""
        super().__init__(*args, **more)
        self.today = today
        self.acts = acts
        self.owed = {str(one.pk): one for one in owed}
        outcomes = [
            (code, label)
            for code, label in CallOutcome.choices
            if NEEDS.get(CallOutcome(code), Act.NOTE) in acts
        ]
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]  # a choice
        self.fields["receivables"].choices = [  # type: ignore[attr-defined]  # a choice
            (key, _named(one)) for key, one in self.owed.items()
        ]
        self.fields["receivables"].initial = list(self.owed)
        currencies = {one.currency for one in owed}
        if len(currencies) == 1:
            self._ask_for_amount(currencies.pop())

    def _ask_for_amount(self, currency: str) -> None:
        self.fields["amount"] = AmountField(
            currency=currency,
            label=_("Amount in %(currency)s") % {"currency": currency},
            required=False,
            help_text=_("Empty: the whole of the chosen invoices."),
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )

    def clean(self) -> dict[str, Any]:
        """What the outcome asks for has to be there, and to fit."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        outcome = given.get("outcome")
        if outcome:
            shown = {"words"} | ASKED.get(CallOutcome(outcome), set())
            for name in set(self.errors) - shown:
                del self.errors[name]
        if outcome == CallOutcome.PROMISE:
            self._want_day("promised_on")
            self._want_invoices(given)
        elif outcome == CallOutcome.DISPUTE:
            self._want_invoices(given)
            if given.get("amount") and len(given.get("receivables", ())) > 1:
                self.add_error("amount", _("Choose the one invoice that it is about."))
        elif outcome == CallOutcome.CALL_BACK:
            if given.get("again_at") and "again_on" not in self.errors:
                given["again_on"] = given.get("again_on") or self.today
            self._want_day("again_on")
        return given

    def _want_day(self, name: str) -> None:
        day = self.cleaned_data.get(name)
        if name in self.errors:
            return
        if day is None:
            self.add_error(name, _("Which day?"))
        elif day < self.today:
            self.add_error(name, _("Give a day that is still to come."))

    def _want_invoices(self, given: Mapping[str, Any]) -> None:
        chosen = [self.owed[key] for key in given.get("receivables", ())]
        amount = given.get("amount")
        if not chosen or amount is None:
            return
        whole = Money(sum(one.open_minor for one in chosen), amount.currency)
        if amount.minor > whole.minor:
            self.add_error(
                "amount",
                _("That is more than %(amount)s, which is open on them.")
                % {"amount": reading.amount_and_currency(whole)},
            )

    def heard(self) -> Heard:
        """What was said, in the words of the verb."""
        given = self.cleaned_data
        outcome = CallOutcome(given["outcome"])
        chosen = [
            one for key, one in self.owed.items() if key in given.get("receivables", ())
        ]
        more: dict[str, Any] = {}
        if outcome == CallOutcome.PROMISE:
            more["promised"] = spread(given.get("amount"), chosen)
            more["promised_on"] = given["promised_on"]
        elif outcome == CallOutcome.DISPUTE:
            more["contested"] = {one.pk: given.get("amount") for one in chosen}
            more["reason"] = DisputeReason(given["reason"])
        elif outcome == CallOutcome.CALL_BACK:
            more["again_on"] = given["again_on"]
            more["again_at"] = given["again_at"]
        return Heard(outcome=outcome, words=given["words"], **more)


def _named(one: Receivable) -> str:
    return _("%(number)s, %(amount)s, due on %(day)s") % {
        "number": one.invoice.number,
        "amount": reading.amount_and_currency(Money(one.open_minor, one.currency)),
        "day": reading.short_day(one.due_on),
    }
