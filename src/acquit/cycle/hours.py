"""When the day is walked."""

from __future__ import annotations

import os
from datetime import time


def cycle_at() -> time:
    """When the day is walked, company time: ACQUIT_CYCLE_AT, by default 10:00."""
    return time.fromisoformat(os.environ.get("ACQUIT_CYCLE_AT", "10:00"))
