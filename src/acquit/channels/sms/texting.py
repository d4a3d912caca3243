"""Hands text messages to a gateway."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import requests

from acquit.channels import http
from acquit.channels.carrying import NotHandedOver, OneWay, Sent
from acquit.channels.sms.gateways import place_in

if TYPE_CHECKING:
    from acquit.channels.carrying import Envelope, Outcome
    from acquit.channels.sms.gateways import Account

# As E.164 writes a number: a plus, the country, the rest; fifteen digits at most.
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


class Texting(OneWay):
    """Hands envelopes to one gateway. `to` is a number as E.164 writes it."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.code = account.gateway.name.upper()[:10]
        self._session = requests.Session()

    def carry(self, envelope: Envelope) -> Outcome:
        if not NUMBER.fullmatch(envelope.to):
            return NotHandedOver("not a number that the whole world dials", permanent=True)
        gateway = self._account.gateway
        words = self._words(envelope)
        given: dict[str, Any] = {"headers": _filled(gateway.headers, words)}
        if gateway.form is not None:
            given["data"] = _filled(gateway.form, words)
        if gateway.json is not None:
            given["json"] = _filled(gateway.json, words)
        if gateway.basic:
            given["auth"] = (self._account.user, self._account.password)
        answer = http.ask(
            self._session, gateway.method, _filled(gateway.url, words), **given
        )
        return self._judged(answer) if isinstance(answer, http.Answer) else answer

    def close(self) -> None:
        self._session.close()

    def _words(self, envelope: Envelope) -> dict[str, str]:
        return {
            "to": envelope.to,
            "digits": envelope.to.removeprefix("+"),
            "text": envelope.body.strip(),
            "sender": self._account.sender or envelope.sender_name[:11],
            "key": envelope.key,
            "user": self._account.user,
            "password": self._account.password,
        }

    def _judged(self, answer: http.Answer) -> Outcome:
        gateway, told = self._account.gateway, _read(answer.text)
        refused = http.refusal(answer.status, answer.text)
        if refused is None:
            return Sent(answer.line, place_in(told, gateway.id))
        if isinstance(refused, NotHandedOver):
            code = place_in(told, gateway.error)
            if code in gateway.refused:
                return replace(refused, permanent=True, down=False)
            return replace(refused, down=refused.down or code in gateway.down)
        return refused


def _filled(form: Any, words: dict[str, str]) -> Any:
    """The form with the words in its places, at any depth; a text is filled in once, so
    that what stands in the words fills nothing.
    """
    if isinstance(form, str):
        return re.sub(r"\{(\w+)\}", lambda place: words.get(place[1], place[0]), form)
    if isinstance(form, dict):
        return {name: _filled(value, words) for name, value in form.items()}
    if isinstance(form, list | tuple):
        return [_filled(value, words) for value in form]
    return form


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
