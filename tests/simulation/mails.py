"""Reading a mail as a debtor would: what it is, whom it is for, what it asks for what.

Written from the mails themselves; it knows the words of the four languages, not the code
that wrote them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulation.arrivals import Arrived

FORMAL, THANKS = "formal_notice", "thank_you"
HANDOVER, CHASE = "handover_notice", "chase"

# The beginnings of subjects, the most telling first; a notice and a chase have none.
SUBJECTS = {
    "en": {
        "Fourth reminder": "reminder_4",
        "Fifth reminder": "reminder_5",
        "Sixth reminder": "reminder_6",
        "Seventh reminder": "reminder_7",
        "Eighth reminder": "reminder_8",
        "Before we hand this over": HANDOVER,
        "We are about to hand this over": HANDOVER,
        "Thank you": THANKS,
        "Formal notice": FORMAL,
        "Last reminder": "last_reminder",
        "Third reminder": "reminder_3",
        "Second reminder": "reminder_2",
        "A friendly reminder": "reminder_1",
        "Reminder": "reminder_1",
    },
    "fr": {
        "Quatrième rappel": "reminder_4",
        "Cinquième rappel": "reminder_5",
        "Sixième rappel": "reminder_6",
        "Septième rappel": "reminder_7",
        "Huitième rappel": "reminder_8",
        "Avant que nous transmettions": HANDOVER,
        "Nous allons transmettre": HANDOVER,
        "Merci": THANKS,
        "Mise en demeure": FORMAL,
        "Dernier rappel": "last_reminder",
        "Troisième rappel": "reminder_3",
        "Deuxième rappel": "reminder_2",
        "Petit rappel": "reminder_1",
        "Rappel": "reminder_1",
    },
    "nl": {
        "Vierde herinnering": "reminder_4",
        "Vijfde herinnering": "reminder_5",
        "Zesde herinnering": "reminder_6",
        "Zevende herinnering": "reminder_7",
        "Achtste herinnering": "reminder_8",
        "Voordat wij dit uit handen": HANDOVER,
        "Wij staan op het punt dit uit handen": HANDOVER,
        "Dank u": THANKS,
        "Ingebrekestelling": FORMAL,
        "Laatste herinnering": "last_reminder",
        "Derde herinnering": "reminder_3",
        "Tweede herinnering": "reminder_2",
        "Even ter herinnering": "reminder_1",
        "Herinnering": "reminder_1",
    },
    "de": {
        "Vierte Zahlungserinnerung": "reminder_4",
        "Fünfte Zahlungserinnerung": "reminder_5",
        "Sechste Zahlungserinnerung": "reminder_6",
        "Siebte Zahlungserinnerung": "reminder_7",
        "Achte Zahlungserinnerung": "reminder_8",
        "Bevor wir die Sache": HANDOVER,
        "Wir geben die Sache": HANDOVER,
        "Danke": THANKS,
        "Letzte Mahnung": FORMAL,
        "Letzte Zahlungserinnerung": "last_reminder",
        "Dritte Zahlungserinnerung": "reminder_3",
        "Zweite Zahlungserinnerung": "reminder_2",
        "Kleine Zahlungserinnerung": "reminder_1",
        "Zahlungserinnerung": "reminder_1",
    },
}
INVOICE = {"Invoice": "en", "Facture": "fr", "Factuur": "nl", "Rechnung": "de"}
_HEAD = re.compile(
    r"^(?: *|- )(Invoice|Facture|Factuur|Rechnung) (\S+) (?:of|du|van|vom) .*?"
    r"(?:, (?:instalment|tranche|termijn|Rate) (\d+)/\d+)?(?: ?: ([\d., ]+ [A-Z]{3}))?$"
)
# What our own people are asked about: all of it on one line.
_CHASED = re.compile(
    r"^- (?:Invoice|Facture|Factuur|Rechnung) (\S+) (?:of|du|van|vom) .*?"
    r"(?:, (?:instalment|tranche|termijn|Rate) (\d+)/\d+)? ?: ([\d., ]+ [A-Z]{3})(?:,|$)"
)
_TOLD = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[., \u00a0\u202f]\d{3})*[.,]\d{2})\s(EUR|GBP|USD)"
)
_AMOUNT = re.compile(r"^  \S.* ?: ([\d., ]+ [A-Z]{3})$")


@dataclass(frozen=True, slots=True)
class Named:
    """An instalment as the mail names it, in hundredths. asked: without what is being
    clarified; of a thank-you, what was paid.
    """

    number: str
    part: int
    open_minor: int
    asked_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a mail says."""

    kind: str
    language: str
    items: tuple[Named, ...]


class Unreadable(Exception):
    """A mail that a debtor could make no sense of."""


def read(mail: Arrived) -> Read:
    """A mail, a letter, or what another program is told. Raises Unreadable."""
    items: list[list[object]] = []
    languages = set()
    for line in mail.text.splitlines():
        if head := _HEAD.match(line):
            word, number, part, paid = head.groups()
            languages.add(INVOICE[word])
            items.append([number, int(part or 1), [_money(paid)] if paid else []])
        elif items and not line.strip():
            items.append([])
        elif items and items[-1] and (amount := _AMOUNT.match(line)):
            items[-1][2].append(_money(amount[1]))  # type: ignore[attr-defined]
    named = [_named(item) for item in items if item]
    if not named or len(languages) != 1:
        raise Unreadable(f"{mail.subject}: {len(named)} items in {languages}")
    language = languages.pop()
    return Read(_kind(mail.subject, language), language, tuple(named))


def chased(mail: Arrived) -> tuple[Named, ...]:
    """What one of our own people is asked about: ten at most are named."""
    found = filter(None, map(_CHASED.match, mail.text.splitlines()))
    return tuple(
        Named(number, int(part or 1), minor, minor, currency)
        for number, part, amount in (one.groups() for one in found)
        for minor, currency in (_money(amount),)
    )


def amounts(text: str) -> set[tuple[int, str]]:
    """All amounts in a text, in hundredths of their currency."""
    return {
        (int(re.sub(r"\D", "", number)), currency)
        for number, currency in _TOLD.findall(text)
    }


def _named(item: list[object]) -> Named:
    number, part, amounts = item
    match amounts:
        case [(opened, currency)]:
            return Named(str(number), int(str(part)), opened, opened, currency)
        case [(opened, currency), (contested, one), (asked, other)] if (
            opened == contested + asked and {one, other} == {currency}
        ):
            return Named(str(number), int(str(part)), opened, asked, currency)
    raise Unreadable(f"invoice {number} with the amounts {amounts}")


def _kind(subject: str, language: str) -> str:
    for words, kind in SUBJECTS[language].items():
        if subject.startswith(words):
            return kind
    return "notice"


def _money(text: str) -> tuple[int, str]:
    """Hundredths and currency."""
    return int(re.sub(r"\D", "", text)), text[-3:]
