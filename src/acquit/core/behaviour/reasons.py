"""Why a payment is expected on a day: one sentence, of facts that a collector can check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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


_WEEKDAY = (
    say("Monday"),
    say("Tuesday"),
    say("Wednesday"),
    say("Thursday"),
    say("Friday"),
    say("Saturday"),
    say("Sunday"),
)
_MONTH = (
    say("January"),
    say("February"),
    say("March"),
    say("April"),
    say("May"),
    say("June"),
    say("July"),
    say("August"),
    say("September"),
    say("October"),
    say("November"),
    say("December"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was known of a payer on a morning. Days are after due, negative = before it.

    payments: of this payer; 0 leaves the rest empty. usual_days: their median; lately_days:
    of the last two months, None without any. weekday: 0 = Monday, and its share.
    month_end, month_begin: shares of payments in the last and first days of a month.
    others_days: median of the first payments of all payers under such terms. overdue_days:
    of the receivable, 0 = not yet due. beyond: the payer has paid items due later.

    What was said of the receivable, with days as ISO text, "" = none. promised_on: the
    working day of a promise; promises_kept of promises_judged: earlier ones of the payer.
    disputed_since, disputed_share: 0..1 of the amount. debited_on: the day of the direct
    debit. reminded_on: the last reminder, lately, of `reminders`.
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
    promised_on: str = ""
    promises_kept: int = 0
    promises_judged: int = 0
    disputed_since: str = ""
    disputed_share: float = 0.0
    debited_on: str = ""
    reminded_on: str = ""
    reminders: int = 0


def reason(evidence: Evidence) -> Sentence:
    """What the payer does, how that is known, and what is special about this one."""
    parts = [_habit(evidence)]
    if evidence.overdue_days:
        parts.append(_overdue(evidence))
    return listed([*parts, *_said(evidence)], " ")


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


def _said(evidence: Evidence) -> list[Sentence]:
    found = []
    if evidence.reminded_on:
        found.append(
            say(
                "Reminder number %(count)s was sent on %(day)s.",
                count=evidence.reminders,
                day=_day(evidence.reminded_on),
            )
        )
    if evidence.disputed_since:
        found.append(_contested(evidence))
    if evidence.promised_on:
        found.append(_promised(evidence))
    if evidence.debited_on:
        found.append(say("By direct debit on %(day)s.", day=_day(evidence.debited_on)))
    return found


def _contested(evidence: Evidence) -> Sentence:
    day = _day(evidence.disputed_since)
    if evidence.disputed_share < 1:
        return say("A part of it has been contested since %(day)s.", day=day)
    return say("It has been contested since %(day)s.", day=day)


def _promised(evidence: Evidence) -> Sentence:
    day = _day(evidence.promised_on)
    if not evidence.promises_judged:
        return say(
            "Promised for %(day)s; no earlier promise of this customer has fallen due.",
            day=day,
        )
    return say(
        "Promised for %(day)s; of earlier promises this customer kept %(kept)s of "
        "%(judged)s.",
        day=day,
        kept=evidence.promises_kept,
        judged=evidence.promises_judged,
    )


def _day(text: str) -> Sentence:
    """A day as it is said: Friday 4 December."""
    day = date.fromisoformat(text)
    return say(
        "%(weekday)s %(number)s %(month)s",
        weekday=_WEEKDAY[day.weekday()],
        number=day.day,
        month=_MONTH[day.month - 1],
    )


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
