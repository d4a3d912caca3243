"""What is to be tried, and what messages cost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.core.dunning.prices import Prices
from acquit.core.money import Money
from acquit.desk.scenarios import said
from acquit.dunning.actions.trials import MOST_MINUTES
from acquit.dunning.models import Scenario
from acquit.dunning.queries.chosen import DRAFT, IN_FORCE, Chosen, chosen, chosen_of
from acquit.dunning.queries.tried import known_since, prices
from acquit.web.forms import AmountField, DayField, KitForm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.organisation.models import Company

# A quarter: long enough for the last step of most scenarios.
USUAL_DAYS = 90
# Books that were begun so lately have no past of their own yet.
YOUNG_DAYS = 28


class TrialForm(KitForm):
    """Which scenario, on which days, for whom. draws: drafts may be tried too."""

    scenario = forms.ChoiceField(
        label=gettext_lazy("Scenario"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    first_on = DayField(label=gettext_lazy("First day"))
    last_on = DayField(label=gettext_lazy("Last day"))
    everybody = forms.BooleanField(
        label=gettext_lazy("For every customer, not only those who follow it"),
        required=False,
    )

    dated = forms.BooleanField(
        label=gettext_lazy("As if every fact had been recorded on its own day"),
        help_text=gettext_lazy("For books that were imported later than their days."),
        required=False,
    )

    def __init__(
        self, company: Company, *args: Any, today: date, draws: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._company = company
        rows = Scenario.objects.filter(company=company, archived_at=None)
        self._rows = {str(one.pk): one for one in rows.order_by("name", "pk")}
        choices = [(IN_FORCE, _("Each customer by its own, as in force"))]
        for key, row in self._rows.items():
            choices += _choices(key, row, draws=draws)
        if not self._rows:
            choices.append(("standard", _("Standard")))
        self.fields["scenario"].choices = choices  # type: ignore[attr-defined]  # a choice field
        since = known_since(company.pk) or today
        young = today - since < timedelta(days=YOUNG_DAYS)
        first = today - timedelta(days=USUAL_DAYS)
        self.fields["first_on"].initial = first if young else max(first, since)
        self.fields["dated"].initial = young
        self.fields["last_on"].initial = today

    def chosen(self) -> Chosen:
        """The scenario that is meant. Raises NothingDrawn."""
        word = self.cleaned_data["scenario"]
        row = self._rows.get(word.removesuffix(DRAFT))
        if row is None:
            return chosen(self._company.pk, word)
        return chosen_of(row, draft=word.endswith(DRAFT))

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first_on"), given.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last day lies before the first."))
        return given


def _choices(key: str, row: Scenario, *, draws: bool) -> Sequence[tuple[str, str]]:
    name = said.name(row.name)
    found = [(key, name)] if row.versions.exists() else []
    if draws and row.draft is not None:
        found.append((f"{key}{DRAFT}", _("%(name)s (draft)") % {"name": name}))
    return found


class PricesForm(KitForm):
    """What one message costs by each means."""

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = prices(company.pk)
        labels = {
            "email_minor": _("An e-mail"),
            "sms_minor": _("A text message"),
            "letter_minor": _("A letter, with postage"),
            "hour_minor": _("An hour of who calls"),
        }
        for name, label in labels.items():
            self.fields[name] = AmountField(
                currency=company.currency,
                label=f"{label} ({company.currency})",
                initial=_shown(getattr(now, name), company.currency),
                required=False,
                help_text=_("Empty: nothing."),
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )
        self.fields["call_minutes"] = forms.IntegerField(
            label=_("A call takes (minutes)"),
            min_value=0,
            max_value=MOST_MINUTES,
            initial=now.call_minutes,
            widget=forms.NumberInput(attrs={"class": "form-control"}),
        )

    def prices(self) -> Prices:
        """What was typed."""
        given = self.cleaned_data
        return Prices(
            email_minor=_minor(given["email_minor"]),
            sms_minor=_minor(given["sms_minor"]),
            letter_minor=_minor(given["letter_minor"]),
            call_minutes=given["call_minutes"],
            hour_minor=_minor(given["hour_minor"]),
        )


def _shown(minor: int, currency: str) -> Money | None:
    return Money(minor, currency) if minor else None


def _minor(given: Money | None) -> int:
    return given.minor if given else 0
