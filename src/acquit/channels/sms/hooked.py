"""What the gateway tells us by itself: what became of a message, and messages to us."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings

from acquit.channels.models import Channel, Delivery
from acquit.channels.reports import Received, Report
from acquit.channels.sms.gateways import Gateway, GatewayUnclear, account, place_in
from acquit.channels.unreadable import Unreadable

if TYPE_CHECKING:
    from django.http import HttpRequest


def reports(request: HttpRequest) -> list[Report]:
    """One report; none where it says nothing of the message's fate. Raises Unreadable."""
    gateway, told = _gateway(), _told(request)
    form = gateway.report
    name, status = place_in(told, form.id), place_in(told, form.status)
    key = place_in(told, form.key)
    if not status or not (name or key):
        raise Unreadable(f"{form.id} and {form.status} are missing.")
    meaning = form.statuses.get(status)
    if meaning is None:
        return []
    code = place_in(told, form.code)
    return [
        Report(
            message_key=key,
            external_id=name,
            kind=Delivery(meaning),
            name=f"{gateway.name} {name or key} {status}",
            detail=f"{status} {code}".strip(),
            address_dead=meaning == Delivery.BOUNCED and code in form.dead,
        )
    ]


def answers(request: HttpRequest) -> list[Received]:
    """One message to us. Raises Unreadable."""
    gateway, told = _gateway(), _told(request)
    form = gateway.answer
    name, sender = place_in(told, form.id), place_in(told, form.sender)
    if not name or not sender:
        raise Unreadable(f"{form.id} and {form.sender} are missing.")
    return [
        Received(
            channel=Channel.SMS,
            name=f"{gateway.name} {name}",
            sender=sender if sender.startswith("+") else f"+{sender}",
            body=place_in(told, form.text),
        )
    ]


def _gateway() -> Gateway:
    if not settings.SMS_URL:
        raise Unreadable("No gateway is set (ACQUIT_SMS_URL).")
    try:
        return account(settings.SMS_URL, settings.SMS_TEMPLATE).gateway
    except GatewayUnclear as error:
        raise Unreadable(str(error)) from error


def _told(request: HttpRequest) -> Any:
    """What is told: a form, JSON, or the part of the address after the question mark."""
    if request.content_type == "application/json":
        try:
            return json.loads(request.body)
        except ValueError as error:
            raise Unreadable("The body is no JSON.") from error
    given = request.POST if request.method == "POST" else request.GET
    return {name: given[name] for name in given}
