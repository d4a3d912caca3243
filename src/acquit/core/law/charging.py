"""May this be asked for today? What must have happened before interest, fee or costs.

docs/explanation/law.md#before-anything-is-charged. Where the law can be read in two ways,
the later day is taken: to ask a day late costs nothing, a day early may cost the claim.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.core.days import is_holiday, next_working_day
from acquit.core.law.books import guard_rule
from acquit.core.law.shapes import (
    Charge,
    Clock,
    GuardKind,
    GuardRule,
    LetterRule,
    Sent,
)
from acquit.core.sentences import Sentence, say

if TYPE_CHECKING:
    from acquit.core.law.basis import Basis
    from acquit.core.party import Party

ONE_DAY = timedelta(days=1)
_SUNDAY_AND_MONDAY = (6, 0)


class Why(StrEnum):
    """Why something may not be asked for."""

    NOT_OVERDUE = "NOT_OVERDUE"
    NEVER = "NEVER"
    NO_CLAUSE = "NO_CLAUSE"
    NO_MENTION = "NO_MENTION"
    NO_NOTICE = "NO_NOTICE"
    TERM_RUNS = "TERM_RUNS"
    NOT_DELIVERED = "NOT_DELIVERED"


_SAID = {
    Why.NOT_OVERDUE: say("It is not overdue before %(day)s."),
    Why.NEVER: say("The law does not give it (%(source)s)."),
    Why.NO_CLAUSE: say("Only a clause that was agreed gives it (%(source)s)."),
    Why.NO_MENTION: say("Only an invoice that says so gives it (%(source)s)."),
    Why.NO_NOTICE: say("A notice must be sent after the due day first (%(source)s)."),
    Why.TERM_RUNS: say("The debtor still has time: not before %(day)s (%(source)s)."),
    Why.NOT_DELIVERED: say("The day of delivery must be known first (%(source)s)."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The letter that the law wants: in Belgium the first reminder, in the Netherlands the
    letter of fourteen days, elsewhere a formal notice. received_on: None = not proven.
    """

    sent_on: date
    by: Sent
    received_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a claim. Whatever is not known is left as it stands: the answer is
    then no.

    clause_agreed: the contract says it. invoice_warns: the invoice carries what the law
    asks for (LU art. 12; DE BGB 286 (3)). small_creditor: the creditor is an SME.
    """

    due_on: date
    notice: Notice | None = None
    clause_agreed: bool = False
    invoice_warns: bool = False
    invoice_received_on: date | None = None
    delivered_on: date | None = None
    small_creditor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """It may be asked for from `first_on` on; interest runs from the day after `since`."""

    first_on: date
    since: date
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """It may not be asked for. until: the first day on which it may if nothing else
    changes; None = waiting does not help.
    """

    why: Why
    basis: Basis
    until: date | None = None

    @property
    def said(self) -> Sentence:
        """Why, for a person."""
        words = {"source": self.basis.source}
        if self.until is not None:
            words["day"] = self.until.isoformat()
        return say(_SAID[self.why].text, **words)


def may_charge(
    country: str, party: Party, charge: Charge, facts: Facts, *, on: date
) -> Allowed | Refused:
    """Whether this charge may be asked for that day, by the law in force then.

    Raises UnknownCountry, NoRule.
    """
    rule = guard_rule(country, party, charge, on)
    if rule.kind is GuardKind.NEVER:
        return Refused(why=Why.NEVER, basis=rule.basis)
    if on <= facts.due_on:
        return Refused(why=Why.NOT_OVERDUE, basis=rule.basis, until=facts.due_on + ONE_DAY)
    if rule.needs_clause and not facts.clause_agreed:
        return Refused(why=Why.NO_CLAUSE, basis=rule.basis)
    if rule.needs_mention and not facts.invoice_warns:
        return Refused(why=Why.NO_MENTION, basis=rule.basis)
    answer = _term(rule, facts, country)
    if isinstance(answer, Allowed) and on < answer.first_on:
        return Refused(why=Why.TERM_RUNS, basis=rule.basis, until=answer.first_on)
    return answer


def _term(rule: GuardRule, facts: Facts, country: str) -> Allowed | Refused:
    """From when on, whatever the day is today."""
    match rule.kind:
        case GuardKind.AFTER_MONTHS:
            return _after_months(rule, facts)
        case GuardKind.AFTER_NOTICE:
            return _after_notice(rule, facts, country)
        case _:
            return _allowed(rule, facts.due_on)


def _after_months(rule: GuardRule, facts: Facts) -> Allowed | Refused:
    if facts.delivered_on is None:
        return Refused(why=Why.NOT_DELIVERED, basis=rule.basis)
    ends = end_of_month(facts.delivered_on, rule.months)
    return _allowed(rule, max(ends, facts.due_on))


def _after_notice(rule: GuardRule, facts: Facts, country: str) -> Allowed | Refused:
    since = [day for day in (_warned(rule, facts), _noticed(rule, facts, country)) if day]
    if not since:
        return Refused(why=Why.NO_NOTICE, basis=rule.basis)
    ends = min(since)
    if rule.small_from_notice and facts.small_creditor and facts.notice:
        return Allowed(
            first_on=ends + ONE_DAY,
            since=max(facts.notice.sent_on, facts.due_on),
            basis=rule.basis,
        )
    return _allowed(rule, ends)


def _warned(rule: GuardRule, facts: Facts) -> date | None:
    """Until when an invoice that says so lets wait, without any notice."""
    received_on = facts.invoice_received_on
    if not (rule.warned_days and facts.invoice_warns and received_on):
        return None
    return max(facts.due_on, received_on) + timedelta(days=rule.warned_days)


def _noticed(rule: GuardRule, facts: Facts, country: str) -> date | None:
    """The last day of the notice's term; a notice before default is none."""
    if facts.notice is None or facts.notice.sent_on <= facts.due_on:
        return None
    first = first_day(rule, facts.notice, country)
    return first + timedelta(days=rule.days - 1)


def _allowed(rule: GuardRule, last_free: date) -> Allowed:
    return Allowed(first_on=last_free + ONE_DAY, since=last_free, basis=rule.basis)


def first_day(rule: GuardRule | LetterRule, notice: Notice, country: str) -> date:
    """The first of the days that the notice gives."""
    match rule.post if notice.by is Sent.POST else rule.electronic:
        case Clock.THIRD_WORKING_DAY:
            day = notice.sent_on
            for _ in range(3):
                day = next_working_day(day, country)
            return day
        case Clock.DAY_AFTER:
            return max(notice.sent_on, notice.received_on or notice.sent_on) + ONE_DAY
        case Clock.AFTER_RECEIPT:
            return (notice.received_on or presumed_receipt(notice, country)) + ONE_DAY


def presumed_receipt(notice: Notice, country: str) -> date:
    """The second day after posting on which post is delivered: not on a Sunday, a Monday or
    a public holiday. Whatever is sent electronically is there the day after.
    """
    day = notice.sent_on
    if notice.by is Sent.ELECTRONIC:
        return day + ONE_DAY
    for _ in range(2):
        day += ONE_DAY
        while day.weekday() in _SUNDAY_AND_MONDAY or is_holiday(day, country):
            day += ONE_DAY
    return day


def end_of_month(day: date, months: int) -> date:
    """The last day of the month so many months later."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
