"""Whether the machine runs: the bank data of each company, and the last daily cycle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.core.dunning import Guard
from acquit.desk import words
from acquit.web import reading
from acquit.web.cells import Badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.desk.cockpit.stand import Today
    from acquit.insight.queries import BankState

GUARDS = {
    Guard.FRESH: ("circle-check", "good"),
    Guard.STALE: ("clock-exclamation", "bad"),
    Guard.OFF: ("shield-off", "warn"),
}


@dataclass(frozen=True, slots=True)
class Bank:
    """One company: a mark, and the sentence that says what it means."""

    company: str
    badge: Badge
    words: str
    stale: bool


@dataclass(frozen=True, slots=True)
class Held:
    """How many receivables wait for this reason, and where they stand."""

    badge: Badge
    count: int
    href: str
    why: str


def banks(today: Today) -> list[Bank]:
    """The companies, those that hold everything back first."""
    found = [
        Bank(
            one.company.name,
            Badge(_guard(one), *GUARDS[one.guard]),
            _sentence(one),
            one.guard is Guard.STALE,
        )
        for one in today.banks
    ]
    return sorted(found, key=lambda one: not one.stale)


def held(today: Today) -> Sequence[Held]:
    """The reasons for having no next action, most first."""
    return [
        Held(
            words.reason_badge(code),
            count,
            f"{reverse('desk:invoices')}?next={code}",
            words.why(code),
        )
        for code, count in today.ends.held.items()
    ]


def _guard(state: BankState) -> str:
    if state.guard is Guard.FRESH:
        return _("Fresh")
    return _("Too old") if state.guard is Guard.STALE else _("No account")


def _sentence(state: BankState) -> str:
    company = state.company.name
    if state.guard is Guard.OFF:
        return _(
            "No bank account of %(company)s is known: reminders leave without a look at "
            "the bank. Import a statement, and they are guarded."
        ) % {"company": company}
    if state.fresh_on is None or state.behind_days is None:
        return _("An account of %(company)s has no statement yet: reminders are held.") % {
            "company": company
        }
    if state.guard is Guard.STALE:
        return ngettext(
            "Bank data of %(company)s are %(days)d working day old: reminders are held.",
            "Bank data of %(company)s are %(days)d working days old: reminders are held.",
            state.behind_days,
        ) % {"company": company, "days": state.behind_days}
    return _("Bank data of %(company)s speak until %(day)s.") % {
        "company": company,
        "day": reading.short_day(state.fresh_on),
    }
