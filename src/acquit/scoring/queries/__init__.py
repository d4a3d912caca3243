"""What the scoring reads."""

from __future__ import annotations
