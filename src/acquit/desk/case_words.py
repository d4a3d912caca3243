"""Cases, insolvencies and write-offs: what people read for their codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from acquit.agenda.models import TaskKind
from acquit.core.dunning import Reason
from acquit.core.money import Money
from acquit.core.procedures import Stage, State, Until
from acquit.desk.following_words import Words
from acquit.web import reading

TASKS = frozenset(
    {
        TaskKind.CASE_STEP,
        TaskKind.CLAIM_FILING,
        TaskKind.WRITE_OFF,
        TaskKind.ENDLESS_HOLDS,
    }
)
UNTIL: dict[Reason, Words] = {
    Reason.HANDED_OVER: _("until the case is closed"),
    Reason.INSOLVENT: _("until the insolvency is over"),
}
# (icon, tone) of the stages; their names stand with the model.
STAGES: dict[str, tuple[str, str]] = {
    Stage.HANDED_OVER: ("gavel", "info"),
    Stage.DEMAND: ("mail-forward", "info"),
    Stage.PETITION: ("building-bank", "info"),
    Stage.ORDERED: ("file-check", "info"),
    Stage.SERVED: ("mail-check", "warn"),
    Stage.CONTESTED: ("message-exclamation", "bad"),
    Stage.NOT_CONTESTED: ("file-check", "good"),
    Stage.PLAN: ("calendar-check", "good"),
    Stage.TITLE: ("certificate", "good"),
    Stage.ENFORCED: ("hammer", "warn"),
}
OUTCOMES: dict[str, tuple[str, str]] = {
    "PAID": ("circle-check", "good"),
    "PART": ("circle-half-2", "warn"),
    "PLAN": ("calendar-check", "good"),
    "UNCOLLECTABLE": ("circle-x", "bad"),
    "INSOLVENT": ("building-off", "bad"),
    "WITHDRAWN": ("arrow-back-up", "neutral"),
}
STATES: dict[str, tuple[Words, str, str]] = {
    State.MET: (_("Met"), "circle-check", "good"),
    State.NOT_MET: (_("Not met"), "circle-x", "bad"),
    State.TO_SEE: (_("For you to see"), "eye", "warn"),
}
AWAITED: dict[str, Words] = {
    Until.DEBTOR_TERM: _("the debtor's month to pay or answer ends"),
    Until.REPORT: _("it may be reported that nobody contested"),
    Until.SERVICE: _("the order must have been served"),
    Until.OPPOSITION: _("the debtor's month to oppose ends"),
    Until.FILING: _("the claim must have been filed"),
    Until.TOLD: _("the day that the partner named"),
}


def task_why(kind: str, data: Mapping[str, Any]) -> str:
    """Why it is to be done, from what was written down with it."""
    match kind:
        case TaskKind.CASE_STEP:
            return gettext("%(case)s: %(what)s on %(day)s.") % {
                "case": data["number"],
                "what": AWAITED[data["until"]],
                "day": _day(data["on"]),
            }
        case TaskKind.CLAIM_FILING:
            last = _day(data["on"])
            return gettext("Our claim must be filed until %(day)s.") % {"day": last}
        case TaskKind.WRITE_OFF:
            amount, _space, currency = str(data["amount"]).partition(" ")
            return gettext("%(amount)s of invoice %(number)s.") % {
                "amount": reading.amount_and_currency(Money.of(amount, currency)),
                "number": data["number"],
            }
        case _:
            return ngettext(
                "%(count)d hold has no end: is its case or insolvency still open?",
                "%(count)d holds have no end: are their cases or insolvencies still open?",
                data["holds"],
            ) % {"count": data["holds"]}


def _day(text: str) -> str:
    day = reading.day(text)
    return reading.short_day(day) if day else text
