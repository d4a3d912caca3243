"""An e-mail as its reader's program shows it: a document of its own, in a frame.

The desk's own pages allow no style that stands in a tag, and mail programs ask for it. So
a mail is never put into a page: it comes from an address of its own, whose policy allows
styles and nothing else, and which no page but ours may frame.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.http import HttpResponse

from acquit.channels.carrying import Envelope
from acquit.channels.email.html import as_html, payment
from acquit.channels.email.scanned import drawn

if TYPE_CHECKING:
    from collections.abc import Mapping

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox"
)
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class Worded(Protocol):
    """A message that left, or one that is written to be looked at."""

    @property
    def subject(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def page(self) -> Mapping[str, Any] | None: ...


def html_of(message: Worded, *, sender: str) -> str:
    """The HTML part of its mail, with the payment code in it."""
    page = dict(message.page) if message.page else None
    envelope = Envelope(
        key="",
        kind="",
        sender="",
        sender_name=sender,
        to="",
        subject=message.subject,
        body=message.body,
        language=message.language,
        at=_ANY_TIME,
        page=page,
    )
    png = drawn(payment(page))
    picture = f"data:image/png;base64,{base64.b64encode(png).decode()}" if png else ""
    return as_html(envelope, code=picture)


def framed(html: str) -> HttpResponse:
    """The document for the frame: no script, nothing fetched, none but ours around it."""
    answer = HttpResponse(html)
    answer["Content-Security-Policy"] = POLICY
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
