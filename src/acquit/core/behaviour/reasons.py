"""Why a payment is expected on a day: one sentence, of facts that a collector can check."""

from __future__ import annotations

from dataclasses import dataclass

from acquit.core.sentences import Sentence, listed, say

# A weekday or a part of the month is a habit from this share of the payments on.
HABIT_SHARE = 0.6
LEAST_FOR_HABIT = 5
# A payer changes when the last two months differ from all before by so many days.
CHANGED_DAYS = 3
MONTH_END_DAY, MONTH_BEGIN_DAY = 26, 5

WEEKDAYS = (
    say("mostly on Mondays"),
    say("mostly on Tuesdays"),
    say("mostly on Wednesdays"),
    say("mostly on Thursdays"),
    say("mostly on Fridays"),
    say("mostly on Saturdays"),
    say("mostly on Sundays"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was known of a payer on a morning. Days are after due, negative = before it.

    payments: of this payer; 0 leaves the rest empty. usual_days: their median; lately_days:
    of the last two months, None without any. weekday: 0 = Monday, and its share.
    month_end, month_begin: shares of payments in the last and first days of a month.
    others_days: median of the first payments of all payers under such terms. overdue_days:
    of the receivable, 0 = not yet due. beyond: the payer has paid items due later.
    """

    payments: int
    usual_days: int = 0
    lately_days: int | None = None
    weekday: int = 0
    weekday_share: float = 0.0
    month_end: float = 0.0
    month_begin: float = 0.0
    others_days: int = 0
    overdue_days: int = 0
    beyond: bool = False


def reason(evidence: Evidence) -> Sentence:
    """What the payer does, how that is known, and what is special about this one."""
    parts = [_habit(evidence)]
    if evidence.overdue_days:
        parts.append(_overdue(evidence))
    return listed(parts, " ")


def _habit(evidence: Evidence) -> Sentence:
    if evidence.payments == 0:
        return say(
            "No payment of this customer is known yet; others pay %(when)s on such terms.",
            when=_when(evidence.others_days),
        )
    clauses = [
        say("usually pays %(when)s", when=_when(evidence.usual_days)),
        *_habits(evidence),
    ]
    if evidence.payments == 1:
        known = say("one payment is known")
    else:
        known = say("%(count)s payments are known", count=evidence.payments)
    return say("This customer %(what)s (%(known)s).", what=listed(clauses), known=known)


def _habits(evidence: Evidence) -> list[Sentence]:
    found = []
    if evidence.payments >= LEAST_FOR_HABIT:
        if evidence.weekday_share >= HABIT_SHARE:
            found.append(WEEKDAYS[evidence.weekday])
        if evidence.month_end >= HABIT_SHARE:
            found.append(say("mostly at the end of the month"))
        elif evidence.month_begin >= HABIT_SHARE:
            found.append(say("mostly in the first days of the month"))
    lately = evidence.lately_days
    if lately is not None and abs(lately - evidence.usual_days) >= CHANGED_DAYS:
        found.append(say("in the last two months %(when)s", when=_when(lately)))
    return found


def _overdue(evidence: Evidence) -> Sentence:
    if evidence.beyond:
        return say(
            "This one is %(days)s days overdue, and items due later are paid already.",
            days=evidence.overdue_days,
        )
    if evidence.payments and evidence.overdue_days > evidence.usual_days:
        return say(
            "This one is %(days)s days overdue, longer than usual.",
            days=evidence.overdue_days,
        )
    return say("This one is %(days)s days overdue.", days=evidence.overdue_days)


def _when(days: int) -> Sentence:
    if days == 0:
        return say("on the due day")
    if days == 1:
        return say("one day after due")
    if days == -1:
        return say("one day before due")
    if days < 0:
        return say("%(days)s days before due", days=-days)
    return say("%(days)s days after due", days=days)
