"""What came in does not look as it should."""

from __future__ import annotations


class Unreadable(Exception):
    """A report or an answer that is not understood; the words say why, to its sender."""
