"""What leaves on the next day, as its card shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from acquit.core.money import Money
from acquit.desk import words
from acquit.web import reading
from acquit.web.cells import Cell, Number, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence


def held(found: Sequence[dict[str, Any]]) -> Lines:
    """What was not asked for, by reason; also of a whole trial."""
    rows: list[Sequence[Cell]] = [
        [
            words.reason_badge(one["reason"]),
            Number(one["receivables"]),
            Number(one["people"]),
        ]
        for one in found
    ]
    heads = [
        Head(_("Reason")),
        Head(_("Receivables"), numeric=True),
        Head(_("Customers"), numeric=True),
    ]
    return Lines(heads, rows)


class Next:
    """What leaves on the next day."""

    def __init__(self, told: dict[str, Any]) -> None:
        self._told = told
        self.held = held(told["held"])
        self.stale: bool = told["bank_is_stale"]

    @property
    def summary(self) -> str:
        """Messages, people, approvals and cost in one line."""
        cost = self._told["cost"]
        return _(
            "Messages: %(messages)s · customers: %(people)s · approvals: %(approvals)s · "
            "cost: %(cost)s"
        ) % {
            "messages": reading.number(self._told["messages"]),
            "people": reading.number(self._told["people"]),
            "approvals": reading.number(self._told["approvals"]["messages"]),
            "cost": reading.amount_and_currency(Money(cost["minor"], cost["currency"])),
        }


def next_table(force: dict[str, Any], tried: dict[str, Any] | None) -> Lines | None:
    """By step and channel: what is in force, and as it was tried."""
    now = {(one["step"], one["channel"]): one["messages"] for one in force["by_step"]}
    then = {
        (one["step"], one["channel"]): one["messages"]
        for one in (tried or {}).get("by_step", ())
    }
    rows: list[Sequence[Cell]] = []
    for step, channel in dict.fromkeys([*now, *then]):
        cells: list[Cell] = [
            Text(words.step(step), under=words.channel(channel)),
            Number(now.get((step, channel), 0)),
        ]
        if tried is not None:
            cells.append(Number(then.get((step, channel), 0)))
        rows.append(cells)
    heads = [Head(_("Step")), Head(_("In force"), numeric=True)]
    if tried is not None:
        heads.append(Head(_("As tried"), numeric=True))
    return Lines(heads, rows) if rows else None
