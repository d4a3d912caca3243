"""Whom a rule would take, while it is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max, Min

from acquit.core.dunning.assigning import Rule
from acquit.desk.scenarios import ruled
from acquit.dunning.queries import touched
from acquit.ledger.models import Customer
from acquit.ledger.rows import Range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.core.dunning.assigning import Condition
    from acquit.desk.scenarios.ruled import RuleForm
    from acquit.dunning.models import AssignmentRule
    from acquit.organisation.models import Company

# So many customers are looked at; it is asked for with every tick.
PREVIEWED = 20_000


def preview(
    company: Company,
    rule: AssignmentRule | None,
    form: RuleForm,
    held: Sequence[Condition],
) -> dict[str, object] | None:
    """Whom it would take, beside the other rules, and who would move."""
    scenario_id = rule.scenario_id if rule else 0
    if form.is_bound:
        if not form.is_valid():
            return None
        held, scenario_id = form.conditions(), int(form.cleaned_data["scenario"])
    seen = _range(company)
    if seen is None or (rule is None and not form.is_bound):
        return None
    own = Rule(
        id=rule.pk if rule else 0, name="", conditions=tuple(held), scenario_id=scenario_id
    )
    others = [
        Rule(
            id=one.pk,
            name=one.name,
            conditions=ruled.conditions_of(one),
            scenario_id=one.scenario_id,
        )
        for one in touched.rules_of(company.pk)
    ]
    if rule is None:
        ordered = [*others, own]
    else:
        ordered = [own if one.id == rule.pk else one for one in others]
    alone = touched.regrouped(company.pk, [own], seen)
    told = touched.regrouped(company.pk, ordered, seen)
    return {
        "fit": alone.takes.get(own.id, 0),
        "takes": told.takes.get(own.id, 0),
        "moves": told.moves,
        "first": told.first,
        "looked_at": told.customers,
        "all": Customer.objects.of(company.pk).count(),
    }


def _range(company: Company) -> Range | None:
    """The first customers of the company, at most PREVIEWED."""
    keys = Customer.objects.of(company.pk).order_by("pk").values("pk")[:PREVIEWED]
    ends = Customer.objects.filter(pk__in=keys).aggregate(first=Min("pk"), last=Max("pk"))
    return None if ends["first"] is None else Range(ends["first"], ends["last"])
