"""How a gateway is spoken to: what it is sent, where the name of a message stands in its
answer, and what its reports mean.

Two are known here, by their published interfaces; any other is described in a JSON file of
the same words (ACQUIT_SMS_TEMPLATE): docs/howto/send-by-email-sms-letter-and-webhook.md.
Places in an answer are written `recipients.items.0.id`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

DELIVERED, BOUNCED = "DELIVERED", "BOUNCED"


class GatewayUnclear(ValueError):
    """The settings describe no gateway; what may be secret in them is not repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """A report that a gateway brings. id, status, code, at: places in it. statuses: what
    each means, DELIVERED or BOUNCED; others say nothing. dead: codes that mean that the
    number takes nothing any more.
    """

    id: str = "id"
    status: str = "status"
    code: str = ""
    key: str = ""
    statuses: Mapping[str, str] = field(default_factory=dict)
    dead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bringing:
    """A text message to us that a gateway brings: places of its name, sender and words."""

    id: str = "id"
    sender: str = "from"
    text: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """form, json: the body, one of the two. In it, in `url` and in `headers` stand {to},
    {text}, {sender}, {key}, and {user}, {password} of the address.

    id: where its name stands in the answer. error: where the code of a refusal stands.
    refused: codes that mean that this number takes nothing, whatever we send. down: codes
    that mean that all would be refused.
    """

    name: str = "gateway"
    method: str = "POST"
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    json: Mapping[str, Any] | None = None
    basic: bool = False
    id: str = "id"
    error: str = ""
    refused: tuple[str, ...] = ()
    down: tuple[str, ...] = ()
    report: Reporting = Reporting()
    answer: Bringing = Bringing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A gateway, and how it lets us in. sender: the number or the name that is shown."""

    gateway: Gateway
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""


# Twilio: Messages resource, status callbacks, dictionary of errors.
TWILIO = Gateway(
    name="twilio",
    url="https://api.twilio.com/2010-04-01/Accounts/{user}/Messages.json",
    form={"To": "{to}", "From": "{sender}", "Body": "{text}"},
    basic=True,
    id="sid",
    error="code",
    # Not a number, not reachable, unsubscribed by STOP, not mobile.
    refused=("21211", "21214", "21217", "21610", "21612", "21614"),
    report=Reporting(
        id="MessageSid",
        status="MessageStatus",
        code="ErrorCode",
        statuses={"delivered": DELIVERED, "undelivered": BOUNCED, "failed": BOUNCED},
        # Unknown handset, landline, blocked by STOP.
        dead=("30005", "30006", "21610", "21614"),
    ),
    answer=Bringing(id="MessageSid", sender="From", text="Body"),
)
# MessageBird: SMS Messaging API.
MESSAGEBIRD = Gateway(
    name="messagebird",
    url="https://rest.messagebird.com/messages",
    headers={"Authorization": "AccessKey {user}"},
    json={
        "recipients": ["{digits}"],  # without the plus
        "originator": "{sender}",
        "body": "{text}",
        "reference": "{key}",
        "datacoding": "auto",
    },
    id="id",
    error="errors.0.code",
    down=("2", "25"),  # not let in; not enough balance
    report=Reporting(
        id="id",
        status="status",
        code="statusErrorCode",
        key="reference",
        statuses={"delivered": DELIVERED, "delivery_failed": BOUNCED, "expired": BOUNCED},
        dead=("1", "5"),  # unknown subscriber
    ),
    answer=Bringing(id="id", sender="originator", text="body"),
)
KNOWN = {one.name: one for one in (TWILIO, MESSAGEBIRD)}


def account(url: str, template: str = "") -> Account:
    """The gateway that the settings name. Raises GatewayUnclear."""
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    known = KNOWN.get(parts.scheme)
    if known is None and parts.scheme not in {"http", "https"}:
        names = ", ".join(f"{name}://" for name in KNOWN)
        raise GatewayUnclear(f"ACQUIT_SMS_URL begins with {names}, https:// or http://.")
    if known is None and not template:
        raise GatewayUnclear("ACQUIT_SMS_URL needs ACQUIT_SMS_TEMPLATE, a JSON file.")
    gateway = known or _described(template, _without_account(url))
    if "api" in asked:
        gateway = replace(gateway, url=asked["api"])
    return Account(
        gateway=gateway,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=asked.get("from", ""),
    )


def _without_account(url: str) -> str:
    """The address without who we are, and without what is only for us."""
    parts = urlsplit(url)
    rest = "&".join(one for one in parts.query.split("&") if not one.startswith("from="))
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=host, query=rest, fragment="").geturl()


def _described(template: str, url: str) -> Gateway:
    try:
        told = json.loads(Path(template).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        words = f"ACQUIT_SMS_TEMPLATE cannot be read as JSON ({type(error).__name__})."
        raise GatewayUnclear(words) from error
    if not isinstance(told, dict):
        raise GatewayUnclear("ACQUIT_SMS_TEMPLATE holds an object, {…}.")
    parts: dict[str, Any] = {
        "report": Reporting(**_known(told.pop("report", {}), Reporting, "report")),
        "answer": Bringing(**_known(told.pop("answer", {}), Bringing, "answer")),
    }
    return Gateway(**{"url": url} | _known(told, Gateway, "") | parts)


def _known(told: object, kind: type[Any], where: str) -> dict[str, Any]:
    """The words of the template that are known; another one is a slip. Raises
    GatewayUnclear.
    """
    names = {one.name for one in fields(kind)}
    if not isinstance(told, dict) or not names.issuperset(told):
        raise GatewayUnclear(
            f"ACQUIT_SMS_TEMPLATE {where} knows these words: {', '.join(sorted(names))}."
        )
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in told.items()
    }


def place_in(told: Any, place: str) -> str:
    """What stands at a place such as `recipients.items.0.id`; "" where nothing does."""
    for step in place.split(".") if place else ():
        if isinstance(told, dict):
            told = told.get(step)
        elif isinstance(told, list) and step.isdecimal() and int(step) < len(told):
            told = told[int(step)]
        else:
            return ""
    return str(told) if isinstance(told, str | int | float) and place else ""
