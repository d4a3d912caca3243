"""The switchboard: which carrier takes which channel, by what the settings say.

A channel without a setting stays in the outbox; a letter waits in the print tray. A new
channel is a folder beside this file and one line in `switchboard`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from acquit.channels.email import services, smtp
from acquit.channels.models import Channel
from acquit.channels.outbox import Outbox, PrintTray

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acquit.channels.carrying import Carrier, Envelope, Outcome


class Switchboard:
    """Gives each envelope to the carrier of its channel, to `rest` where it has none."""

    def __init__(self, carriers: Mapping[str, Carrier], rest: Carrier) -> None:
        self._carriers = dict(carriers)
        self._rest = rest

    def code_for(self, channel: str) -> str:
        return self._carrier(channel).code_for(channel)

    def carry(self, envelope: Envelope) -> Outcome:
        return self._carrier(envelope.channel).carry(envelope)

    def close(self) -> None:
        for carrier in (*self._carriers.values(), self._rest):
            carrier.close()

    def _carrier(self, channel: str) -> Carrier:
        return self._carriers.get(channel, self._rest)


def switchboard() -> Switchboard:
    """The carriers that the settings name; none is asked anything yet."""
    carriers: dict[str, Carrier] = {Channel.LETTER: PrintTray()}
    if settings.EMAIL_URL:
        carriers[Channel.EMAIL] = _email(settings.EMAIL_URL)
    if settings.SMS_URL:
        carriers[Channel.SMS] = _sms(settings.SMS_URL, settings.SMS_TEMPLATE)
    if settings.WEBHOOK_URL:
        carriers[Channel.WEBHOOK] = _webhook(settings.WEBHOOK_URL, settings.WEBHOOK_SECRET)
    if settings.POST_URL:
        carriers[Channel.LETTER] = _post(settings.POST_URL)
    return Switchboard(carriers, Outbox())


def _email(url: str) -> Carrier:
    service = services.service(url)
    if service is None:
        return smtp.Smtp(url)
    # A library of some size, which the web process never needs; so below.
    from acquit.channels.email.by_service import ByService  # noqa: PLC0415

    return ByService(service)


def _sms(url: str, template: str) -> Carrier:
    from acquit.channels.sms.gateways import account  # noqa: PLC0415
    from acquit.channels.sms.texting import Texting  # noqa: PLC0415

    return Texting(account(url, template))


def _post(url: str) -> Carrier:
    from acquit.channels.letter.post.posting import Posting  # noqa: PLC0415
    from acquit.channels.letter.post.services import service  # noqa: PLC0415

    return Posting(service(url))


def _webhook(url: str, secret: str) -> Carrier:
    from acquit.channels.webhook.posting import Webhook  # noqa: PLC0415

    return Webhook(url, secret)
