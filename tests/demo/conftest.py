"""One full demo for the whole room: it takes seconds to write, and nobody changes it."""

from __future__ import annotations

import pytest
from demo_stage import TODAY, Demo

from acquit.demo import files


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    return Demo(folder, files.write(folder, seed=7, today=TODAY))
