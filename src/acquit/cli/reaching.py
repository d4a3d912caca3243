"""Which channels are set up, and whether their servers can be reached; nothing is sent."""

from __future__ import annotations

import smtplib
import socket
import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from acquit.cli.finding import Finding, State
from acquit.config import mail

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_S = 10.0


def channels() -> Iterator[Finding]:
    """A finding for each channel, and for what comes back."""
    yield _email()
    yield _sms()
    yield _webhook()
    yield _mailbox()
    yield _reports()


def _email() -> Finding:
    from django.conf import settings  # noqa: PLC0415 - needs Django set up

    from acquit.channels.email import services  # noqa: PLC0415 - so below

    part = "e-mail"
    service = services.service(settings.EMAIL_URL)
    server = mail.server(settings.EMAIL_URL)
    if service is not None:
        where, trouble = service.name, _trouble(service.api)
        well = f"{where} can be reached; whether it lets us in shows with the first mail."
    elif server is not None:
        where, trouble = f"{server.host}:{server.port}", _refusal(server)
        well = f"{where} lets us in."
    else:
        sentence = "No server is set: messages stay in the outbox, nothing leaves."
        return Finding(part, State.NOTE, sentence)
    if trouble:
        return Finding(part, State.FAULT, f"{where} does not let us in ({trouble}).")
    if not settings.EMAIL_FROM:
        sentence = f"{where} answers, but ACQUIT_EMAIL_FROM is not set."
        return Finding(part, State.FAULT, sentence)
    return Finding(part, State.GOOD, well)


def _refusal(server: mail.Server) -> str:
    try:
        mail.knock(server)
    except (OSError, smtplib.SMTPException) as error:
        return " ".join(str(error).split())
    return ""


def _sms() -> Finding:
    from django.conf import settings  # noqa: PLC0415

    from acquit.channels.sms.gateways import GatewayUnclear, account  # noqa: PLC0415

    if not settings.SMS_URL:
        return Finding("sms", State.NOTE, "No gateway is set: texts stay in the outbox.")
    try:
        known = account(settings.SMS_URL, settings.SMS_TEMPLATE)
    except GatewayUnclear as error:
        return Finding("sms", State.FAULT, str(error))
    if trouble := _trouble(known.gateway.url):
        sentence = f"{known.gateway.name} cannot be reached ({trouble})."
        return Finding("sms", State.FAULT, sentence)
    return Finding("sms", State.GOOD, f"{known.gateway.name} can be reached.")


def _webhook() -> Finding:
    from django.conf import settings  # noqa: PLC0415

    if not settings.WEBHOOK_URL:
        return Finding("webhook", State.NOTE, "None is set: its steps stay in the outbox.")
    if not settings.WEBHOOK_SECRET:
        return Finding("webhook", State.FAULT, "ACQUIT_WEBHOOK_SECRET is not set.")
    where = urlsplit(settings.WEBHOOK_URL).hostname
    if trouble := _trouble(settings.WEBHOOK_URL):
        return Finding("webhook", State.FAULT, f"{where} cannot be reached ({trouble}).")
    return Finding("webhook", State.GOOD, f"{where} can be reached.")


def _mailbox() -> Finding:
    from django.conf import settings  # noqa: PLC0415

    from acquit.channels.replies import mailbox  # noqa: PLC0415

    if not settings.IMAP_URL:
        return Finding("mailbox", State.NOTE, "None is set: no answers are read.")
    try:
        box = mailbox.mailbox(settings.IMAP_URL)
        with mailbox.opened(box):
            return Finding("mailbox", State.GOOD, f"{box.host} lets us read {box.folder}.")
    except (mailbox.MailboxUnclear, mailbox.MailboxDown) as error:
        return Finding("mailbox", State.FAULT, f"It cannot be read: {error}")


def _reports() -> Finding:
    from django.conf import settings  # noqa: PLC0415

    from acquit.api.hooks import SHORTEST_SECRET  # noqa: PLC0415

    if not settings.HOOK_SECRET:
        sentence = "ACQUIT_HOOK_SECRET is not set: services can report nothing."
        return Finding("reports", State.NOTE, sentence)
    if len(settings.HOOK_SECRET) < SHORTEST_SECRET:
        sentence = f"ACQUIT_HOOK_SECRET has fewer than {SHORTEST_SECRET} characters."
        return Finding("reports", State.FAULT, sentence)
    return Finding("reports", State.GOOD, "Services may report at /api/hooks/.")


def _trouble(url: str) -> str:
    """Why nobody answers at this address; "" when somebody does, whom we trust."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    try:
        port = parts.port or (443 if secure else 80)
        line = socket.create_connection((parts.hostname or "", port), PATIENCE_S)
        with line:
            if secure:
                trusted = ssl.create_default_context()
                with trusted.wrap_socket(line, server_hostname=parts.hostname):
                    return ""
    except (OSError, ValueError) as error:
        return " ".join(str(error).split())
    return ""
