"""Until when a claim can still be brought to court. docs/explanation/law.md#limitation

Only what the law of the country names makes the years begin anew: a part payment does in
Germany and not everywhere, an ordinary reminder nearly nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from acquit.core.law.books import found, pick
from acquit.core.law.shapes import Begins, Case, Event, LimitationRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.core.party import Party


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that may make limitation begin anew, and when. received_on: of a notice
    that was sent on that day, None = not proven.
    """

    event: Event
    on: date
    received_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limitation:
    """The claim can be brought until the end of `until`. moved_by: the event that the years
    were last counted from; None = from the due day.
    """

    until: date
    rule: LimitationRule
    moved_by: Happened | None = None


def limitation(
    country: str,
    party: Party,
    due_on: date,
    *,
    case: Case | None = None,
    events: Sequence[Happened] = (),
) -> Limitation:
    """When the claim is lost; raises UnknownCountry, NoRule.

    case: what the claim is; None, or one that this country does not tell apart = the usual
    one towards this kind of debtor, which stands first in its file. events: in any order;
    what the country's law does not name does nothing, nor what came too late.
    """
    usual = pick(LimitationRule, country, party, due_on)
    some = found(LimitationRule, country, party, due_on)
    rule = next((rule for rule in some if rule.case is case), usual)
    return _lapse(rule, due_on, events)


def _lapse(rule: LimitationRule, due_on: date, events: Sequence[Happened]) -> Limitation:
    until, moved_by = _first_lapse(rule, due_on), None
    counted = (_counted(rule, one) for one in events)
    for one in sorted(counted, key=lambda happened: happened.on):
        if one.event in rule.restarts and one.on <= until:
            until, moved_by = max(until, years_after(one.on, rule.years)), one
    return Limitation(until=until, rule=rule, moved_by=moved_by)


def _counted(rule: LimitationRule, one: Happened) -> Happened:
    """With the day from which this law counts it."""
    if rule.notice_on_receipt and one.received_on is not None:
        return Happened(one.event, one.received_on)
    return one


def _first_lapse(rule: LimitationRule, due_on: date) -> date:
    match rule.begins:
        case Begins.DUE:
            return years_after(due_on, rule.years)
        case Begins.DAY_AFTER_DUE:
            return years_after(due_on + timedelta(days=1), rule.years)
        case Begins.YEAR_END:
            return date(due_on.year + rule.years, 12, 31)


def years_after(day: date, years: int) -> date:
    """The same day years later; of the 29th of February the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
