"""Rules in words, and the form in which one is written: its choices are the company's own
segments, units and countries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel import Locale
from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from acquit.core.dunning.assigning import MEASURED, Condition, Trait, conditions_of_data
from acquit.desk.scenarios import said
from acquit.ledger.models import Customer, PaymentMethod
from acquit.organisation.models import LANGUAGES, Unit
from acquit.scoring.models.payers import PROFILES
from acquit.web import reading
from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.forms.boundfield import BoundField

    from acquit.dunning.models import AssignmentRule, Scenario
    from acquit.organisation.models import Company

MOST = 60
Choice = tuple[str, str]


def country(code: str) -> str:
    """The name of a country in the reader's language."""
    known = Locale.parse((get_language() or "en").replace("-", "_")).territories
    return str(known.get(code.upper(), code))


@dataclass(frozen=True, slots=True)
class Choices:
    """What may stand in a condition, as (code, words)."""

    of: dict[Trait, list[Choice]]

    def words(self, trait: Trait, code: str) -> str:
        """The words of a code; the code itself where nobody has it any more."""
        if trait is Trait.COUNTRY:
            return country(code)
        folded = {key.casefold(): label for key, label in self.of.get(trait, [])}
        return folded.get(code.casefold(), code.upper())


def choices(company: Company) -> Choices:
    """What the company's customers have, and what they may have."""
    seen = Customer.objects.of(company.pk).order_by()
    segments = _distinct(seen.exclude(segment="").values_list("segment", flat=True))
    countries = _distinct(seen.values_list("country", flat=True))
    return Choices(
        {
            **labels(company).of,
            Trait.SEGMENT: [(one, one) for one in segments],
            Trait.COUNTRY: sorted(
                ((one, country(one)) for one in countries), key=lambda pair: pair[1]
            ),
        }
    )


def labels(company: Company) -> Choices:
    """The words of codes, for which only the units have to be asked."""
    units = Unit.objects.filter(company=company).order_by("name")
    return Choices(
        {
            Trait.PROFILE: [(str(code), str(label)) for code, label in PROFILES],
            Trait.UNIT: list(units.values_list("code", "name")),
            Trait.PAYMENT_METHOD: [(c, str(label)) for c, label in PaymentMethod.choices],
            Trait.LANGUAGE: list(LANGUAGES),
            Trait.PARTY: [
                (str(c), str(label)) for c, label in Customer.PARTIES if c != "UNKNOWN"
            ],
        }
    )


def _distinct(values: Any) -> list[str]:
    return sorted(values.distinct()[:MOST])


def in_words(conditions: Iterable[Condition], known: Choices) -> list[str]:
    """Each condition, a line."""
    return [_told(one, known) for one in conditions]


def _told(one: Condition, known: Choices) -> str:
    label = str(said.TRAITS[one.trait])
    if one.trait not in MEASURED:
        named = sorted(known.words(one.trait, code) for code in one.values)
        return _("%(trait)s: %(values)s") % {"trait": label, "values": _or(named)}
    least, most = one.at_least, one.at_most
    if least is not None and most is not None:
        return _("%(trait)s: %(least)s to %(most)s") % {
            "trait": label,
            "least": reading.number(least),
            "most": reading.number(most),
        }
    if least is not None:
        return _("%(trait)s: %(least)s or more") % {
            "trait": label,
            "least": reading.number(least),
        }
    return _("%(trait)s: %(most)s or less") % {
        "trait": label,
        "most": reading.number(most or 0),
    }


def _or(named: Sequence[str]) -> str:
    *others, last = named
    if not others:
        return last
    return _("%(some)s or %(last)s") % {"some": ", ".join(others), "last": last}


class RuleForm(KitForm):
    """A name, a scenario, and for each trait what a customer must have; nothing = any."""

    name = forms.CharField(label=gettext_lazy("Name of the rule"), max_length=100)
    scenario = forms.ChoiceField(label=gettext_lazy("They get"))

    def __init__(
        self,
        known: Choices,
        scenarios: Iterable[Scenario],
        held: Sequence[Condition],
        *args: Any,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.fields["scenario"].choices = [  # type: ignore[attr-defined]  # a choice
            (str(one.pk), said.name(one.name)) for one in scenarios
        ]
        by_trait = {one.trait: one for one in held}
        for trait in Trait:
            condition = by_trait.get(trait)
            if trait in MEASURED:
                self._measured(trait, condition)
            else:
                self._named(trait, known.of[trait], condition)

    def _named(self, trait: Trait, offered: list[Choice], held: Condition | None) -> None:
        kept = {} if held is None else {one: one.upper() for one in held.values}
        known = {code.casefold(): label for code, label in offered}
        every = {**kept, **known}
        if not every:
            return
        self.fields[trait.value] = forms.MultipleChoiceField(
            label=str(said.TRAITS[trait]),
            choices=list(every.items()),
            required=False,
            initial=sorted(held.values) if held else [],
            widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        )

    def _measured(self, trait: Trait, held: Condition | None) -> None:
        label = str(said.TRAITS[trait])
        ends = (
            ("least", _("%(trait)s: at least"), held.at_least if held else None),
            ("most", _("%(trait)s: at most"), held.at_most if held else None),
        )
        for end, words, value in ends:
            self.fields[f"{trait.value}_{end}"] = forms.FloatField(
                label=words % {"trait": label},
                min_value=0,
                max_value=100,
                required=False,
                initial=None if value is None else f"{value:g}",
                widget=forms.NumberInput(attrs={"class": "form-control", "step": "any"}),
            )

    def conditions(self) -> tuple[Condition, ...]:
        """What was said; the form is valid."""
        given = self.cleaned_data
        found = []
        for trait in Trait:
            if trait in MEASURED:
                least = given.get(f"{trait.value}_least")
                most = given.get(f"{trait.value}_most")
                if least is not None or most is not None:
                    found.append(Condition(trait=trait, at_least=least, at_most=most))
            elif values := given.get(trait.value):
                found.append(Condition(trait=trait, values=frozenset(values)))
        return tuple(found)


def asked(form: RuleForm) -> list[BoundField]:
    """The conditions of the form, in the order of the traits."""
    return [form[one] for one in form.fields if one not in {"name", "scenario"}]


def conditions_of(rule: AssignmentRule) -> tuple[Condition, ...]:
    """What the rule asks."""
    return conditions_of_data(rule.conditions)
