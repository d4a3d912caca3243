"""The other side falls silent, or hangs up, at each moment of its protocol: uncertain only
where it may have taken the message; a plain no where it surely did not.
"""

from __future__ import annotations

import re
import socketserver
import struct
import threading
from contextlib import closing
from dataclasses import replace
from socket import SO_LINGER, SOL_SOCKET
from typing import TYPE_CHECKING, Any, Self, cast

import pytest
from channels.conftest import ENVELOPE
from channels.letter.pages import page

from acquit.channels import http
from acquit.channels.carrying import Enclosed, NotHandedOver, Sent, Unknown
from acquit.channels.email import smtp
from acquit.channels.email.smtp import Smtp
from acquit.channels.letter.post.posting import Posting
from acquit.channels.letter.post.services import service
from acquit.channels.sms.gateways import account
from acquit.channels.sms.texting import Texting
from acquit.channels.webhook.posting import Webhook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from acquit.channels.carrying import Carrier, Envelope

# More than the kernels of both sides keep for each other: it cannot all have left.
LARGE = Enclosed("invoice.pdf", "application/pdf", bytes(16_000_000))
SHORT_S = 0.3


class Odd:
    """A server that plays a part and then falls silent, or hangs up. The parts: what it
    reads up to, and what it says then; "" = nothing.
    """

    def __init__(self, *parts: tuple[bytes, bytes], hangs_up: bool = False) -> None:
        self.parts, self.hangs_up = parts, hangs_up
        self.over = threading.Event()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Part)
        self._server.daemon_threads = True
        cast("Any", self._server).odd = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Part(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        odd: Odd = cast("Any", self.server).odd
        read = b""
        for until, said in odd.parts:
            while not re.search(until, read):
                some = self.request.recv(65536)
                if not some:
                    return
                read += some
            read = b""
            self.request.sendall(said)
        if odd.hangs_up:
            self.request.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        else:
            odd.over.wait()


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is waited for as long as in earnest."""
    monkeypatch.setattr(smtp, "TIMEOUT_S", SHORT_S)
    monkeypatch.setattr(http, "TIMEOUT_S", SHORT_S)


HOW = pytest.mark.parametrize("hangs_up", [False, True], ids=["silent", "hangs up"])
READY = (b"", b"220 ready\r\n")
EHLO = (rb"(?i)ehlo .*\r\n", b"250 at your service\r\n")
MAIL = (rb"(?i)mail .*\r\n", b"250 fine\r\n")
RCPT = (rb"(?i)rcpt .*\r\n", b"250 fine\r\n")
DATA = (rb"(?i)data\r\n", b"354 go on\r\n")
END = (rb"\r\n\.\r\n", b"250 taken\r\n")
SPOKEN = [READY, EHLO, MAIL, RCPT, DATA, END]
NAMES = ["connected", "greeted", "said EHLO", "MAIL FROM", "RCPT TO", "DATA"]


@HOW
@pytest.mark.parametrize("known", range(5), ids=NAMES[:5])
def test_a_mail_server_that_never_saw_the_content_has_taken_nothing(
    known: int, hangs_up: bool
):
    heard, (asked, _) = SPOKEN[:known], SPOKEN[known]
    with (
        Odd(*heard, (asked, b""), hangs_up=hangs_up) as server,
        closing(Smtp(f"smtp://{server.place}")) as carrier,
    ):
        outcome = carrier.carry(ENVELOPE)
    assert isinstance(outcome, NotHandedOver)
    assert (outcome.down, outcome.lost) == ((True, False) if known < 2 else (False, True))
    assert not outcome.permanent


@HOW
def test_a_mail_server_that_saw_the_end_of_the_content_may_have_taken_it(hangs_up: bool):
    with (
        Odd(*SPOKEN[:5], (END[0], b""), hangs_up=hangs_up) as server,
        closing(Smtp(f"smtp://{server.place}")) as carrier,
    ):
        assert isinstance(carrier.carry(ENVELOPE), Unknown)


@HOW
def test_a_mail_server_that_breaks_off_in_the_midst_of_the_content_has_taken_nothing(
    hangs_up: bool,
):
    with (
        Odd(*SPOKEN[:5], hangs_up=hangs_up) as server,
        closing(Smtp(f"smtp://{server.place}")) as carrier,
    ):
        outcome = carrier.carry(replace(ENVELOPE, enclosures=(LARGE,)))
    assert isinstance(outcome, NotHandedOver)
    assert outcome.lost


@pytest.mark.parametrize(
    ("said", "end"),
    [
        (b"250 taken\r\n", Sent),
        (b"250-taken\r\n250 as 17\r\n", Sent),
        (b"451 later\r\n", NotHandedOver),
        (b"421 closing\r\n", NotHandedOver),
        (b"554 no\r\n", NotHandedOver),
        (b"hello?\r\n", Unknown),
        (b"354 go on\r\n", Unknown),
    ],
)
def test_what_a_mail_server_says_of_the_content(said: bytes, end: type):
    with (
        Odd(*SPOKEN[:5], (END[0], said)) as server,
        closing(Smtp(f"smtp://{server.place}")) as carrier,
    ):
        assert type(carrier.carry(ENVELOPE)) is end


def test_a_line_that_begins_with_a_dot_arrives_as_it_was_written(sink: Any):
    body = "Bonjour,\n.\n..et voici\n.fin\n"
    with closing(Smtp(sink.url)) as carrier:
        assert isinstance(carrier.carry(replace(ENVELOPE, body=body)), Sent)
    assert sink.mails[0].text.replace("\r\n", "\n").strip() == body.strip()


def webhook(place: str) -> Carrier:
    return Webhook(f"http://{place}/", "between us")


def texting(place: str) -> Carrier:
    return Texting(account(f"twilio://AC1:pass@?from=x&api=http://{place}", ""))


def posting(place: str) -> Carrier:
    return Posting(service(f"http://{place}/"))


GIVEN = replace(
    ENVELOPE, to="+32475123456", page=page("BE"), address=("Brasserie", "1050 BRUXELLES")
)
BY_HTTP = pytest.mark.parametrize("by", [webhook, texting, posting])


@pytest.fixture
def carried(
    by: Callable[[str], Carrier],
) -> Iterator[Callable[..., Any]]:
    """What becomes of a message that such a server is given."""

    def carry(server: Odd, envelope: Envelope = GIVEN) -> Any:
        with server, closing(by(server.place)) as carrier:
            return carrier.carry(envelope)

    return carry


@HOW
@BY_HTTP
@pytest.mark.parametrize(
    "parts",
    [
        [(rb"POST ", b"")],
        [(rb"\r\n\r\n", b"")],
        [(rb"\r\n\r\n", b"HTTP/1.1 ")],
        [(rb"\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n")],
    ],
    ids=["first word", "headers", "half an answer", "not yet"],
)
def test_a_request_that_was_begun_and_not_answered_may_have_been_taken(
    carried: Any, parts: list[tuple[bytes, bytes]], hangs_up: bool
):
    assert isinstance(carried(Odd(*parts, hangs_up=hangs_up)), Unknown)


@BY_HTTP
def test_who_is_silent_after_the_greeting_may_have_taken_it(carried: Any):
    assert isinstance(carried(Odd()), Unknown)


@BY_HTTP
def test_who_hangs_up_at_the_greeting_has_taken_nothing_or_nobody_knows(carried: Any):
    # It depends on who is quicker: the line breaks before the first byte, or after it.
    outcome = carried(Odd(hangs_up=True))
    assert isinstance(outcome, Unknown) or outcome.answer.endswith("no connection")


@HOW
@BY_HTTP
def test_a_status_that_was_heard_stands_though_the_rest_is_silence(
    carried: Any, hangs_up: bool
):
    yes = b"HTTP/1.1 201 Created\r\nContent-Length: 40\r\n\r\nhalf"
    assert isinstance(carried(Odd((rb"\r\n\r\n", yes), hangs_up=hangs_up)), Sent)
    no = b"HTTP/1.1 422 No\r\nContent-Length: 40\r\n\r\nhalf"
    outcome = carried(Odd((rb"\r\n\r\n", no), hangs_up=hangs_up))
    assert isinstance(outcome, NotHandedOver)


@HOW
@BY_HTTP
def test_a_line_that_was_never_encrypted_has_carried_nothing(
    by: Callable[[str], Carrier], hangs_up: bool
):
    with Odd((rb"\x16", b""), hangs_up=hangs_up) as server:
        carrier = {
            webhook: lambda: Webhook(f"https://{server.place}/", "between us"),
            texting: lambda: Texting(
                account(f"twilio://AC1:pass@?from=x&api=https://{server.place}", "")
            ),
            posting: lambda: Posting(service(f"https://{server.place}/")),
        }[by]()
        with closing(carrier):
            outcome = carrier.carry(GIVEN)
    assert isinstance(outcome, NotHandedOver)
    assert outcome.down
