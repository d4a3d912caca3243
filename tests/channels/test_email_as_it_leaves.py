"""What goes over the line is what every mail program takes apart (RFC 5322, MIME)."""

from __future__ import annotations

import zlib
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
import segno

from acquit.channels.carrying import Enclosed, Envelope
from acquit.channels.email import scanned
from acquit.channels.email.mime import as_bytes
from acquit.channels.letter.payment import MASK, payload
from channels.conftest import ENVELOPE, KEY

PAY = {
    "accounts": [{"iban": "BE68539007547034", "name": "Alfa Trading"}],
    "reference": "RF18539007547034",
    "amount": "1234.56",
    "currency": "EUR",
    "said": {"account": "Compte", "holder": "Titulaire", "reference": "Référence"},
}
PAGE = {"blocks": [{"text": "Bonjour,"}, {"pay": PAY}]}
SUBJECTS = [
    "Reminder: invoice F-1",
    "Rappel : facture échue",
    "é" * 200,
    "a" * 200,
    "Ŝ𝄞 " * 60 + ".",
    "=?utf-8?q?not_a_word?=",
    "Ends with a question?=",
]


def received(envelope: Envelope) -> tuple[bytes, EmailMessage]:
    sent = as_bytes(envelope)
    return sent, cast("EmailMessage", message_from_bytes(sent, policy=default))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_of_any_letters_arrives_as_it_was_written(subject):
    sent, email = received(replace(ENVELOPE, subject=subject))
    assert email["Subject"] == subject
    assert not email.defects
    assert max(map(len, sent.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("name", ["Müller & Zn", 'A "B", C', "Société " + "é" * 60])
def test_a_sender_of_any_name_arrives_as_it_is_called(name):
    _, email = received(replace(ENVELOPE, sender_name=name))
    [sender] = email["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, ENVELOPE.sender)


@pytest.mark.parametrize(
    "body",
    [
        ".\n..\nFrom here on\n",
        "é" * 5_000 + "\n",
        "trailing  \n\ttab\t\n=3D = \n",
        "a line without its end",
        "1\N{NO-BREAK SPACE}234,56 EUR \N{EURO SIGN} 😀\n\n\n--=_alternative\n",
    ],
)
def test_words_arrive_as_they_were_written(body):
    sent, email = received(replace(ENVELOPE, body=body))
    said = email.get_body(("plain",)).get_content()
    assert said.splitlines() == body.splitlines()
    assert max(map(len, sent.split(b"\r\n"))) <= 78
    assert b"\n" not in sent.replace(b"\r\n", b"")
    assert sent.isascii()


def test_every_part_is_found_and_none_is_broken():
    paper = Enclosed("facture é.pdf", "application/pdf", bytes(range(256)) * 40)
    sent, email = received(replace(ENVELOPE, page=PAGE, enclosures=(paper,)))
    assert [part.get_content_type() for part in email.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    assert not any(part.defects for part in email.walk())
    [attached] = email.iter_attachments()
    assert attached.get_content() == paper.content
    assert attached.get_filename() == "facture é.pdf"
    assert max(map(len, sent.split(b"\r\n"))) <= 78
    assert email["Message-ID"] == f"<{KEY}@alfa.example>"
    assert email["Date"].datetime == ENVELOPE.at


@pytest.mark.parametrize("field", ["to", "subject", "kind", "language", "reply_to"])
def test_nobody_smuggles_a_header_in(field):
    for sign in ("\r\n", "\n", "\r", "\0"):
        with pytest.raises(ValueError, match="one line"):
            as_bytes(replace(ENVELOPE, **{field: f"a{sign}Bcc: all@evil.example"}))


def test_the_payment_code_is_a_picture_of_the_mail_itself():
    _, email = received(replace(ENVELOPE, page=PAGE))
    [picture] = [part for part in email.walk() if part.get_content_type() == "image/png"]
    [html] = [part for part in email.walk() if part.get_content_type() == "text/html"]
    name = picture["Content-ID"].strip("<>")
    assert f'src="cid:{name}"' in html.get_content()
    assert picture.get_content() == scanned.drawn(PAY)


@pytest.mark.parametrize(
    "other",
    [
        {"amount": None},
        {"currency": "USD"},
        {
            "accounts": [
                *PAY["accounts"],
                {"iban": "FR7630006000011234567890189", "name": "B"},
            ]
        },
    ],
)
def test_where_no_code_would_be_right_there_is_none(other):
    page = {"blocks": [{"pay": PAY | other}]}
    _, email = received(replace(ENVELOPE, page=page))
    assert "image/png" not in [part.get_content_type() for part in email.walk()]
    assert "cid:" not in email.get_body(("html",)).get_content()


@pytest.mark.parametrize("version", range(1, 14))
def test_a_code_is_drawn_as_the_library_draws_it(version):
    """Filled to the last byte: what comes after the words is no matter of taste then."""
    text = "".join(chr(33 + at % 90) for at in range(scanned._size(version).room))
    theirs = segno.make_qr(text, error="m", boost_error=False, mask=MASK, mode="byte")
    assert theirs.version == version
    assert scanned.modules(text) == ["".join(map(str, row)) for row in theirs.matrix]


def test_what_is_left_of_a_code_is_filled_as_the_standard_says():
    size = scanned._size(1)
    bits = scanned._bits(b"abc", 1, size)
    # The mode, the length, the letters, the end; then 236 and 17 in turn.
    assert int(bits[:128], 2) == int(
        "40361626 30ec11ec 11ec11ec 11ec11ec".replace(" ", ""), 16
    )


def test_the_picture_has_the_modules_and_a_quiet_zone_around_them():
    rows = scanned.modules(payload(PAY))
    png = scanned.png(rows)
    side = int.from_bytes(png[16:20], "big")
    assert side == (len(rows) + 8) * 4
    at = png.index(b"IDAT")
    pixels = zlib.decompress(png[at + 4 : at + 4 + int.from_bytes(png[at - 4 : at], "big")])
    width = (side + 7) // 8 + 1
    lines = []
    for start in range(0, len(pixels), width):
        kind, line = pixels[start], pixels[start + 1 : start + width]
        # Filter 2: what is added to the line above, which is nothing here.
        assert kind == 0 or (kind == 2 and not any(line))
        lines.append(lines[-1] if kind else line)
    assert len(lines) == side
    shown = [f"{int.from_bytes(line, 'big'):0{8 * (width - 1)}b}"[:side] for line in lines]
    read = ["".join("10"[int(bit)] for bit in line[16:-16:4]) for line in shown[16:-16:4]]
    assert read == list(rows)
    assert "0" not in "".join(shown[:16]) + "".join(line[:16] for line in shown)
