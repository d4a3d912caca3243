"""How a company follows up, whatever the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.core.money import Money
from acquit.cycle.actions import scenarios as cycle
from acquit.desk import sheets
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.scenarios import said
from acquit.desk.scenarios.rules import followable, usual_scenario
from acquit.desk.scenarios.views import companies_of, may_draw, tabs
from acquit.desk.sheets import Sheet
from acquit.dunning.actions.policies import WITHIN
from acquit.dunning.queries.policies import policy_of
from acquit.organisation.rights import Act
from acquit.web import reading
from acquit.web.forms import AmountField, KitForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from acquit.desk.following_words import Words
    from acquit.organisation.models import Company

# Each field with what it is called, and why it is there.
FIELDS: dict[str, tuple[Words, Words]] = {
    "minimum_minor": (
        gettext_lazy("Smallest amount worth a message"),
        gettext_lazy(
            "Less than this, over all that is due of a customer, is not asked for."
        ),
    ),
    "per_day": (
        gettext_lazy("Messages to one debtor a day"),
        gettext_lazy("Over all our companies; what is more waits for the next free day."),
    ),
    "per_week": (
        gettext_lazy("Messages to one debtor in seven days"),
        gettext_lazy("Letters, e-mails, text messages and calls together."),
    ),
    "from_hour": (
        gettext_lazy("Contact hours from"),
        gettext_lazy("Full hours of the debtor's own day."),
    ),
    "until_hour": (
        gettext_lazy("Contact hours until"),
        gettext_lazy("Nothing that rings or beeps arrives after it."),
    ),
    "freshness_days": (
        gettext_lazy("Bank data stay fresh for (working days)"),
        gettext_lazy("Nobody is reminded on older ones: the money may be there already."),
    ),
    "debit_days": (
        gettext_lazy("A direct debit is waited for (days)"),
        gettext_lazy("So long after the due day; then it is asked for as any other."),
    ),
    "thanks_days": (
        gettext_lazy("A thank-you makes sense for (days)"),
        gettext_lazy("So long after the money came."),
    ),
    "strategic": (
        gettext_lazy("Strategic debtors"),
        gettext_lazy(
            "So many of the largest are written to only when a person agrees; never more "
            "than one in twenty."
        ),
    ),
    "approval_minor": (
        gettext_lazy("From which sum on who decides on credit agrees"),
        gettext_lazy("Whatever the scenario says. Empty: there is no such limit."),
    ),
}
# These are sums in the company's currency, and not counts.
SUMS = ("minimum_minor", "approval_minor")


class PolicyForm(KitForm):
    """Each number, and the scenario of those that no rule takes."""

    def __init__(self, company: Company, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        held = policy_of(company.pk)
        for name, (label, help_text) in FIELDS.items():
            least, most = WITHIN[name]
            if name in SUMS:
                self.fields[name] = AmountField(
                    currency=company.currency,
                    label=_("%(label)s (%(currency)s)")
                    % {"label": label, "currency": company.currency},
                    initial=Money(held[name], company.currency) if held[name] else None,
                    required=name == "minimum_minor",
                    help_text=str(help_text),
                    widget=forms.TextInput(attrs={"class": "form-control"}),
                )
                continue
            self.fields[name] = forms.IntegerField(
                label=str(label),
                min_value=least,
                max_value=most,
                initial=held[name],
                help_text=str(help_text),
                widget=forms.NumberInput(attrs={"class": "form-control"}),
            )
        usual = usual_scenario(company)
        self.fields["scenario"] = forms.ChoiceField(
            label=_("For customers that no rule takes"),
            choices=[(str(one.pk), said.name(one.name)) for one in followable(company)],
            initial=usual.pk if usual else None,
            widget=forms.Select(attrs={"class": "form-select"}),
        )


@door(Act.SEE)
def policies(request: DeskRequest) -> HttpResponse:
    """The policy of each company."""
    context = {
        "tabs": tabs("policy"),
        "companies": [
            {
                "company": one,
                "rows": _rows(one),
                "usual": usual_scenario(one),
                "draws": may_draw(request, one.pk),
            }
            for one in companies_of(request).order_by("name")
        ],
    }
    return render(request, "desk/scenarios/policy.html", context)


@door(Act.SET_RULES, "GET", "POST")
def policy(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the policy of one company."""
    company = get_object_or_404(companies_of(request), pk=pk)
    form = PolicyForm(company, sheets.sent(request))
    sheet = Sheet(
        title=_("How %(company)s follows up") % {"company": company.name},
        submit=_("Save"),
        done=_("It counts from now on; what comes next is decided anew."),
        back=reverse("desk:policies"),
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: cycle.set_policy(
            company,
            {
                **{name: given[name] for name in FIELDS},
                **{name: given[name].minor if given[name] else 0 for name in SUMS},
            },
            scenario_id=int(given["scenario"]),
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


def _rows(company: Company) -> list[tuple[str, str, str]]:
    """(what it is called, its value, why it is there)."""
    held = policy_of(company.pk)
    rows = []
    for name, (label, why) in FIELDS.items():
        value = reading.number(held[name])
        if name in SUMS:
            value = reading.amount_and_currency(Money(held[name], company.currency))
            value = value if held[name] else _("none")
        rows.append((str(label), value, str(why)))
    return rows
