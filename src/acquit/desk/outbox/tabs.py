"""What we wrote, and what was written to us, side by side."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(here: str) -> list[tuple[str, str, bool]]:
    """Label, address, and whether it is the page that is shown."""
    pages = {"outbox": _("Messages"), "answers": _("Answers")}
    return [(label, reverse(f"desk:{name}"), name == here) for name, label in pages.items()]
