"""Remembering how far a mailbox was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.channels.models import Mailbox

if TYPE_CHECKING:
    from datetime import datetime


def keep_place(
    place: str,
    *,
    validity: int | None = None,
    last_uid: int | None = None,
    trouble: str = "",
    at: datetime,
) -> None:
    """Keep how far it was read, or why it could not be; what is not given stays."""
    known: dict[str, object] = {"looked_at": at, "trouble": trouble}
    if validity is not None:
        known["validity"] = validity
    if last_uid is not None:
        known["last_uid"] = last_uid
    Mailbox.objects.update_or_create(place=place, defaults=known)
