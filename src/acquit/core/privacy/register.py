"""What is done with personal data here, whose, why and how long: the register of GDPR
art. 30, as far as the program itself goes. A company completes it.
"""

from __future__ import annotations

from dataclasses import dataclass

from acquit.core.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Activity:
    """what is done, whose, basis: why it may be done, kept: how long."""

    what: Sentence
    whose: Sentence
    basis: Sentence
    kept: Sentence


_DEBTORS = say("Customers who are natural persons, sole traders among them")
_CONTACTS = say("Contact persons of customers")
_CONTRACT = say("Contract, art. 6(1)(b); of contact persons legitimate interest, 6(1)(f)")
_INTEREST = say("Legitimate interest, art. 6(1)(f): being paid, with a balancing test")
_FILE = say("12 months after the last of it was settled (Netherlands 24)")

ACTIVITIES: tuple[Activity, ...] = (
    Activity(
        say("Books: invoices, payments and what they were used for"),
        _DEBTORS,
        say("Legal obligation, art. 6(1)(c)"),
        say("As long as the law of the creditor's country has books kept: see below"),
    ),
    Activity(
        say("Follow-up: reminders, letters, calls, answers"),
        say("Customers who are natural persons, and contact persons"),
        _CONTRACT,
        _FILE,
    ),
    Activity(
        say("Notes, promises, disputes, holds, tasks"),
        say("Customers who are natural persons, and contact persons"),
        _INTEREST,
        _FILE,
    ),
    Activity(say("Who to reach, and how"), _CONTACTS, _INTEREST, _FILE),
    Activity(
        say("How somebody pays: profile, score, expected day of payment"),
        _DEBTORS,
        say(
            "Legitimate interest, art. 6(1)(f); it only proposes: a person decides "
            "(art. 22), and an objection ends it (art. 21)"
        ),
        say("Computed anew each day from the books; its changes as long as the file"),
    ),
    Activity(
        say("Who did what: the audit trail"),
        say("Whoever works with Acquit, and whom it was about"),
        say("Legal obligation and accountability, art. 5(2) and 6(1)(c)"),
        say("As long as the workspace: nothing is ever taken out of it"),
    ),
)
