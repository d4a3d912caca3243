"""The code of a step, and which text and salutation go with it.

A code is a name, and a number where a step comes several times: REMINDER_2, CALL_1.
"""

from __future__ import annotations

from typing import NamedTuple

REMINDERS_WRITTEN = 3

# The texts that exist, in the order of a scenario.
TEXTS = (
    "INVOICE",
    "NOTICE",
    "REMINDER_1",
    "REMINDER_2",
    "REMINDER_3",
    "LAST_REMINDER",
    "FORMAL_NOTICE",
    "HANDOVER_NOTICE",
    "THANK_YOU",
    "CALL",
    "CHASE",
)
# To the debtor, in writing.
LETTERS = TEXTS[:9]
# Those that go to a colleague.
INTERNAL = ("CALL", "CHASE")
# One wording, whatever the tone: each word of it may be read by a judge.
ONE_TONE = ("FORMAL_NOTICE",)


class Code(NamedTuple):
    """kind: "REMINDER"; number: 0 where the kind comes once."""

    kind: str
    number: int


def parsed(code: str) -> Code:
    """REMINDER_2 is the second of its kind; THANK_YOU has no number."""
    kind, _, number = code.rpartition("_")
    return Code(kind, int(number)) if kind and number.isdigit() else Code(code, 0)


def text_of(code: str, *, business: bool) -> str:
    """The text that a step is written by.

    Reminders after the third have the third's; calls and internal questions have one each.
    Nobody but a known business is sent a formal notice: the last reminder stands in its
    place, should a scenario ever ask for it.
    """
    if code == "FORMAL_NOTICE" and not business:
        return "LAST_REMINDER"
    kind, number = parsed(code)
    if kind == "REMINDER":
        return f"REMINDER_{min(max(number, 1), REMINDERS_WRITTEN)}"
    return kind if kind in INTERNAL else code
