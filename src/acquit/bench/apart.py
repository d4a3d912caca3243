"""Work in a process of its own, and how large a process has become."""

from __future__ import annotations

import multiprocessing
import resource
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Callable


def apart(work: Callable[..., Any], *given: object) -> Any:
    """What the work comes to, done in a process of its own."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(work, *given).result()


def peak_mb() -> int:
    """The largest that this process has been, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
