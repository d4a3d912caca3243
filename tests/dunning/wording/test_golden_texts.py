"""Messages as they leave, kept whole for a person to read: `golden/<language>/`.

After a change of words run this file with `UPDATE_GOLDEN=1`, then read what git shows.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from acquit.dunning.wording import sms
from acquit.dunning.wording.facts import LANGUAGES, TONES
from acquit.dunning.wording.originals import written_for
from acquit.dunning.wording.writing import write

from .cases import situations

GOLDEN = Path(__file__).parent / "golden"
KEPT = [
    ("INVOICE", "several", "EMAIL", "NEUTRAL"),
    ("NOTICE", "direct debit", "EMAIL", "FRIENDLY"),
    ("REMINDER_1", "one", "EMAIL", "FRIENDLY"),
    ("REMINDER_1", "a person", "EMAIL", "NEUTRAL"),
    ("REMINDER_2", "several", "EMAIL", "NEUTRAL"),
    ("REMINDER_3", "one instalment", "LETTER", "NEUTRAL"),
    ("REMINDER_4", "credit on one", "EMAIL", "FIRM"),
    ("LAST_REMINDER", "a consumer", "LETTER", "FIRM"),
    ("FORMAL_NOTICE", "several", "LETTER", "FIRM"),
    ("HANDOVER_NOTICE", "one", "EMAIL", "NEUTRAL"),
    ("HANDOVER_NOTICE", "a consumer", "EMAIL", "FRIENDLY"),
    ("THANK_YOU", "several", "EMAIL", "FRIENDLY"),
    ("CALL_1", "several", "PHONE", "FIRM"),
    ("CALL_1", "a consumer", "PHONE", "FRIENDLY"),
    ("CHASE_1", "several", "EMAIL", "NEUTRAL"),
]


def name_of(code: str, situation: str, channel: str, tone: str) -> str:
    return f"{code}-{situation.replace(' ', '-')}-{channel}-{tone}.txt".lower()


def compare(path: Path, text: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kept", KEPT, ids="-".join)
def test_a_message_reads_as_it_was_read_last(kept, language):
    code, situation, channel, tone = kept
    written = write(code, situations(code, language)[situation], channel=channel, tone=tone)
    text = f"{written.subject}\n{'=' * len(written.subject)}\n\n{written.body}"
    compare(GOLDEN / language / name_of(*kept), text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_is_made_of_these_blocks(language):
    known = situations("REMINDER_2", language)["several"]
    page = write("REMINDER_2", known, channel="LETTER", tone="NEUTRAL").page
    text = json.dumps(page, ensure_ascii=False, indent=1) + "\n"
    compare(GOLDEN / language / "page.json", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_messages_read_as_they_were_read_last(language):
    lines = []
    for code in written_for("SMS"):
        for situation in ("one", "several", "a consumer"):
            known = situations(code, language)[situation]
            said: dict[str, list[str]] = {}
            for tone in TONES:
                body = write(code, known, channel="SMS", tone=tone).body
                said.setdefault(body, []).append(tone.lower())
            for body, tones in said.items():
                head = f"{code}, {situation}, {' '.join(tones)} ({sms.length(body)})"
                lines.append(f"{head}\n{body}\n")
    compare(GOLDEN / language / "sms.txt", "\n".join(lines))


def test_no_golden_file_is_left_over():
    expected = {name_of(*kept) for kept in KEPT} | {"page.json", "sms.txt", "mail.html"}
    for language in LANGUAGES:
        assert {path.name for path in (GOLDEN / language).iterdir()} == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", written_for("SMS"))
@pytest.mark.parametrize("tone", TONES)
def test_a_short_message_is_one_short_message(code, tone, language):
    for name, known in situations(code, language).items():
        body = write(code, known, channel="SMS", tone=tone).body
        assert sms.length(body), (name, body)
        assert sms.parts(body) == 1, (name, body)
        assert body.startswith(known.creditor.name), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", written_for("SMS"))
def test_a_stranger_learns_nothing_of_a_debt_from_a_consumers_phone(code, language):
    for name in ("a consumer", "a consumer with several"):
        for tone in TONES:
            known = situations(code, language)[name]
            body = write(code, known, channel="SMS", tone=tone).body
            assert "EUR" not in body
            assert "F-2026" not in body
            assert "Greta" not in body


def test_letters_that_a_phone_lacks_are_written_plainly():
    assert sms.gsm("Crêpes François, œuvre, l\N{RIGHT SINGLE QUOTATION MARK}été") == (
        "Crepes Francois, oeuvre, l'été"
    )
    assert sms.length("Ардéнна") == 0
    assert sms.parts("ж" * 70) == 1
    assert sms.parts("ж" * 71) == 2
    assert sms.length("12 €") == 5
    assert sms.parts("a" * 160) == 1
    assert sms.parts("a" * 161) == 2
