"""When an invoice will be paid, told in full: the day, how sure it is, and why."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acquit.core.behaviour.habits import MUCH_LATER_DAYS
from acquit.core.behaviour.reasons import Evidence, reason
from acquit.desk import words
from acquit.desk.customers.expected import in_hundred, interval, prediction_of
from acquit.scoring.models import Model
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from acquit.desk.invoices.document import Document
    from acquit.ledger.models import Receivable
    from acquit.scoring.models import Prediction

KNOWN = frozenset(one.name for one in fields(Evidence))


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """title: which instalment, empty where there is one; made: when, and by what."""

    title: str
    facts: Sequence[tuple[str, str]]
    why: str
    made: str


def forecasts(document: Document) -> list[Forecast]:
    """One for each instalment that is still open; none for a day in the past."""
    if not document.current:
        return []
    found = [(row, one) for row in document.receivables if (one := prediction_of(row))]
    models = _models({one.model_id for _row, one in found})
    several = len(document.receivables) > 1
    return [
        Forecast(
            title=_("Instalment %(number)d") % {"number": row.instalment}
            if several
            else "",
            facts=_facts(row, one, document),
            why=why(one.evidence),
            made=_made(one, models.get(one.model_id)),
        )
        for row, one in found
    ]


def why(evidence: Mapping[str, Any]) -> str:
    """The reason of a prediction in the reader's language; empty where none was kept."""
    known = {name: value for name, value in evidence.items() if name in KNOWN}
    return words.told(reason(Evidence(**known))) if "payments" in known else ""


def _models(keys: set[int]) -> dict[int, Model]:
    """Without what they learnt, which is large."""
    if not keys:
        return {}
    return {one.pk: one for one in Model.objects.filter(pk__in=keys).defer("body")}


def _facts(row: Receivable, one: Prediction, document: Document) -> list[tuple[str, str]]:
    today = document.as_of
    told = [
        (_("Day to count on"), reading.long_day(one.expected_on)),
        (_("Eight in ten fall"), interval(one, today=today)),
    ]
    if row.due_on >= one.made_on:
        told.append((_("Chance to be late"), in_hundred(one.late)))
    if (one.made_on - row.due_on).days <= MUCH_LATER_DAYS:
        told.append((_("Chance to be over 30 days late"), in_hundred(one.late_30)))
    return [
        *told,
        (_("Chance to be paid within 7 days"), in_hundred(one.within_7)),
    ]


def _made(one: Prediction, model: Model | None) -> str:
    made_on = reading.short_day(one.made_on)
    if model is None:
        return _("Predicted on the morning of %(day)s.") % {"day": made_on}
    named = {
        "day": made_on,
        "version": model.version,
        "learnt": reading.short_day(model.learnt_on),
    }
    if model.trained:
        return (
            _(
                "Predicted on the morning of %(day)s by model version %(version)d, which "
                "learnt from these books on %(learnt)s."
            )
            % named
        )
    return (
        _(
            "Predicted on the morning of %(day)s from what payers did so far (version "
            "%(version)d of %(learnt)s): no trained model has proved better on these books."
        )
        % named
    )
