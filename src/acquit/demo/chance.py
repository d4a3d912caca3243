"""Chance, seeded: the one place where the demo's draws come from."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

Drawn = TypeVar("Drawn")


def source(seed: int, *of: object) -> Random:
    """A source of its own for each subject: more draws for one never shift another's."""
    subject = "/".join(str(part) for part in (seed, *of))
    return Random(subject)  # noqa: S311  invented data, to be repeated; nothing secret is drawn


def pick(chance: Random, shares: Mapping[Drawn, float]) -> Drawn:
    """One of the keys, by its share; the shares need not add up to one."""
    return chance.choices(list(shares), list(shares.values()))[0]
