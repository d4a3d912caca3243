"""What of a scenario is in force, and what is being drawn."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from acquit.dunning.models import Version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.dunning.models import Scenario


def in_force(scenario: Scenario) -> Version | None:
    """The newest version; None for one that was never published."""
    return Version.objects.filter(scenario=scenario).order_by("-number").first()


def newest(scenario_ids: Iterable[int]) -> dict[int, Version]:
    """The version in force of each of these scenarios; none of what was never published."""
    rows = Version.objects.filter(scenario__in=list(scenario_ids))
    return {
        one.scenario_id: one
        for one in rows.order_by("scenario", "-number").distinct("scenario")
    }


def drawn_mark(draft: dict[str, Any] | None) -> str:
    """A few letters that are others as soon as the draft is another."""
    return sha256(json.dumps(draft, sort_keys=True).encode()).hexdigest()[:12]
