"""The message for readers of HTML says what the plain text says, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

from acquit.channels.carrying import Enclosed, Envelope
from acquit.channels.email.html import as_html
from acquit.channels.email.mime import as_bytes
from acquit.channels.email.plain import words_of
from channels.conftest import ENVELOPE


def received(envelope: Envelope) -> EmailMessage:
    """The mail as whoever gets it reads it."""
    sent = as_bytes(envelope)
    return cast("EmailMessage", message_from_bytes(sent, policy=default))


EVIL = '<img src=x onerror="alert(1)">&'
PAGE = {
    "blocks": [
        {"text": f"Bonjour, {EVIL}"},
        {"list": ["un", EVIL]},
        {
            "items": [
                {
                    "number": EVIL,
                    "part": "2/3",
                    "issued": "20 janvier 2026",
                    "due": "20 février 2026",
                    "days_late": 32,
                    "late_said": "32 jours de retard",
                    "open": "1 234,56 EUR",
                    "contested": "200,00 EUR",
                    "asked": "1 034,56 EUR",
                    "reference": "RF18",
                    "currency": "EUR",
                }
            ],
            "totals": [{"said": "À payer", "amount": "1 034,56 EUR", "strong": True}],
        },
        {
            "pay": {
                "accounts": [{"iban": "BE68539007547034", "name": EVIL}],
                "reference": "RF18",
                "amount": "1034.56",
                "currency": "EUR",
                "said": {"account": "Compte", "holder": "Titulaire", "reference": "Réf."},
            }
        },
        {"closing": ["Cordialement,", "Alfa"]},
    ]
}


def test_a_page_is_set_with_its_items_and_how_to_pay():
    html = as_html(replace(ENVELOPE, page=PAGE))
    told = words_of(html)
    for words in (
        "Bonjour,",
        "32 jours de retard",
        "1 234,56 EUR",
        "contesté 200,00 EUR",
        "À payer",
        "BE68 5390 0754 7034",
        "Cordialement,",
    ):
        assert words in told


def test_what_is_no_invoice_says_what_it_is():
    note = PAGE["blocks"][2]["items"][0] | {"kind": "Note de débit"}
    page = {"blocks": [{"items": [note], "totals": []}]}
    assert "Note de débit" in words_of(as_html(replace(ENVELOPE, page=page)))


def test_whatever_stands_in_it_is_words_and_loads_nothing():
    for envelope in (
        replace(ENVELOPE, page=PAGE),
        replace(ENVELOPE, body=EVIL, subject=EVIL, sender_name=EVIL),
    ):
        html = as_html(envelope)
        assert "<img" not in html
        assert "&lt;img" in html
        assert "http" not in html


def test_without_a_page_the_plain_text_is_set():
    body = "Bonjour,\n\nUn\n  deux\n-----\nTotal\n"
    html = as_html(replace(ENVELOPE, body=body))
    assert html.count("<hr ") == 1
    assert "Un<br>\n&nbsp;&nbsp;deux" in html
    assert "Total" in html


def test_a_mail_has_both_and_its_enclosures():
    paper = Enclosed("facture é.pdf", "application/pdf", b"%PDF-1.7")
    email = received(replace(ENVELOPE, page=PAGE, enclosures=(paper,)))
    said = email.get_body(("plain",)).get_content()
    assert said.splitlines() == ENVELOPE.body.splitlines()
    assert "scope=" in email.get_body(("related", "html")).as_string()
    [attached] = email.iter_attachments()
    assert attached.get_filename() == "facture é.pdf"
    assert attached.get_content() == b"%PDF-1.7"


def test_an_answer_carries_the_key_where_a_mailbox_is_read(settings):
    settings.REPLY_TO = "answers@alfa.example"
    email = received(ENVELOPE)
    assert email["Reply-To"] == f"answers+{ENVELOPE.key}@alfa.example"
