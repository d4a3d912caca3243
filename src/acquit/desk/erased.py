"""Papers that were emptied: their rows stay, and links to them may lie about."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _


def check(size: int) -> None:
    """Raises Http404 where nothing is left of a file. size: its bytes."""
    if not size:
        raise Http404(_("It is not kept any more: it was erased, or its time was over."))
