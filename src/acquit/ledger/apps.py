"""Makes this room known to Django."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    name = "acquit.ledger"
    label = "ledger"

    def ready(self) -> None:
        from acquit.ledger import lookups  # noqa: F401, PLC0415 - registers itself
