"""Django's settings for the process that answers pages: the same, with pooled connections.

Each request runs in a thread of its own; without a pool a burst of them would ask for more
connections than PostgreSQL grants. Commands, the worker and the tests need none.
"""

from __future__ import annotations

from acquit.config.settings import *  # noqa: F403 - all of them, that is the point
from acquit.config.settings import DATABASES as PLAIN

POOL = {"min_size": 1, "max_size": 8, "timeout": 30}
DATABASES = {
    name: database
    | {"OPTIONS": database["OPTIONS"] | {"pool": POOL}, "CONN_HEALTH_CHECKS": True}
    for name, database in PLAIN.items()
}
