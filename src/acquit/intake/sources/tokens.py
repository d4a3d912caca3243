"""The secret by which a program shows that it may send: shown once, kept as a digest.

It is 256 random bits, so a plain SHA-256 cannot be turned back and needs no salt.
"""

from __future__ import annotations

import hashlib
import secrets

_BEGINNING = "acquit_"  # by which people, and scanners for leaked secrets, know it
HINT = len(_BEGINNING) + 5


def make() -> str:
    """A new secret."""
    return _BEGINNING + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of it: 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()
