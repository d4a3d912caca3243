"""The layouts of the tables that well-known banks let people download, ready for use.

They stand in `banks.toml`, one table a layout: `name`, `columns` (field = one header or
several, as the bank writes them), and what else a `Layout` can say.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from acquit.core.text import fold
from acquit.formats.layouts.layout import Kind, Layout
from acquit.formats.layouts.vocabulary import header_key


def _layout(code: str, said: dict[str, Any]) -> Layout:
    columns = {name: _columns(found) for name, found in said.pop("columns").items()}
    for name in ("headers", "required"):
        said[name] = _columns(said.get(name, []))
    for name in ("booked", "unbooked"):
        said[name] = tuple(fold(word) for word in said.get(name, []))
    return Layout(kind=Kind.BANK, code=code, columns=columns, **said)


def _columns(written: str | list[str]) -> tuple[str, ...]:
    return tuple(
        _column(one) for one in ([written] if isinstance(written, str) else written)
    )


def _column(written: str) -> str:
    """A place such as `#3` is written as it is; a header is folded as a table's are."""
    return written if written.startswith("#") else header_key(written)


BANKS: tuple[Layout, ...] = tuple(
    _layout(f"bank.{slug}", said)
    for slug, said in tomllib.loads(
        files(__package__).joinpath("banks.toml").read_text("utf-8")
    ).items()
)
BY_CODE = {layout.code: layout for layout in BANKS}
