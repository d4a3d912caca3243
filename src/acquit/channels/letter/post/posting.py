"""Hands letters to a service that prints and posts them.

Uploading is not sending: up to the request that orders the letter nothing has been handed
over, and an error before it is a plain no.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import requests

from acquit.channels import http
from acquit.channels.carrying import (
    LONGEST_ANSWER,
    NotHandedOver,
    OneWay,
    Sent,
    Unknown,
    words,
)
from acquit.channels.letter import windows
from acquit.channels.letter.binding import Flaw, behind
from acquit.channels.letter.layout import Unsettable
from acquit.channels.letter.post.services import LETTERXPRESS, PINGEN, PINGEN_IDENTITY
from acquit.channels.letter.press import NotSet
from acquit.channels.letter.setting import set_letter
from acquit.channels.sms.gateways import place_in

if TYPE_CHECKING:
    from acquit.channels.carrying import Envelope, Outcome
    from acquit.channels.letter.post.services import Service

PDF = "application/pdf"
JSON_API = "application/vnd.api+json"


class Posting(OneWay):
    """Hands envelopes to one service, over one session."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.code = service.name.upper()[:10]
        self._session = requests.Session()

    def carry(self, envelope: Envelope) -> Outcome:
        if envelope.page is None:
            return NotHandedOver("this message was not written as a letter")
        of = self._service
        try:
            letter = set_letter(envelope.page, envelope=of.envelope)
        except (Unsettable, NotSet) as error:
            return NotHandedOver(words(error))
        papers = [one.content for one in envelope.enclosures]
        pdf, found = behind(letter, papers, both_sides=of.duplex)
        orders = {LETTERXPRESS: self._letterxpress, PINGEN: self._pingen}
        outcome = orders.get(of.name, self._form)(envelope, pdf)
        apart = [
            f"{one.name} ({told.value})"
            for one, told in zip(envelope.enclosures, found, strict=True)
            if isinstance(told, Flaw)
        ]
        if apart and isinstance(outcome, Sent):
            said = f"{outcome.answer}; not enclosed: {', '.join(apart)}"
            return replace(outcome, answer=said[:LONGEST_ANSWER])
        return outcome

    def close(self) -> None:
        self._session.close()

    def _form(self, envelope: Envelope, pdf: bytes) -> Outcome:
        """Any service: the PDF and JSON, as a form in one request."""
        of, own = self._service, self._service.own
        options = {
            "key": envelope.key,
            "address": list(envelope.address),
            "language": envelope.language,
            "registered": of.registered,
            "colour": of.colour,
            "duplex": of.duplex,
            "envelope": of.envelope,
        }
        name = own.get("file", "file")
        files = [
            (name, (f"{envelope.key}.pdf", pdf, PDF)),
            (
                own.get("options", "options"),
                (None, json.dumps(options), "application/json"),
            ),
        ]
        given: dict[str, Any] = {"files": files}
        if of.user:
            given["auth"] = (of.user, of.password)
        return self._judged(self._ask("POST", of.url, **given), own.get("id", "id"))

    def _letterxpress(self, envelope: Envelope, pdf: bytes) -> Outcome:
        """LetterXpress, version 3: one request that holds everything."""
        of = self._service
        content = base64.b64encode(pdf).decode()
        letter: dict[str, Any] = {
            "base64_file": content,
            # What the interface asks for, to see that nothing was lost on the way.
            "base64_file_checksum": hashlib.md5(
                content.encode(), usedforsecurity=False
            ).hexdigest(),
            "filename_original": f"{envelope.key}.pdf",
            "notice": envelope.key,
            "specification": {
                "color": "4" if of.colour else "1",
                "mode": "duplex" if of.duplex else "simplex",
                "shipping": "auto",
            },
        }
        if of.registered:
            letter["registered"] = "r1"
        auth = {
            "username": of.user,
            "apikey": of.password,
            "mode": of.own["mode"],
        }
        told = {"auth": auth, "letter": letter}
        return self._judged(self._ask("POST", f"{of.url}/printjobs", json=told), "data.id")

    def _pingen(self, envelope: Envelope, pdf: bytes) -> Outcome:
        """Pingen, version 2: a token, a place for the file, the file, and the order."""
        of = self._service
        token = self._before(
            "POST", of.own.get("identity", PINGEN_IDENTITY), data=self._login
        )
        if isinstance(token, NotHandedOver):
            return token
        headers = {"Authorization": f"Bearer {place_in(token, 'access_token')}"}
        room = self._before("GET", f"{of.url}/file-upload", headers=headers)
        if isinstance(room, NotHandedOver):
            return room
        where = place_in(room, "data.attributes.url")
        laid = self._before("PUT", where, data=pdf, headers={"Content-Type": PDF})
        if isinstance(laid, NotHandedOver):
            return laid
        window = windows.window(of.envelope)
        attributes = {
            "file_original_name": f"{envelope.key}.pdf",
            "file_url": where,
            "file_url_signature": place_in(room, "data.attributes.url_signature"),
            "address_position": "right" if window.on_the_right else "left",
            "auto_send": True,
            "delivery_product": self._product,
            "print_mode": "duplex" if of.duplex else "simplex",
            "print_spectrum": "color" if of.colour else "grayscale",
        }
        answer = self._ask(
            "POST",
            f"{of.url}/organisations/{of.place}/deliveries/letters",
            data=json.dumps({"data": {"type": "letters", "attributes": attributes}}),
            headers=headers | {"Content-Type": JSON_API},
        )
        return self._judged(answer, "data.id")

    @property
    def _login(self) -> dict[str, str]:
        return {
            "grant_type": "client_credentials",
            "client_id": self._service.user,
            "client_secret": self._service.password,
            "scope": "letter",
        }

    @property
    def _product(self) -> str:
        if self._service.registered:
            return "registered"
        return self._service.own.get("product", "cheap")

    def _before(self, method: str, url: str, **given: Any) -> Any:
        """A request before the order: what it was told, or that nothing was handed over."""
        answer = self._ask(method, url, **given)
        if not isinstance(answer, http.Answer):
            return NotHandedOver(answer.answer, down=True)
        refused = http.refusal(answer.status, answer.text)
        if refused is not None:
            # The file may be to blame; a token or a place would be refused to every letter.
            of_all = method != "PUT" or isinstance(refused, Unknown) or refused.down
            return NotHandedOver(refused.answer, down=of_all)
        return _read(answer.text)

    def _ask(
        self, method: str, url: str, **given: Any
    ) -> http.Answer | NotHandedOver | Unknown:
        return http.ask(self._session, method, url, **given)

    def _judged(self, answer: http.Answer | NotHandedOver | Unknown, place: str) -> Outcome:
        """What the answer to the order means."""
        if not isinstance(answer, http.Answer):
            return answer
        refused = http.refusal(answer.status, answer.text)
        return refused or Sent(answer.line, place_in(_read(answer.text), place))


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
