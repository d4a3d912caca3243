"""Reading a mail as a debtor would: what it is, whom it is for, what it asks for what.

Written from the mails themselves; it knows the words of the four languages, not the code
that wrote them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sending.sink import Mail

ORDER = ("notice", "reminder_1", "reminder_2", "reminder_3", "last_reminder")
FORMAL, THANKS = "formal_notice", "thank_you"

# The beginnings of subjects, the most telling first; a notice has none of them.
SUBJECTS = {
    "en": {
        "Thank you": THANKS,
        "Formal notice": FORMAL,
        "Last reminder": "last_reminder",
        "Third reminder": "reminder_3",
        "Second reminder": "reminder_2",
        "A friendly reminder": "reminder_1",
        "Reminder": "reminder_1",
    },
    "fr": {
        "Merci": THANKS,
        "Mise en demeure": FORMAL,
        "Dernier rappel": "last_reminder",
        "Troisième rappel": "reminder_3",
        "Deuxième rappel": "reminder_2",
        "Petit rappel": "reminder_1",
        "Rappel": "reminder_1",
    },
    "nl": {
        "Dank u": THANKS,
        "Ingebrekestelling": FORMAL,
        "Laatste herinnering": "last_reminder",
        "Derde herinnering": "reminder_3",
        "Tweede herinnering": "reminder_2",
        "Even ter herinnering": "reminder_1",
        "Herinnering": "reminder_1",
    },
    "de": {
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


def read(mail: Mail) -> Read:
    """Raises Unreadable."""
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
        raise Unreadable(f"{mail.message['Subject']}: {len(named)} items in {languages}")
    language = languages.pop()
    return Read(_kind(str(mail.message["Subject"]), language), language, tuple(named))


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
    return ORDER[0]


def _money(text: str) -> tuple[int, str]:
    """Hundredths and currency."""
    return int(re.sub(r"\D", "", text)), text[-3:]
