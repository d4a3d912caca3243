"""What the scoring does."""

from __future__ import annotations
