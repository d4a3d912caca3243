"""All that a decision was taken by, as plain values: kept with the action, decided again
whenever somebody asks why.

The form is that of docs/reference/scenarios.md for the scenario; elsewhere what is left out
is the usual. Days are ISO 8601.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.core.dunning import written
from acquit.core.dunning.file import CustomerFile, Item
from acquit.core.dunning.guarding import Guard
from acquit.core.dunning.scenario import Policy
from acquit.core.dunning.steps import Channel, ItemKind
from acquit.core.party import Party

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acquit.core.dunning.scenario import Scenario


class Basis(NamedTuple):
    """What `decide` was given for one customer."""

    as_of: date
    file: CustomerFile
    scenario: Scenario
    policy: Policy
    guard: Guard


def as_data(
    file: CustomerFile, scenario: Scenario, policy: Policy, guard: Guard, as_of: date
) -> dict[str, Any]:
    """The basis of a decision as plain values, the usual left out."""
    return {
        "as_of": as_of.isoformat(),
        "file": _file_as_data(file),
        "scenario": written.as_data(scenario) | {"version": scenario.version},
        "policy": asdict(policy) | {"hours": list(policy.hours)},
        "guard": guard.value,
    }


def of_data(kept: Mapping[str, Any]) -> Basis:
    """What `as_data` was given; items come as a list, days of contact as a tuple.

    Raises KeyError, ValueError or TypeError when it is something else.
    """
    scenario, policy = kept["scenario"], kept["policy"]
    return Basis(
        date.fromisoformat(kept["as_of"]),
        _file_of_data(kept["file"]),
        written.of_data(scenario, version=scenario["version"]),
        Policy(**{**policy, "hours": tuple(policy["hours"])}),
        Guard(kept["guard"]),
    )


def _file_as_data(file: CustomerFile) -> dict[str, Any]:
    changed = _unusual(file) | {
        "party": file.party.value,
        "country": file.country,
        "channels": sorted(one.value for one in file.channels),
        "items": [_item_as_data(one) for one in file.items],
    }
    if "held_until" in changed:
        changed["held_until"] = _said(file.held_until)
    if "contacted" in changed:
        changed["contacted"] = [one.isoformat() for one in file.contacted]
    for name in ("loose_minor", "credit_minor"):
        if name in changed:
            changed[name] = dict(changed[name])
    return changed


def _file_of_data(kept: Mapping[str, Any]) -> CustomerFile:
    return CustomerFile(
        **{
            **kept,
            "party": Party(kept["party"]),
            "channels": frozenset(Channel(one) for one in kept["channels"]),
            "items": [_item_of_data(one) for one in kept["items"]],
            "held_until": _day(kept.get("held_until")),
            "contacted": tuple(
                date.fromisoformat(one) for one in kept.get("contacted", ())
            ),
        }
    )


_ITEM_DAYS = ("due_on", "last_on", "promised_on", "held_until", "term_until")


def _item_as_data(item: Item) -> dict[str, Any]:
    changed = _unusual(item)
    for name in _ITEM_DAYS:
        if name in changed:
            changed[name] = _said(changed[name])
    if "kind" in changed:
        changed["kind"] = item.kind.value
    return changed


def _item_of_data(kept: Mapping[str, Any]) -> Item:
    days = {name: _day(kept[name]) for name in _ITEM_DAYS if name in kept}
    kind = ItemKind(kept.get("kind", ItemKind.INVOICE))
    return Item(**{**kept, **days, "kind": kind})


def _unusual(record: CustomerFile | Item) -> dict[str, Any]:
    """The fields that are not as they are unless something is known."""
    usual = record._field_defaults
    return {
        name: value
        for name, value in record._asdict().items()
        if name not in usual or value != usual[name]
    }


def _said(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
