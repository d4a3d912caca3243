"""What was changed: from what to what."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from acquit.core.money import Money
from acquit.desk.accuracy.rules import SWITCHES
from acquit.desk.audit.said import parts
from acquit.desk.audit.said.names import FIELDS, POLICY
from acquit.desk.law.told import REFERENCES
from acquit.desk.payers.rules import THRESHOLDS
from acquit.desk.scenarios import said as scenarios
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from acquit.audit.models import Entry
    from acquit.desk.following_words import Words

# Kept for the machine alone, or told by another field.
UNTOLD = {"search_key", "custom", "needs_review"}


def corrected(entry: Entry, currency: str) -> str:
    """What it was before the import put it right."""
    told = [
        _was(name, str(value), currency)
        for name, value in entry.details.items()
        if name not in UNTOLD
    ]
    return "; ".join(told) or entry.reason


def _was(name: str, value: str, currency: str) -> str:
    field = FIELDS.get(name, name)
    if name.endswith("_id"):  # the key of another row says nothing to anybody
        return _("%(field)s changed") % {"field": field}
    shown = _value(name, value, currency)
    return _("%(field)s was %(value)s") % {"field": field, "value": shown}


def _value(name: str, value: str, currency: str) -> str:
    if value in {"", "None"}:
        return _("nothing")
    if name.endswith("_minor") and currency:
        return reading.amount_and_currency(Money(int(value), currency))
    if name.endswith("_on"):
        return parts.day(value)
    return value


def changed(entry: Entry, currency: str) -> str:
    """The fields of a customer, an invoice, a company."""
    return _moves(
        entry,
        lambda name: FIELDS.get(name, name),
        lambda name, value: _value(name, str(value), currency),
    )


def policy(entry: Entry, currency: str) -> str:
    """As any other change; the scenario by its name."""
    return _moves(
        entry,
        lambda name: POLICY.get(name, FIELDS.get(name, name)),
        lambda name, value: _of_policy(name, value, currency),
    )


def _of_policy(name: str, value: object, currency: str) -> str:
    if name == "scenario":
        return scenarios.name(str(value)) or _("the standard")
    return _value(name, str(value), currency)


def thresholds(entry: Entry, _currency: str) -> str:
    """From where on a payer is called what."""
    return _moves(
        entry,
        lambda name: THRESHOLDS[name].label if name in THRESHOLDS else name,
        lambda _name, value: f"{value:g}",
    )


def rules(entry: Entry, _currency: str) -> str:
    """How right the matching must be, and what it posts."""
    return _moves(
        entry,
        lambda name: SWITCHES[name][0] if name in SWITCHES else _("Must be right"),
        lambda _name, value: _rule(value),
    )


def _rule(value: bool | float) -> str:  # noqa: FBT001  # a switch, or the share that is wanted
    if isinstance(value, bool):
        return _("on") if value else _("off")
    return reading.exact_percent(value)


def rate(entry: Entry, _currency: str) -> str:
    """A rate of the law that somebody entered, and where it was read."""
    told = entry.details
    name = REFERENCES.get(told["reference"], told["reference"])
    return _("%(name)s, %(first)s to %(last)s: %(percent)s (%(source)s)") % {
        "name": name,
        "first": parts.day(told["from"]),
        "last": parts.day(told["to"]),
        "percent": reading.yearly_rate(Decimal(told["percent"])),
        "source": entry.reason,
    }


def _moves(
    entry: Entry, named: Callable[[str], Words], shown: Callable[[str, Any], str]
) -> str:
    """Each field by its name, with its value before and now."""
    return "; ".join(
        _("%(field)s: %(old)s, now %(new)s")
        % {
            "field": named(name),
            "old": shown(name, value["from"]),
            "new": shown(name, value["to"]),
        }
        for name, value in entry.details.items()
    )
