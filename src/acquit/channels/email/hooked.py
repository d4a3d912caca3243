"""What services tell us by themselves, read by django-anymail: reports, and e-mails to us.

Whether the caller may tell us anything has been settled before.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from anymail.exceptions import AnymailConfigurationError
from anymail.inbound import AnymailInboundMessage
from anymail.signals import EventType, RejectReason
from anymail.webhooks import brevo, mailgun, mailjet, postmark

from acquit.channels.email import reading
from acquit.channels.models import Delivery
from acquit.channels.reports import Received, Report
from acquit.channels.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest

# The caller has shown our secret; the library asks for one of its own, and for keys that
# only its checks of signatures need.
_SETTLED = {"webhook_secret": "settled:before"}
_SIGNED = {"webhook_signing_key": "settled before", "api_key": "settled before"}

KINDS = {
    EventType.DELIVERED: Delivery.DELIVERED,
    EventType.OPENED: Delivery.OPENED,
    EventType.CLICKED: Delivery.OPENED,
    EventType.BOUNCED: Delivery.BOUNCED,
    EventType.REJECTED: Delivery.BOUNCED,
    EventType.FAILED: Delivery.BOUNCED,
    EventType.COMPLAINED: Delivery.COMPLAINED,
}
# The address takes nothing any more, or nothing of ours: it is passed over from now on.
DEAD = frozenset(
    {
        RejectReason.BOUNCED,
        RejectReason.INVALID,
        RejectReason.SPAM,
        RejectReason.UNSUBSCRIBED,
    }
)
# What a service calls by the same name as an address that is dead, and that passes by.
_PASSING = re.compile(r"(?<![a-z])soft[ _-]?bounce|quota|mailbox (?:is )?full")


NOT_FETCHED = "application/octet-stream"


class _Brevo(brevo.BrevoInboundWebhookView):  # type: ignore[misc]  # a library without types
    """Names what came along instead of fetching it: nothing is fetched from here."""

    def _fetch_attachment(self, attachment: dict[str, Any]) -> Any:
        return AnymailInboundMessage.construct_attachment(
            content_type=NOT_FETCHED,
            content=b"",
            filename=attachment.get("Name"),
        )


TRACKING: dict[str, Callable[[], Any]] = {
    "mailgun": lambda: mailgun.MailgunTrackingWebhookView(**_SETTLED, **_SIGNED),
    "postmark": lambda: postmark.PostmarkTrackingWebhookView(**_SETTLED),
    "brevo": lambda: brevo.BrevoTrackingWebhookView(**_SETTLED),
    "mailjet": lambda: mailjet.MailjetTrackingWebhookView(**_SETTLED),
}
INBOUND: dict[str, Callable[[], Any]] = {
    "mailgun": lambda: mailgun.MailgunInboundWebhookView(**_SETTLED, **_SIGNED),
    "postmark": lambda: postmark.PostmarkInboundWebhookView(**_SETTLED),
    "brevo": lambda: _Brevo(**_SETTLED, api_key="settled before"),
    "mailjet": lambda: mailjet.MailjetInboundWebhookView(**_SETTLED),
}


def reports(service: str, request: HttpRequest) -> list[Report]:
    """What is said of messages; what says nothing of their fate is left out. Raises
    Unreadable.
    """
    events = _parsed(TRACKING, service, request)
    told = [_report(service, event) for event in events]
    return [report for report in told if report is not None]


def answers(service: str, request: HttpRequest) -> list[Received]:
    """The e-mails that are brought. Raises Unreadable."""
    events = _parsed(INBOUND, service, request)
    return [reading.received(event.message) for event in events]


def _parsed(
    views: dict[str, Callable[[], Any]], service: str, request: HttpRequest
) -> Sequence[Any]:
    make = views.get(service)
    if make is None:
        raise Unreadable(f"Known services: {', '.join(sorted(views))}.")
    try:
        events: Sequence[Any] = make().parse_events(request)
    except _WRONG as error:
        name = type(error).__name__
        raise Unreadable(f"This is no report as {service} sends it ({name}).") from error
    return events


def _report(service: str, event: Any) -> Report | None:
    kind = KINDS.get(event.event_type)
    if kind is None:
        return None
    key = str((event.metadata or {}).get("acquit_key", ""))
    message = key or str(event.message_id or "")
    when = event.timestamp.isoformat() if event.timestamp else ""
    detail = " ".join(str(word) for word in (event.description, event.mta_response) if word)
    return Report(
        message_key=key,
        external_id=str(event.message_id or ""),
        kind=kind,
        # Not by the name that some services give: it changes when they try again.
        name=f"{service} {message} {event.event_type} {when}",
        detail=detail[:1000],
        at=event.timestamp,
        address_dead=kind == Delivery.COMPLAINED or _is_dead(event),
    )


def _is_dead(event: Any) -> bool:
    if event.reject_reason not in DEAD:
        return False
    said = json.dumps(event.esp_event, default=str).lower()
    return _PASSING.search(said) is None


# Whatever a stranger's JSON makes the library stumble over.
_WRONG = (AnymailConfigurationError, AttributeError, LookupError, TypeError, ValueError)
