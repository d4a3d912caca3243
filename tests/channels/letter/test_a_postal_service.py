"""A service that prints and posts our letters, and what it says of them."""

from __future__ import annotations

import base64
import hashlib
import json
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from django.test import RequestFactory

from acquit.channels import http
from acquit.channels.carrying import Enclosed, NotHandedOver, Outcome, Sent, Unknown
from acquit.channels.letter.post.hooked import reports
from acquit.channels.letter.post.posting import PDF, Posting
from acquit.channels.letter.post.services import PostUnclear, service
from acquit.channels.letter.setting import set_letter
from acquit.channels.models import Delivery
from acquit.channels.registry import switchboard
from acquit.channels.unreadable import Unreadable
from channels.conftest import ENVELOPE, KEY
from channels.letter.ink import sheets, texts, words_of
from channels.letter.pages import page
from channels.servers import Asked, Gateway, Mischief, Reply, nobody_listens

LETTER = replace(
    ENVELOPE,
    channel="LETTER",
    page=page("BE"),
    address=("Brasserie du Lac", "1050 BRUXELLES"),
)
LXP = "letterxpress://me:k%40y@?mode=test&colour=yes&registered=yes&api={}"
PINGEN = "pingen://id:secret@ORG?product=fast&duplex=no&api={0}&identity={0}/token"
ANY = "{}/print?x=1#id=job.name&registered=yes&envelope=fr"


def carry(url: str, **other: Any) -> Outcome:
    with closing(Posting(service(url))) as carrier:
        return carrier.carry(replace(LETTER, **other))


def with_keys(url: str) -> str:
    return url.replace("http://", "http://me:secret@")


def part(asked: Asked, name: str) -> bytes:
    """The content of a part of a form."""
    boundary = asked.headers["Content-Type"].partition("boundary=")[2].encode()
    for one in asked.body.split(b"--" + boundary):
        head, _, content = one.partition(b"\r\n\r\n")
        if f'name="{name}"'.encode() in head:
            return content.removesuffix(b"\r\n")
    raise AssertionError(name)


def pingen(asked: Asked) -> Reply:
    """Pingen, as far as it is spoken to; the place for the file is on the same server."""
    host = f"http://{asked.headers['Host']}"
    match asked.path.partition("?")[0]:
        case "/token":
            return Reply(200, {"access_token": "T1"})
        case "/file-upload":
            slot = {"url": f"{host}/bucket", "url_signature": "sig"}
            return Reply(200, {"data": {"attributes": slot}})
        case "/bucket":
            return Reply(200, "")
    return Reply(201, {"data": {"id": "L-1"}})


def test_any_service_is_given_the_letter_and_its_wishes_as_a_form(gateway: Gateway) -> None:
    gateway.answer = lambda asked: Reply(201, {"job": {"name": "J7"}})
    outcome = carry(
        with_keys(ANY.format(gateway.url)),
        enclosures=(
            Enclosed("a.pdf", PDF, set_letter(page("FR"))),
            Enclosed("b.xml", "application/xml", b"<Invoice/>"),
        ),
    )
    assert isinstance(outcome, Sent)
    assert outcome.external_id == "J7"
    assert outcome.answer.endswith("; not enclosed: b.xml (NO_PDF)")
    [asked] = gateway.asked
    assert (asked.method, asked.path) == ("POST", "/print?x=1")
    assert asked.headers["Authorization"].startswith("Basic ")
    options = json.loads(part(asked, "options"))
    assert options == {
        "key": KEY,
        "address": ["Brasserie du Lac", "1050 BRUXELLES"],
        "language": "fr",
        "registered": True,
        "colour": False,
        "duplex": True,
        "envelope": "FR",
    }
    pdf = part(asked, "file")
    assert [bool(words_of(pdf, sheet)) for sheet in range(sheets(pdf))] == [
        True,
        False,
        True,
        False,
    ]
    assert asked.body.count(b"filename=") == 1


def test_letterxpress_is_given_one_request_with_everything(gateway: Gateway) -> None:
    gateway.answer = lambda asked: Reply(200, {"status": 200, "data": {"id": 4711}})
    outcome = carry(LXP.format(gateway.url))
    assert isinstance(outcome, Sent)
    assert outcome.external_id == "4711"
    [asked] = gateway.asked
    assert asked.path == "/printjobs"
    assert asked.json["auth"] == {"username": "me", "apikey": "k@y", "mode": "test"}
    letter = asked.json["letter"]
    content = letter["base64_file"]
    digest = hashlib.md5(content.encode(), usedforsecurity=False).hexdigest()
    assert letter["base64_file_checksum"] == digest
    assert letter["specification"] == {"color": "4", "mode": "duplex", "shipping": "auto"}
    assert letter["registered"] == "r1"


def test_a_german_service_has_german_envelopes(gateway: Gateway) -> None:
    gateway.answer = lambda asked: Reply(200, {"data": {"id": 1}})
    carry(LXP.format(gateway.url))
    pdf = base64.b64decode(gateway.asked[0].json["letter"]["base64_file"])
    at = {text: (x, y) for text, x, y in texts(pdf)}
    assert at["Brasserie du Lac SRL"][0] == pytest.approx(25, abs=0.5)


def test_pingen_is_given_the_file_and_then_the_order(gateway: Gateway) -> None:
    gateway.answer = pingen
    outcome = carry(PINGEN.format(gateway.url))
    assert isinstance(outcome, Sent)
    assert outcome.external_id == "L-1"
    token, room, laid, order = gateway.asked
    assert token.form["client_secret"] == "secret"  # noqa: S105 - invented
    assert room.headers["Authorization"] == "Bearer T1"
    assert laid.body.startswith(b"%PDF")
    assert "Authorization" not in laid.headers
    assert order.path == "/organisations/org/deliveries/letters"
    told = order.json["data"]["attributes"]
    assert told["file_url_signature"] == "sig"
    assert told["auto_send"] is True
    assert (told["delivery_product"], told["print_mode"]) == ("fast", "simplex")
    assert (told["address_position"], told["print_spectrum"]) == ("left", "grayscale")


@pytest.mark.parametrize("fails", ["/token", "/file-upload", "/bucket"])
@pytest.mark.parametrize("how", [Reply(500, "oh"), Reply(401, "no"), Mischief.DROP])
def test_before_the_order_nothing_was_handed_over(
    gateway: Gateway, fails: str, how: Reply | Mischief
) -> None:
    gateway.answer = lambda asked: how if asked.path == fails else pingen(asked)
    outcome = carry(PINGEN.format(gateway.url))
    assert isinstance(outcome, NotHandedOver)
    assert outcome.down


def test_a_file_that_is_refused_does_not_stop_the_letters_behind_it(
    gateway: Gateway,
) -> None:
    large = Reply(413, "too large")
    gateway.answer = lambda asked: large if asked.path == "/bucket" else pingen(asked)
    outcome = carry(PINGEN.format(gateway.url))
    assert isinstance(outcome, NotHandedOver)
    assert not outcome.down


@pytest.mark.parametrize("url", [ANY, LXP, PINGEN], ids=["any", "letterxpress", "pingen"])
@pytest.mark.parametrize(
    ("how", "end"),
    [
        (Reply(400, "no address found"), NotHandedOver),
        (Reply(503, "later"), Unknown),
        (Mischief.DROP, Unknown),
        (Mischief.HANG, Unknown),
    ],
)
def test_what_became_of_the_order_is_told_honestly(
    gateway: Gateway, url: str, how: Any, end: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "TIMEOUT_S", 0.5)

    def answer(asked: Asked) -> Reply | Mischief:
        before = asked.path.partition("?")[0] in {"/token", "/file-upload", "/bucket"}
        return pingen(asked) if before else how

    gateway.answer = answer
    assert isinstance(carry(url.format(gateway.url)), end)


@pytest.mark.parametrize("url", [ANY, LXP, PINGEN], ids=["any", "letterxpress", "pingen"])
def test_where_nobody_listens_nothing_was_handed_over(url: str) -> None:
    outcome = carry(url.format(nobody_listens()))
    assert isinstance(outcome, NotHandedOver)
    assert outcome.down


def test_a_message_that_is_no_letter_is_not_handed_over(gateway: Gateway) -> None:
    assert isinstance(carry(ANY.format(gateway.url), page=None), NotHandedOver)
    broken = page("BE", blocks=[{"video": "x"}])
    assert isinstance(carry(ANY.format(gateway.url), page=broken), NotHandedOver)
    assert gateway.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://TOP@host",
        "letterxpress://TOP:KEY@",
        "letterxpress://TOP@?mode=test",
        "pingen://TOP:KEY@",
        "pingen://TOP:KEY@ORG?speed=fast",
        "https://TOP:KEY@host/x#registered=perhaps",
    ],
)
def test_a_service_that_is_not_described_is_refused_without_its_secret(url: str) -> None:
    with pytest.raises(PostUnclear) as refused:
        service(url)
    assert "TOP" not in str(refused.value)
    assert "KEY@ORG" not in str(refused.value)


def test_the_secret_is_not_shown_with_the_service() -> None:
    assert "hush" not in repr(service("letterxpress://me:hush@?mode=live"))


def test_the_switchboard_gives_letters_to_the_service(settings: Any) -> None:
    assert switchboard().code_for("LETTER") == "TRAY"
    settings.POST_URL = "letterxpress://me:key@?mode=live"
    assert switchboard().code_for("LETTER") == "LETTERXPRE"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("printed", Delivery.PRINTED),
        ("sent", Delivery.POSTED),
        ("delivered", Delivery.DELIVERED),
        ("returned", Delivery.BOUNCED),
    ],
)
def test_a_report_says_what_became_of_a_letter(status: str, kind: Delivery) -> None:
    [report] = told({"id": "J7", "status": status, "key": KEY})
    assert (report.kind, report.external_id, report.message_key) == (kind, "J7", KEY)


def test_a_report_that_says_nothing_of_its_fate_is_passed_over() -> None:
    assert told({"id": "J7", "status": "queue"}) == []
    with pytest.raises(Unreadable):
        told({"status": "sent"})
    with pytest.raises(Unreadable):
        reports(RequestFactory().post("/", b"{", content_type="application/json"))


def told(body: dict[str, str]) -> list[Any]:
    given = json.dumps(body)
    return reports(RequestFactory().post("/", given, content_type="application/json"))
