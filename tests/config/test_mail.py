"""ACQUIT_EMAIL_URL: what is understood, and what is refused without showing a password."""

from __future__ import annotations

import socket

import pytest
from aiosmtpd.controller import Controller

from acquit.config.mail import EmailAddressUnclear, Security, Server, knock, server


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Sink:
    """Remembers the message it is handed, if any."""

    message = None

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.message = envelope
        return "250 OK"


def test_without_an_address_there_is_no_server():
    assert server("") is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://relay", Server(host="relay", port=25, security=Security.NONE)),
        ("smtp://[::1]:2525", Server(host="::1", port=2525, security=Security.NONE)),
        (
            "smtps://mail.example.com",
            Server(host="mail.example.com", port=465, security=Security.TLS),
        ),
        (
            "smtp+starttls://ann%40example.com:p%2Fw@mail.example.com",
            Server(
                host="mail.example.com",
                port=587,
                security=Security.STARTTLS,
                user="ann@example.com",
                password="p/w",  # noqa: S106 - invented
            ),
        ),
    ],
)
def test_an_address_names_server_port_security_and_account(url, expected):
    assert server(url) == expected


@pytest.mark.parametrize(
    "url", ["mail.example.com", "http://x", "smtp://", "smtp://ann:secret@host:99999"]
)
def test_an_unclear_address_is_refused_and_not_repeated(url):
    with pytest.raises(EmailAddressUnclear) as refused:
        server(url)
    assert "secret" not in str(refused.value)
    assert str(refused.value).startswith("ACQUIT_EMAIL_URL: ")


def test_a_server_that_answers_lets_us_in_and_gets_no_message(tmp_path):
    received = Sink()
    listening = Controller(received, hostname="127.0.0.1", port=free_port())
    listening.start()
    try:
        knock(server(f"smtp://127.0.0.1:{listening.port}"))
    finally:
        listening.stop()
    assert received.message is None


def test_a_server_that_is_not_there_is_an_error_of_the_network():
    with pytest.raises(ConnectionRefusedError):
        knock(server(f"smtp://127.0.0.1:{free_port()}"))


def test_a_password_does_not_show_when_a_server_is_printed():
    assert "secret" not in repr(server("smtp://ann:secret@relay"))
