"""Whoever has no secret that counts is counted by where he comes from.

Guessing a secret is hopeless; this keeps the trying from being work for us.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache

if TYPE_CHECKING:
    from django.http import HttpRequest

A_MINUTE_S = timedelta(minutes=1).total_seconds()
MOST_WRONG_A_MINUTE = 30


def too_often(request: HttpRequest) -> bool:
    """Whether so many wrong secrets came from there that no more is looked at."""
    return int(cache.get(_key(request), 0)) >= MOST_WRONG_A_MINUTE


def count_wrong(request: HttpRequest) -> None:
    """Add one; the count ends a minute after the first."""
    key = _key(request)
    if not cache.add(key, 1, A_MINUTE_S):
        try:
            cache.incr(key)
        except ValueError:  # it ended in between
            cache.add(key, 1, A_MINUTE_S)


def _key(request: HttpRequest) -> str:
    return f"upload_wrong_{request.META.get('REMOTE_ADDR', '')}"
