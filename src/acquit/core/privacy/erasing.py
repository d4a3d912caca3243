"""What of a person may go now, what stays, until when and why.

What is still owed keeps all that is needed to collect it (GDPR, art. 17(3)(e)). What the
law has to be kept stays until its time is over (art. 17(3)(b)); then it goes as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.core.privacy.retention import Kind, NoRetention, Retention, retention
from acquit.core.sentences import Sentence, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Group(StrEnum):
    """What is held, by what is done with it together. IDENTITY: name and address. REACH:
    e-mail, phone, accounts. SAID: the words of disputes, holds and choices. CASES: words
    and papers of cases that a partner had. REQUESTS: what they asked about their data, and
    what was answered. TRAIL: who did what, which nothing is ever taken out of.
    """

    IDENTITY = "IDENTITY"
    REACH = "REACH"
    CONTACTS = "CONTACTS"
    BOOKS = "BOOKS"
    MESSAGES = "MESSAGES"
    ANSWERS = "ANSWERS"
    NOTES = "NOTES"
    SAID = "SAID"
    SCORES = "SCORES"
    CASES = "CASES"
    REQUESTS = "REQUESTS"
    TRAIL = "TRAIL"


class What(StrEnum):
    """GOES: it is erased, or replaced by what tells nobody. NOTHING: there is none."""

    GOES = "GOES"
    STAYS = "STAYS"
    NOTHING = "NOTHING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How somebody stands in the books. open_claims: of which something is still owed, or
    paid too much; closed_on: when the last of it was settled, None = never owed anything.
    debtor: else a contact person, of whom nothing is collected. asking: a request about
    their data waits; answered_on: when the last one was answered, None = there is none.
    """

    country: str
    open_claims: int
    closed_on: date | None
    debtor: bool = True
    asking: bool = False
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """until: the last day on which it is kept, None = no day is known, or it goes."""

    group: Group
    count: int
    what: What
    why: Sentence
    until: date | None = None
    rule: Retention | None = None


# Nobody needs them once nothing is owed.
_AT_ONCE = (
    Group.REACH,
    Group.CONTACTS,
    Group.ANSWERS,
    Group.NOTES,
    Group.SAID,
    Group.SCORES,
)
_OF_THE_BOOKS = (Group.IDENTITY, Group.BOOKS)


def verdicts(
    standing: Standing, counts: Mapping[Group, int], *, as_of: date
) -> list[Verdict]:
    """One for each group, in their order. counts: how many rows of each still tell of the
    person.
    """
    return [_verdict(standing, group, counts.get(group, 0), as_of) for group in Group]


def _verdict(standing: Standing, group: Group, count: int, as_of: date) -> Verdict:
    if not count:
        return Verdict(group=group, count=0, what=What.NOTHING, why=say("There is none."))
    if group is Group.TRAIL:
        why = say("Who did what must be shown later, and cannot be changed by anybody.")
        return Verdict(group=group, count=count, what=What.STAYS, why=why)
    if group is Group.REQUESTS:
        return _asked(standing, count, as_of)
    if group is Group.CONTACTS and not standing.debtor:
        why = say("They owe nothing themselves: somebody else there can be asked.")
        return Verdict(group=group, count=count, what=What.GOES, why=why)
    if standing.open_claims:
        why = say("Something is still open: it is needed to settle that.")
        return Verdict(group=group, count=count, what=What.STAYS, why=why)
    if group in _AT_ONCE:
        why = say("Nothing is owed any more: nobody needs it.")
        return Verdict(group=group, count=count, what=What.GOES, why=why)
    return _timed(standing, group, count, as_of)


def _asked(standing: Standing, count: int, as_of: date) -> Verdict:
    """Whoever was answered may ask later how: it is kept as long as messages are."""
    if standing.asking or standing.answered_on is None:
        why = say("It is not answered yet.")
        return Verdict(group=Group.REQUESTS, count=count, what=What.STAYS, why=why)
    return _by_time(
        standing.country,
        (Group.REQUESTS, count),
        standing.answered_on,
        say("It shows that they were answered, until its time is over."),
        as_of,
    )


def _timed(standing: Standing, group: Group, count: int, as_of: date) -> Verdict:
    if standing.closed_on is None:
        why = say("No books were ever kept of it.")
        return Verdict(group=group, count=count, what=What.GOES, why=why)
    why = (
        say("The law has it kept.")
        if group in _OF_THE_BOOKS
        else say("It shows what was asked for, until its time is over.")
    )
    return _by_time(standing.country, (group, count), standing.closed_on, why, as_of)


def _by_time(
    country: str, held: tuple[Group, int], since: date, why: Sentence, as_of: date
) -> Verdict:
    group, count = held
    kind = Kind.BOOKS if group in _OF_THE_BOOKS else Kind.FILE
    try:
        rule = retention(country, kind, on=as_of)
    except NoRetention as unknown:
        return Verdict(group=group, count=count, what=What.STAYS, why=unknown.said)
    until = rule.until(since)
    if until < as_of:
        why = say("Its time is over.")
        return Verdict(group=group, count=count, what=What.GOES, why=why, rule=rule)
    return Verdict(
        group=group, count=count, what=What.STAYS, why=why, until=until, rule=rule
    )
