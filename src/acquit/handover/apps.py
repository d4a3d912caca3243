"""Makes this room known to Django."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    name = "acquit.handover"
    label = "handover"
