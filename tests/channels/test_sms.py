"""Text messages by a gateway, and what it says of them."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from acquit.channels import http
from acquit.channels.carrying import NotHandedOver, Sent, Unknown
from acquit.channels.sms.gateways import GatewayUnclear, account, place_in
from acquit.channels.sms.texting import Texting
from channels.conftest import ENVELOPE, KEY
from channels.servers import Mischief, Reply, nobody_listens

if TYPE_CHECKING:
    from pathlib import Path

    from acquit.channels.carrying import Envelope, Outcome
    from channels.servers import Asked

TEXT = replace(
    ENVELOPE, channel="SMS", to="+32475123456", body="Il reste 12,00 EUR à payer."
)
TWILIO = "twilio://AC1:pass@?from=%2B32460000000&api={}/{{user}}.json"
MESSAGEBIRD = "messagebird://KEY@?from=Alfa&api={}"
URLS = pytest.mark.parametrize("url", [TWILIO, MESSAGEBIRD], ids=["twilio", "messagebird"])


def carry(url: str, template: str = "", envelope: Envelope = TEXT) -> Outcome:
    with closing(Texting(account(url, template))) as carrier:
        return carrier.carry(envelope)


def test_twilio_is_given_a_form_and_gives_the_message_a_name(gateway):
    gateway.answer = lambda asked: Reply(201, {"sid": "SM7", "status": "queued"})
    outcome = carry(TWILIO.format(gateway.url))
    assert isinstance(outcome, Sent)
    assert outcome.external_id == "SM7"
    [asked] = gateway.asked
    assert asked.path == "/AC1.json"
    assert asked.form == {"To": TEXT.to, "From": "+32460000000", "Body": TEXT.body}
    assert asked.headers["Authorization"].startswith("Basic ")


def test_messagebird_is_given_json_with_our_key(gateway):
    gateway.answer = lambda asked: Reply(201, {"id": "mb1"})
    outcome = carry(MESSAGEBIRD.format(gateway.url))
    assert isinstance(outcome, Sent)
    assert outcome.external_id == "mb1"
    [asked] = gateway.asked
    assert asked.headers["Authorization"] == "AccessKey KEY"
    assert asked.json["recipients"] == ["32475123456"]
    assert (asked.json["body"], asked.json["reference"]) == (TEXT.body, KEY)


def test_any_other_gateway_is_described_in_a_file(gateway, tmp_path: Path):
    template = tmp_path / "gateway.json"
    form = {
        "name": "ours",
        "method": "PUT",
        "headers": {"X-Token": "{password}"},
        "json": {"messages": [{"to": "{to}", "text": "{text}", "ref": "{key}"}]},
        "id": "result.0.name",
        "error": "problem",
        "refused": ["no-such-number"],
    }
    template.write_text(json.dumps(form))
    url = gateway.url.replace("http://", "http://me:secret@") + "/send?x=1&from=Alfa"
    gateway.answer = lambda asked: Reply(200, {"result": [{"name": "n1"}]})
    outcome = carry(url, str(template))
    assert outcome == Sent(outcome.answer, "n1")
    [asked] = gateway.asked
    assert (asked.method, asked.path) == ("PUT", "/send?x=1")
    assert asked.headers["X-Token"] == "secret"
    assert asked.json["messages"][0] == {"to": TEXT.to, "text": TEXT.body, "ref": KEY}
    gateway.answer = lambda asked: Reply(400, {"problem": "no-such-number"})
    assert carry(url, str(template)).permanent


def test_words_in_the_message_fill_no_place_of_the_template(gateway):
    gateway.answer = lambda asked: Reply(201, {"sid": "SM7"})
    carry(TWILIO.format(gateway.url), envelope=replace(TEXT, body="{password} {to}"))
    assert gateway.asked[0].form["Body"] == "{password} {to}"


def test_a_number_that_takes_nothing_is_refused_for_good(gateway):
    gateway.answer = lambda asked: Reply(400, {"code": 21614, "message": "not mobile"})
    outcome = carry(TWILIO.format(gateway.url))
    assert isinstance(outcome, NotHandedOver)
    assert outcome.permanent


def test_an_empty_account_would_refuse_all(gateway):
    broke = {"errors": [{"code": 25, "description": "not enough balance"}]}
    gateway.answer = lambda asked: Reply(422, broke)
    outcome = carry(MESSAGEBIRD.format(gateway.url))
    assert isinstance(outcome, NotHandedOver)
    assert (outcome.down, outcome.permanent) == (True, False)


@pytest.mark.parametrize("to", ["0475 12 34 56", "32475123456", "+0475123456", "", "+32"])
def test_a_number_that_the_world_does_not_dial_is_not_dialled(gateway, to):
    outcome = carry(TWILIO.format(gateway.url), envelope=replace(TEXT, to=to))
    assert isinstance(outcome, NotHandedOver)
    assert outcome.permanent
    assert not gateway.asked


@URLS
@pytest.mark.parametrize("mischief", list(Mischief))
def test_silence_after_the_message_was_taken_is_not_a_no(
    gateway, url, mischief, monkeypatch
):
    monkeypatch.setattr(http, "TIMEOUT_S", 0.3)
    gateway.answer = lambda asked: mischief
    assert isinstance(carry(url.format(gateway.url)), Unknown)
    assert len(gateway.asked) == 1


@URLS
def test_a_connection_that_is_refused_has_handed_nothing_over(url):
    outcome = carry(url.format(nobody_listens()))
    assert isinstance(outcome, NotHandedOver)
    assert outcome.down


@URLS
def test_a_gateway_that_stumbles_may_have_taken_it(gateway, url):
    gateway.answer = lambda asked: Reply(500, "oh")
    assert isinstance(carry(url.format(gateway.url)), Unknown)


@URLS
def test_no_redirection_is_followed(gateway, url):
    def elsewhere(asked: Asked) -> Reply:
        return Reply(307, "", {"Location": f"{gateway.url}/elsewhere"})

    gateway.answer = elsewhere
    assert isinstance(carry(url.format(gateway.url)), NotHandedOver)
    assert len(gateway.asked) == 1


@pytest.mark.parametrize(
    ("url", "template"),
    [
        ("ftp://key@host", None),
        ("https://key@host", None),
        ("https://key@host", "not json"),
        ("https://key@host", "[]"),
        ("https://key@host", '{"methode": "POST"}'),
        ("https://key@host", '{"report": {"ids": "x"}}'),
    ],
)
def test_a_gateway_that_is_not_described_is_refused_without_its_secret(
    tmp_path: Path, url, template
):
    path = ""
    if template is not None:
        (tmp_path / "t.json").write_text(template)
        path = str(tmp_path / "t.json")
    with pytest.raises(GatewayUnclear) as refused:
        account(url, path)
    assert "key@" not in str(refused.value)


def test_the_secret_is_not_shown_with_the_account():
    assert "TOP" not in repr(account(f"twilio://AC1:{quote('TOP')}@?from=x"))


@pytest.mark.parametrize(
    ("place", "found"), [("a.0.b", "1"), ("a.1.b", ""), ("a.b", ""), ("", ""), ("a", "")]
)
def test_a_place_in_an_answer(place, found):
    assert place_in({"a": [{"b": 1}]}, place) == found
