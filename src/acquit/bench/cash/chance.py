"""Seeded chance: the same words give the same draws, on every machine."""

from __future__ import annotations

import random


def seeded(*parts: object) -> random.Random:
    """A source of its own for what the parts name, such as seed, company, customer."""
    return random.Random("/".join(map(str, parts)))  # noqa: S311 - invented books, no secret
