"""Where a letter goes: the lines of its envelope, as letters have them."""

from __future__ import annotations

from acquit.channels.letter.envelope import envelope

__all__ = ["envelope"]
