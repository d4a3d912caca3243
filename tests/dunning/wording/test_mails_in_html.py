"""The HTML part of a mail: the same facts as its plain text, in one language."""

from __future__ import annotations

import re
from dataclasses import astuple
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from acquit.channels.carrying import Envelope
from acquit.channels.email.html import as_html
from acquit.channels.email.plain import words_of
from acquit.channels.letter.words import WORDS
from acquit.dunning.wording.codes import LETTERS
from acquit.dunning.wording.facts import LANGUAGES
from acquit.dunning.wording.writing import write

from .cases import situations
from .test_golden_texts import GOLDEN, compare
from .test_wording_texts import FOREIGN

AT = datetime(2026, 3, 24, 9, tzinfo=UTC)
# Words that two languages share.
SHARED = {"nl": {"en", "is", "van"}, "de": {"des", "een"}}


def mail(code: str, situation: str, language: str) -> tuple[str, str]:
    """The HTML part, and the plain text."""
    written = write(
        code, situations(code, language)[situation], channel="EMAIL", tone="NEUTRAL"
    )
    envelope = Envelope(
        key="k",
        kind=code,
        sender="factures@ardenne-bois.example",
        sender_name="Ardenne Bois SA",
        to="info@bakkerij.example",
        subject=written.subject,
        body=written.body,
        language=written.language,
        at=AT,
        page=written.page,
    )
    return as_html(envelope), written.body


class Balance(HTMLParser):
    """What is opened is closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "hr", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", LETTERS)
def test_no_mail_mixes_languages(code, language):
    for situation in ("one", "several", "credit on one", "nothing known of the writer"):
        html, _ = mail(code, situation, language)
        told = words_of(html).replace("Bakkerij", "").replace("Rue du Port", "")
        for other, words in FOREIGN.items():
            if other != language:
                found = set(re.findall(words, told)) - SHARED.get(language, set())
                assert not found, (situation, other, found)


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_no_label_was_left_in_english(language):
    """Short words of the layout; those that are the same in both languages are named."""
    same = {"Reference", "E-mail", "Page"}
    english, other = astuple(WORDS["en"]), astuple(WORDS[language])
    assert {a for a, b in zip(english, other, strict=True) if a == b} <= same


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", LETTERS)
def test_every_amount_of_the_plain_text_is_in_the_page(code, language):
    for situation in ("one", "several", "instalments of one invoice", "yen"):
        html, body = mail(code, situation, language)
        told = words_of(html)
        amounts = set(re.findall(r"\d[\d.,]* (?:EUR|USD|JPY)", body))
        assert amounts
        assert all(amount in told for amount in amounts), situation


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_is_whole_and_fetches_nothing(language):
    for code in LETTERS:
        html, _ = mail(code, "several", language)
        read = Balance()
        read.feed(html)
        assert read.open == []
        assert ("html", {"lang": language}) in read.tags
        assert not {"script", "link", "iframe", "form"} & {tag for tag, _ in read.tags}
        assert not any({"href", "src", "background"} & set(at) for _, at in read.tags)
        assert "url(" not in html
        assert "@import" not in html


def test_half_of_three_hundred_items_are_shown_whole_where_mail_is_cut():
    """Some programs show the first 102 KB of a mail, and the rest when asked."""
    html, _ = mail("REMINDER_1", "three hundred", "de")
    assert len(html.encode()) / 2 < 102 * 1024


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_looks_as_it_was_looked_at_last(language):
    html, _ = mail("REMINDER_2", "several", language)
    compare(GOLDEN / language / "mail.html", html)
