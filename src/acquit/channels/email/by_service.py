"""E-mail handed to a service by its API, through django-anymail."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import requests
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from anymail.message import AnymailMessage
from django.utils.module_loading import import_string

from acquit.channels import http
from acquit.channels.carrying import (
    LONGEST_ANSWER,
    NotHandedOver,
    OneWay,
    Sent,
    Unknown,
    words,
)
from acquit.channels.email import mime
from acquit.channels.email.html import as_html, payment
from acquit.channels.email.scanned import drawn

if TYPE_CHECKING:
    from acquit.channels.carrying import Envelope, Outcome
    from acquit.channels.email.services import Service

REFUSED = frozenset({"invalid", "rejected", "failed"})


class ByService(OneWay):
    """Hands envelopes to one service, over one session. The key goes along as metadata, so
    that every report names it.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self.code = service.module.upper()
        self._backend: Any = import_string(service.backend)(
            api_url=service.api, requests_timeout=http.TIMEOUT_S, **service.options
        )

    def carry(self, envelope: Envelope) -> Outcome:
        try:
            envelope = replace(envelope, to=mime.plain_address(envelope.to))
        except UnicodeError as error:
            return NotHandedOver(words(error), permanent=True)
        message = self._message(envelope)
        self._backend.open()
        try:
            self._backend.send_messages([message])
        except AnymailRecipientsRefused as error:
            return NotHandedOver(_said(error.response), permanent=True)
        except AnymailAPIError as error:
            return self._judged(error)
        except (AnymailError, ValueError) as error:
            # It could not even be written down: nothing has left.
            return NotHandedOver(words(error))
        return self._taken(message)

    def close(self) -> None:
        self._backend.close()

    def _message(self, envelope: Envelope) -> AnymailMessage:
        answer_to = mime.answer_to(envelope)
        headers = {"Auto-Submitted": "auto-generated", "X-Acquit-Kind": envelope.kind}
        if self._service.keeps_id is not None:
            headers |= self._service.keeps_id
            headers["Message-ID"] = mime.message_id(envelope)
        message = AnymailMessage(
            subject=envelope.subject,
            body=envelope.body,
            from_email=str(mime.named(envelope.sender_name, envelope.sender)),
            to=[envelope.to],
            reply_to=[answer_to] if answer_to else None,
            headers=headers,
        )
        picture = drawn(payment(envelope.page))
        name = message.attach_inline_image(picture, "pay.png") if picture else ""
        html = as_html(envelope, code=f"cid:{name}" if name else "")
        message.attach_alternative(html, "text/html")
        for file in envelope.enclosures:
            message.attach(file.name, file.content, file.media_type)
        message.metadata = {"acquit_key": envelope.key}
        return message

    def _taken(self, message: AnymailMessage) -> Outcome:
        status = message.anymail_status
        answer = _said(status.esp_response)
        if status.status and status.status <= REFUSED:
            return NotHandedOver(answer, permanent=self._names_recipient(answer))
        return Sent(answer, str(status.message_id or ""))

    def _judged(self, error: AnymailAPIError) -> Outcome:
        """What an error of its API means."""
        if error.response is None:
            cause = error.__cause__
            if isinstance(cause, requests.RequestException):
                return http.judged(cause)
            return Unknown(words(error))
        text = error.response.text
        refused = http.refusal(error.response.status_code, text)
        if isinstance(refused, NotHandedOver) and self._names_recipient(text):
            return replace(refused, permanent=True)
        # It said yes, in words that cannot be read.
        return refused or Unknown(_said(error.response))

    def _names_recipient(self, text: str) -> bool:
        return any(words in text for words in self._service.refused)


def _said(response: requests.Response | None) -> str:
    """The answer of the service in its own words, on one line."""
    if response is None:
        return ""
    text = response.text
    with suppress(ValueError):
        text = json.dumps(response.json(), ensure_ascii=False)
    return f"{response.status_code} {text}"[:LONGEST_ANSWER]
