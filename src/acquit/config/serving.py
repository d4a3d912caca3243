"""Django's settings for the process that answers pages: the same, with pooled connections.

Each request runs in a thread of its own; without a pool a burst of them would ask for more
connections than PostgreSQL grants. Commands, the worker and the tests need none.
"""

from __future__ import annotations

from acquit.config.settings import *  # noqa: F403 - all of them, that is the point
from acquit.config.settings import DATABASES

DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 30}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
