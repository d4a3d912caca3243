"""Tells a program of a step: one POST, in JSON, signed (HMAC-SHA256), with a key by which
the program knows a repetition.

    Acquit-Signature: t=1795420800,v1=HEX   HEX signs "1795420800." and the body
    Idempotency-Key: the key of the message
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

import requests

from acquit.channels import http
from acquit.channels.carrying import NotHandedOver, OneWay, Sent

if TYPE_CHECKING:
    from acquit.channels.carrying import Envelope, Outcome


class Webhook(OneWay):
    """Posts each envelope to one address."""

    code = "WEBHOOK"

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        self._secret = secret
        self._session = requests.Session()

    def carry(self, envelope: Envelope) -> Outcome:
        if not self._secret:
            return NotHandedOver("ACQUIT_WEBHOOK_SECRET is not set", down=True)
        body = json.dumps(told(envelope), ensure_ascii=False).encode()
        stamp = str(int(envelope.at.timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": envelope.key,
            "Acquit-Signature": f"t={stamp},v1={signed(self._secret, stamp, body)}",
        }
        answer = http.ask(self._session, "POST", self._url, data=body, headers=headers)
        if not isinstance(answer, http.Answer):
            return answer
        refused = http.refusal(answer.status, answer.text)
        return refused or Sent(answer.line, named(answer.text))

    def close(self) -> None:
        self._session.close()


def told(envelope: Envelope) -> dict[str, Any]:
    """The step, as the program reads it; described in the how-to of the channels."""
    return {
        "key": envelope.key,
        "kind": envelope.kind,
        "at": envelope.at.isoformat(),
        "language": envelope.language,
        "sender": {"name": envelope.sender_name, "email": envelope.sender},
        "to": envelope.to,
        "address": list(envelope.address),
        "reply_to": envelope.reply_to,
        "subject": envelope.subject,
        "text": envelope.body,
        "page": envelope.page,
    }


def signed(secret: str, stamp: str, body: bytes) -> str:
    """What proves that we said this at that instant, in hexadecimal digits."""
    return hmac.new(
        secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256
    ).hexdigest()


def named(text: str) -> str:
    """The name that the program gave it: `id` of its answer, if it gives one."""
    try:
        answer = json.loads(text)
    except ValueError:
        return ""
    return str(answer.get("id", "")) if isinstance(answer, dict) else ""
